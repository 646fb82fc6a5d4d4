"""What a person's posts open to him; sight of cases is `cases.access` (rules.md §6)."""

from grids.enums import DepartmentKind, Role
from grids.enums.leads import LEAD_REPORTERS
from grids.registers import KINDS
from grids.selectors import standings_today
from mediation.core.models import User

CASE_READERS = frozenset(
    {
        Role.WINDOW_CLERK,
        Role.MEDIATOR,
        Role.GUIDANCE_MEDIATOR,
        Role.LEADER,
        Role.LIAISON,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.POLICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.GRID_WORKER,
        Role.DIRECTOR,
        Role.PETITION_OFFICER,
    }
)
# rules.md §2 row 1: the window, officers and heads of any unit, departments.
REGISTRARS = frozenset(
    {
        Role.WINDOW_CLERK,
        Role.MEDIATOR,
        Role.JUSTICE_OFFICER,
        Role.POLICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
    }
)
# Who calls meetings over cases and reads the list of 挂牌督办 (cases.selectors checks again).
CONVENERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR, Role.LEADER, Role.JUSTICE_OFFICER})
OVERSEERS_AND_LEADERS = CONVENERS - {Role.JUSTICE_OFFICER}
FIGURE_READERS = CASE_READERS - {Role.GUIDANCE_MEDIATOR, Role.GRID_WORKER, Role.PETITION_OFFICER}
# 评查: who draws in the town, and units that handle cases (reporting.selectors.sampling asks again).
SAMPLE_READERS = frozenset(
    {
        Role.MEDIATOR,
        Role.LEADER,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.DIRECTOR,
    }
)
# The register is public information: who puts somebody to a case, and whom a party asks for it.
MEDIATOR_READERS = frozenset(
    {
        Role.WINDOW_CLERK,
        Role.MEDIATOR,
        Role.GUIDANCE_MEDIATOR,
        Role.LEADER,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.DIRECTOR,
    }
)
# Who books a sitting, and who reads the week by room beside them (screen k).
SESSION_BOOKERS = REGISTRARS | {Role.LEADER}
SESSION_READERS = SESSION_BOOKERS | {Role.PEACE_OFFICER, Role.DIRECTOR}
# 委派、委托、移交函: who receives and answers them; how many requests of parties there were.
BRIDGE_READERS = frozenset(
    {
        Role.WINDOW_CLERK,
        Role.MEDIATOR,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.DIRECTOR,
    }
)
REQUEST_READERS = BRIDGE_READERS | {Role.LEADER}
EXPORTERS = FIGURE_READERS | {Role.PETITION_OFFICER}
# Which files left the house: who audits it, and who answers for it.
EXPORT_OVERSEERS = frozenset({Role.AUDITOR, Role.DIRECTOR})
# Petitions: all but sealed, the card at the window, the sealed ones, or what was assigned or owned.
PETITION_READERS = frozenset(
    {
        Role.PETITION_OFFICER,
        Role.DIRECTOR,
        Role.PEACE_OFFICER,
        Role.WINDOW_CLERK,
        Role.LEADER,
        Role.DISCIPLINE,
        Role.DEPARTMENT_OFFICER,
    }
)
# The monthly petition table: whoever sees all but the sealed, the counter clerk's card apart.
PETITION_FIGURE_READERS = frozenset({Role.PETITION_OFFICER, Role.DIRECTOR, Role.PEACE_OFFICER})
# Who receives, registers and counts on a reception day; who reports what is urgent or is told of it.
RECEPTION_READERS = frozenset(
    {
        Role.PETITION_OFFICER,
        Role.DIRECTOR,
        Role.PEACE_OFFICER,
        Role.LEADER,
        Role.WINDOW_CLERK,
    }
)
URGENT_READERS = RECEPTION_READERS | {Role.POLICE_OFFICER}
# The counter: whoever sits at one of its windows; the director sees it and closes what was left.
WINDOW_WORKERS = frozenset({Role.WINDOW_CLERK, Role.PETITION_OFFICER, Role.JUSTICE_OFFICER})
WINDOW_READERS = WINDOW_WORKERS | {Role.DIRECTOR}
# 咨询: 平安办 reads how many there were by topic, the windows and the director read them.
INQUIRY_COUNTERS = WINDOW_READERS | {Role.PEACE_OFFICER}
# 台账: whoever writes or reads any of `grids.registers.KINDS`; what is in them is asked again.
REGISTER_READERS = frozenset(
    role for kind in KINDS.values() for role in (*kind.writers, *kind.readers)
)
# 专项行动: the town's overseers, and whoever works in a unit that may take part.
CAMPAIGN_READERS = frozenset(
    {
        Role.MEDIATOR,
        Role.LEADER,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.POLICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.DIRECTOR,
    }
)
# 排查: who makes and reads the rounds, and the units that are asked as a rule (grids.enums.sweeps).
SWEEP_READERS = frozenset(
    {
        Role.PEACE_OFFICER,
        Role.DIRECTOR,
        Role.LEADER,
        Role.MEDIATOR,
        Role.DEPARTMENT_OFFICER,
        Role.POLICE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.GRID_WORKER,
    }
)
# 法律援助初审: the windows write and read it, the director reads how many there were.
LEGAL_AID_READERS = frozenset({Role.WINDOW_CLERK, Role.JUSTICE_OFFICER, Role.DIRECTOR})
# 案件补贴: who draws up and approves the sheet, and the mediators, each what is his own.
SUBSIDY_READERS = frozenset(
    {Role.JUSTICE_OFFICER, Role.PEACE_OFFICER, Role.DIRECTOR, Role.MEDIATOR}
)
ADMINISTRATORS = frozenset({Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN})
# What 企业微信, 钉钉 and SMS did not bring: whoever sets them up, and whoever answers for the house.
DELIVERY_READERS = frozenset({Role.SYSTEM_ADMIN, Role.DIRECTOR})
# The map is the system administrator's, the posts are the security administrator's; the director
# answers for both. Who sits in the centre today is no secret of the house.
PLACE_KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.DIRECTOR})
POST_KEEPERS = frozenset({Role.SECURITY_ADMIN, Role.DIRECTOR})
# What stands still and what owes a note: whoever handles matters or answers for them.
MATTER_KEEPERS = frozenset(
    {
        Role.MEDIATOR,
        Role.LEADER,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.DIRECTOR,
    }
)
# 突发情况: who may meet with such an event, and 派出所, which is told where an offence is feared.
INSTANT_READERS = frozenset(
    {
        Role.WINDOW_CLERK,
        Role.MEDIATOR,
        Role.LEADER,
        Role.GRID_WORKER,
        Role.JUSTICE_OFFICER,
        Role.PEACE_OFFICER,
        Role.DIRECTOR,
        Role.POLICE_OFFICER,
    }
)
# 预警: whoever oversees the town, and the units that may be asked (reporting checks again).
WARNING_READERS = CONVENERS | {
    Role.LIAISON,
    Role.MEDIATOR,
    Role.DEPARTMENT_OFFICER,
    Role.POLICE_OFFICER,
}
# 任务日历、报告、研判会议: whoever works in a unit that owes something (reporting checks again).
DUTY_READERS = CAMPAIGN_READERS | {Role.WINDOW_CLERK, Role.PETITION_OFFICER}
# 报告: those units, and every reader of figures for what is public.
REPORT_READERS = DUTY_READERS | FIGURE_READERS
EVERYBODY = frozenset(Role.values)

