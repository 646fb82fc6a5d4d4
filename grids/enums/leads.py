"""苗头（随手拍）: what may be reported from the field, and what becomes of it."""

from django.db.models import TextChoices

from grids.enums import Role


class LeadKind(TextChoices):
    """Only a dispute becomes a case; an appeal or a suggestion is answered."""

    DISPUTE = "dispute", "矛盾纠纷"
    APPEAL = "appeal", "诉求"
    SUGGESTION = "suggestion", "意见建议"


class LeadRisk(TextChoices):
    """How it looks to whoever was there; the codes are those of a case's risk."""

    RED = "red", "红 重大"
    ORANGE = "orange", "橙 较大"
    YELLOW = "yellow", "黄 一般"
    BLUE = "blue", "蓝 低"


class LeadStatus(TextChoices):
    REPORTED = "reported", "待跟踪"
    FOLLOWING = "following", "跟踪中"
    ANSWERED = "answered", "已反馈"


class LeadOutcome(TextChoices):
    ON_SPOT = "on_spot", "当场调好"
    HANDLED = "handled", "已办好、已答复"
    CASE = "case", "转为案件"
    UNFOUNDED = "unfounded", "核实后不用办"


class LeadStepKind(TextChoices):
    REPORTED = "reported", "上报"
    FOLLOWED = "followed", "跟踪"
    NOTED = "noted", "补一条"
    PASSED = "passed", "转给"
    SORTED = "sorted", "改类别"
    ANSWERED = "answered", "反馈"


# What may be done to a lead, and the steps of its status.
LEAD_PAIRS: tuple[tuple[str, str], ...] = (
    (LeadStatus.REPORTED, LeadStatus.REPORTED),
    (LeadStatus.REPORTED, LeadStatus.FOLLOWING),
    (LeadStatus.REPORTED, LeadStatus.ANSWERED),
    (LeadStatus.FOLLOWING, LeadStatus.FOLLOWING),
    (LeadStatus.FOLLOWING, LeadStatus.ANSWERED),
    (LeadStatus.ANSWERED, LeadStatus.ANSWERED),
)

# Whoever goes out among people may report what he met there.
LEAD_REPORTERS: frozenset[str] = frozenset(
    {
        Role.GRID_WORKER,
        Role.MEDIATOR,
        Role.WINDOW_CLERK,
        Role.LEADER,
        Role.LIAISON,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.POLICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.DIRECTOR,
    }
)
# Whoever sees all leads of the centre.
LEAD_OVERSEERS: frozenset[str] = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
