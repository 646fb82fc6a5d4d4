"""Closed lists of places and posts. Values are stored; labels are what a person reads."""

from django.db.models import TextChoices


class Level(TextChoices):
    """Level of a division. A deployment's root may be any of them down to the town."""

    CITY = "city", "市（州）"
    COUNTY = "county", "区县"
    TOWN = "town", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"
    GRID = "grid", "网格"


# Digits of a division's path at each level (GB/T 2260, GB/T 10114, then two digits per grid).
PATH_LENGTH: dict[str, int] = {
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWN: 9,
    Level.VILLAGE: 12,
    Level.GRID: 14,
}


class DivisionKind(TextChoices):
    CITY = "city", "市"
    COUNTY = "county", "区县"
    STREET = "street", "街道"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"
    GRID = "grid", "网格"


class DepartmentKind(TextChoices):
    CENTRE = "centre", "调处中心"
    STREET_ROOM = "street_room", "人民调解室"
    COMMITTEE = "committee", "村（社区）调委会"
    PEACE_OFFICE = "peace_office", "平安办"
    JUSTICE_OFFICE = "justice_office", "司法所"
    POLICE_STATION = "police_station", "派出所"
    LEADERSHIP = "leadership", "领导班子"
    DEPARTMENT = "department", "部门、站所"
    PETITION_OFFICE = "petition_office", "信访办"
    DISCIPLINE = "discipline", "纪检办"


class Role(TextChoices):
    """What a post lets its holder be (rules.md §6)."""

    WINDOW_CLERK = "window_clerk", "窗口登记员"
    MEDIATOR = "mediator", "调解员"
    LEADER = "leader", "包案领导"
    LIAISON = "liaison", "领导联络员"
    PEACE_OFFICER = "peace_officer", "平安办工作人员"
    JUSTICE_OFFICER = "justice_officer", "司法所工作人员"
    POLICE_OFFICER = "police_officer", "派出所民警"
    DEPARTMENT_OFFICER = "department_officer", "部门工作人员"
    GRID_WORKER = "grid_worker", "网格员"
    DIRECTOR = "director", "中心主任"
    PETITION_OFFICER = "petition_officer", "信访接待员"
    DISCIPLINE = "discipline", "纪检人员"
    GUIDANCE_MEDIATOR = "guidance_mediator", "调解指导员"
    AUDITOR = "auditor", "审计管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


# Roles that may take a case into their hands where their unit handles cases.
HANDLING_ROLES: frozenset[str] = frozenset(
    {
        Role.WINDOW_CLERK,
        Role.MEDIATOR,
        Role.LEADER,
        Role.PEACE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.POLICE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.DIRECTOR,
    }
)


class DeputyKind(TextChoices):
    """A deputy acts and receives for someone away; a liaison only types for a leader."""

    DEPUTY = "deputy", "代理"
    LIAISON = "liaison", "联络员代录"


class Seat(TextChoices):
    """Seats of a village's responsibility team, 1+1+1+3 (李渡街道 scheme, four (3))."""

    LEADER = "leader", "驻村（社区）领导"
    CHIEF = "chief", "主驻村（社区）干部"
    SECRETARY = "secretary", "村（社区）书记"
    STAFF = "staff", "工作人员"


# How many people sit on each seat at one time.
SEAT_LIMIT: dict[str, int] = {Seat.LEADER: 1, Seat.CHIEF: 1, Seat.SECRETARY: 1, Seat.STAFF: 3}


class RoomKind(TextChoices):
    MEDIATION = "mediation", "调解室"
    BRAND = "brand", "品牌调解室"
    COURT = "court", "诉调对接室"
    PETITION = "petition", "访调对接室"
    POLICE = "police", "公调对接室"
    COUNSELLING = "counselling", "心理咨询室"


class ResourceKind(TextChoices):
    """What can be booked: one of each occupies one slot at a time."""

    ROOM = "room", "房间"
    STAFF = "staff", "工作人员"
    CASE = "case", "案件"


class ReceiverNote(TextChoices):
    """Why a case did not simply reach its usual unit (rules.md §5, "if nobody")."""

    NONE = "", ""
    NO_POST_HOLDER = "no_post_holder", "该单位暂无在岗人员，已转调处中心，并告知平安办"
    AWAITING_OWNER = "awaiting_owner", "待定包案领导"


class MediatorKind(TextChoices):
    """Who mediates or stands by: members of committees, and those whom a committee appoints."""

    COMMITTEE_MEMBER = "committee_member", "调委会委员"
    FULL_TIME = "full_time", "专职调解员"
    PART_TIME = "part_time", "兼职调解员"
    GUIDANCE = "guidance", "调解指导员"
    STUDIO = "studio", "个人调解工作室"
    LEGAL_ADVISER = "legal_adviser", "村（社区）法律顾问"
    POLICE_ASSISTANT = "police_assistant", "村（社区）警务助理"


class Checklist(TextChoices):
    """Lists that the town fills itself; the seeds name them but not their items."""

    RENEWED = "renewed", "五重新"
    CLEAR = "clear", "五清楚"
    SEVEN_HAVES = "seven", "七有"
    FIVE_HAVES = "five", "五有"


# Those that are ticked case by case; the others are ticked when a place of work is looked at.
CASE_CHECKLISTS: tuple[str, ...] = (Checklist.RENEWED, Checklist.CLEAR)


class GuideWay(TextChoices):
    """The ways that the window's guide leads to, as a clerk says them (cases.workflow.guide)."""

    MEDIATION = "mediation", "人民调解"
    PETITION = "petition", "信访"
    RECONSIDERATION = "reconsideration", "行政复议"
    RULING = "ruling", "行政裁决"
    REPORT = "report", "投诉举报"
    LABOUR = "labour_arbitration", "劳动仲裁"
    LAND = "land_arbitration", "土地仲裁"
    ARBITRATION = "arbitration", "仲裁"
    COURT = "litigation", "法院"
    HOTLINE = "hotline", "12345"