# Label, URL name, who is shown it. The page itself checks again.
PAGES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("今天的工作", "cases:today", EVERYBODY),
    ("窗口", "cases:window", WINDOW_READERS),
    ("咨询", "cases:inquiries", INQUIRY_COUNTERS),
    ("法律援助初审", "cases:legal_aid", LEGAL_AID_READERS),
    ("登记", "cases:new", REGISTRARS),
    ("案件", "cases:list", CASE_READERS),
    ("苗头", "grids:leads", LEAD_REPORTERS),
    ("信访", "petitions:list", PETITION_READERS),
    ("调解排期", "cases:sessions", SESSION_READERS),
    ("挂牌督办", "cases:listings", OVERSEERS_AND_LEADERS),
    ("会商", "cases:consultations", CONVENERS),
    ("专班", "cases:task_forces", frozenset({Role.DEPARTMENT_OFFICER})),
    ("半月报", "reporting:current", FIGURE_READERS),
    ("信访月报", "reporting:petition_current", PETITION_FIGURE_READERS),
    ("导出", "reporting:exports", EXPORTERS),
    ("导出记录", "reporting:export_log", EXPORT_OVERSEERS),
    ("来函", "cases:bridges", BRIDGE_READERS),
    ("查阅更正", "petitions:request_register", REQUEST_READERS | {Role.PETITION_OFFICER}),
    ("群众意见", "petitions:complaints", frozenset({Role.DIRECTOR})),
    ("窗口办理", "cases:handling", CONVENERS | WINDOW_READERS),
    ("调解员", "cases:mediators", MEDIATOR_READERS),
    ("补贴", "cases:subsidies", SUBSIDY_READERS),
    ("调解资源", "grids:resources", CASE_READERS),
    ("领导接访", "petitions:receptions", RECEPTION_READERS),
    ("调度清单", "petitions:dispatch", RECEPTION_READERS - {Role.WINDOW_CLERK}),
    ("联席会议", "petitions:joint_meetings", PETITION_FIGURE_READERS),
    ("重大紧急", "petitions:urgent_list", URGENT_READERS),
    ("村（社区）", "grids:villages", EVERYBODY),
    ("辖区", "grids:places", ADMINISTRATORS | PLACE_KEEPERS),
    ("岗位", "grids:posts", ADMINISTRATORS | POST_KEEPERS),
    ("值班", "grids:roster", EVERYBODY),
    ("停滞进展", "cases:ageing", MATTER_KEEPERS),
    ("突发情况", "cases:instant_reports", INSTANT_READERS),
    ("概览", "reporting:overview", FIGURE_READERS),
    ("预警", "reporting:warnings", WARNING_READERS),
    ("态势", "reporting:situation", FIGURE_READERS),
    ("考评", "reporting:assessment", FIGURE_READERS),
    ("评查", "reporting:samplings", SAMPLE_READERS),
    ("案例库", "reporting:library", CASE_READERS),
    ("工作量", "reporting:workload", frozenset({Role.MEDIATOR, Role.GRID_WORKER, Role.DIRECTOR})),
    ("月季年报表", "reporting:periods", FIGURE_READERS),
    ("两升三降", "reporting:goals_current", FIGURE_READERS),
    ("统计表", "reporting:forms", FIGURE_READERS | PETITION_FIGURE_READERS),
    ("目标值", "reporting:targets", FIGURE_READERS),
    ("指标口径", "reporting:catalogue", FIGURE_READERS | PETITION_FIGURE_READERS),
    ("任务日历", "reporting:duties", DUTY_READERS),
    ("报告", "reporting:written_list", REPORT_READERS),
    ("研判会议", "reporting:meetings", DUTY_READERS),
    ("台账", "grids:registers", REGISTER_READERS),
    ("专项行动", "grids:campaigns", CAMPAIGN_READERS),
    ("排查", "grids:sweeps", SWEEP_READERS),
    ("规则", "cases:rules", EVERYBODY),
    ("通知渠道", "grids:deliveries", DELIVERY_READERS),
    ("后台", "admin:index", ADMINISTRATORS),
)
# Not for who reads the rows of his own village alone.
WHOLE_TOWN = frozenset({"reporting:situation"})
# Behind 更多 (on a phone 全部), under these headings: the bar is for what is opened all day.
MORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "接待和办理",
        (
            "cases:inquiries",
            "cases:legal_aid",
            "cases:bridges",
            "petitions:request_register",
            "petitions:complaints",
            "cases:handling",
        ),
    ),
    (
        "排查和预防",
        (
            "grids:leads",
            "grids:sweeps",
            "cases:listings",
            "cases:ageing",
            "cases:instant_reports",
            "petitions:urgent_list",
            "grids:campaigns",
            "reporting:overview",
        ),
    ),
    ("接访和调度", ("petitions:receptions", "petitions:dispatch", "petitions:joint_meetings")),
    (
        "数字和报告",
        (
            "reporting:duties",
            "reporting:written_list",
            "reporting:meetings",
            "reporting:situation",
            "reporting:assessment",
            "reporting:targets",
            "reporting:workload",
            "reporting:samplings",
            "reporting:library",
            "reporting:periods",
            "reporting:goals_current",
            "reporting:forms",
            "reporting:catalogue",
            "reporting:warnings",
        ),
    ),
    ("台账和力量", ("grids:registers", "cases:mediators", "cases:subsidies", "grids:resources")),
    ("单位和人员", ("grids:villages", "grids:roster", "grids:places", "grids:posts")),
    ("系统", ("reporting:exports", "reporting:export_log", "cases:rules", "grids:deliveries")),
)
SELDOM_PAGES = frozenset(name for _, names in MORE for name in names)
# What is behind 更多 for others, and all day's work for these.
OFTEN_FOR = {"grids:leads": frozenset({Role.GRID_WORKER})}


def roles_with_deputies(user: User) -> frozenset[str]:
    """Roles of the user's own posts and of those whom he stands for today."""
    return frozenset(role for standing in standings_today(user) for role in standing.roles)


def may_read_registers(user: User) -> bool:
    return bool(roles_with_deputies(user) & REGISTER_READERS)


def may_register(user: User) -> bool:
    return bool(roles_with_deputies(user) & REGISTRARS)


def is_administrator(user: User) -> bool:
    """Security or system administrator: accounts and settings, never a case."""
    return bool(roles_with_deputies(user) & ADMINISTRATORS)


def may_read_places(user: User) -> bool:
    return bool(roles_with_deputies(user) & (ADMINISTRATORS | PLACE_KEEPERS))


def may_change_places(user: User) -> bool:
    return bool(roles_with_deputies(user) & PLACE_KEEPERS)


def may_read_posts(user: User) -> bool:
    return bool(roles_with_deputies(user) & (ADMINISTRATORS | POST_KEEPERS))


def may_change_posts(user: User) -> bool:
    return bool(roles_with_deputies(user) & POST_KEEPERS)


def menu_for(user: User) -> list[tuple[str, str]]:
    """Label and URL name of the pages that the user's posts open, in order."""
    roles = roles_with_deputies(user)
    closed: frozenset[str] = frozenset() if reads_whole_town(user) else WHOLE_TOWN
    return [(label, name) for label, name, who in PAGES if roles & who and name not in closed]


def reads_whole_town(user: User) -> bool:
    """Figures with every village's row: a committee reads its own rows (reporting.access)."""
    return any(
        post.role in FIGURE_READERS and post.department.kind != DepartmentKind.COMMITTEE
        for standing in standings_today(user)
        for post in standing.posts
    )


def needs_second_factor(user: User) -> bool:
    """Whoever sees all cases of the town or administers it (settings.SECOND_FACTOR_FOR)."""
    return bool(
        roles_with_deputies(user)
        & (ADMINISTRATORS | {Role.AUDITOR, Role.PEACE_OFFICER, Role.DIRECTOR})
    )
