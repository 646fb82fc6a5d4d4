"""The mediation room: sittings, meetings, dossiers, safety, requests, letters."""

from django.db import models


class SessionKind(models.TextChoices):
    """A sitting to mediate, or a meeting open to everybody that explains a policy (seed 002)."""

    SESSION = "session", "调解"
    POLICY_MEETING = "policy_meeting", "政策说明会（公开）"


class MediationMode(models.TextChoices):
    """人民调解、行政调解、司法调解 of one sitting; a change between them is recorded."""

    PEOPLE = "people", "人民调解"
    ADMINISTRATIVE = "administrative", "行政调解"
    JUDICIAL = "judicial", "司法调解"


class Attendance(models.TextChoices):
    OPEN = "open", "未答复"
    COMING = "coming", "能来"
    UNABLE = "unable", "不能来"


class MediatorChooser(models.TextChoices):
    """人民调解法19条：调委会指定，也可以由当事人选择。"""

    UNIT = "unit", "承办单位安排"
    PARTY = "party", "当事人选择"


class MeetingKind(models.TextChoices):
    """会商研判 (seeds 000, 002): the half-monthly meeting, analysis, and talks over cases."""

    REGULAR = "regular", "例会"
    PERIODIC = "periodic", "定期研判会"
    AD_HOC = "ad_hoc", "不定期研判会"
    CONSULTATION = "consultation", "会商"


class AgendaReason(models.TextChoices):
    """Why a case stands on an agenda by itself (domain.md §7 row 23)."""

    RISK = "risk", "风险红橙"
    HARD = "hard", "疑难"
    GROUP = "group", "群体性"
    LISTED = "listed", "挂牌督办"
    DEPARTMENTS = "departments", "多部门协办"
    WHISTLED = "whistled", "已吹哨"
    VILLAGES = "villages", "涉及两个村（社区）"
    ADDED = "added", "手工列入"


class TaskForceDocumentKind(models.TextChoices):
    """What a task force has beside its roster (domain.md §7 row 76)."""

    PROBLEMS = "problems", "突出问题清单"
    PLAN = "plan", "治理方案"
    MEASURES = "measures", "安全与疏导措施"


class DossierPart(models.TextChoices):
    """Where a paper or a file stands in the dossier (domain.md §2.1, 卷宗次序 1–12)."""

    APPLICATION = "application", "申请书或受理登记表"
    RIGHTS = "rights", "权利义务告知书"
    IDENTITY = "identity", "当事人身份证明"
    AUTHORITY = "authority", "授权委托书"
    INQUIRY = "inquiry", "调查记录"
    EVIDENCE = "evidence", "证据材料"
    MINUTES = "minutes", "调解记录"
    RESULT = "result", "协议书或终结告知书"
    PERFORMANCE = "performance", "履行凭证"
    FOLLOW_UP = "follow_up", "回访记录"
    CONFIRMATION = "confirmation", "司法确认材料"
    EXPLANATION = "explanation", "卷宗情况说明"


class Retention(models.TextChoices):
    """保管期限; how long each is stands in the town's own table (档案法实施条例19条)."""

    SHORT = "short", "短期"
    LONG = "long", "长期"
    PERMANENT = "permanent", "永久"
    YEARS = "years", "定期"


class SignKind(models.TextChoices):
    """What was seen or feared in a case; said of the matter, read by the handling team only."""

    VIOLENCE = "violence", "动手或家庭暴力"
    SELF_HARM = "self_harm", "扬言或有伤害自己的迹象"
    MINOR = "minor", "未成年人受到或可能受到侵害"
    CRIME_FEARED = "crime_feared", "可能激化成治安或刑事案件"


class SupportKind(models.TextChoices):
    POLICE = "police", "请派出所到场或出警"
    HOSPITAL = "hospital", "送医或请医生"
    COUNSELLING = "counselling", "心理疏导（要本人同意）"
    PROTECTION_ORDER = "protection_order", "告知可申请人身安全保护令（反家庭暴力法23条）"
    LEGAL_AID = "legal_aid", "法律援助"


class DutyKind(models.TextChoices):
    """What the law does not leave to anybody's choice; the articles stand in `cases.labels`."""

    FAMILY_VIOLENCE = "family_violence", "向公安机关报案（受害人不能自己报案的家庭暴力）"
    MINOR_HARM = "minor_harm", "向公安、民政、教育等部门报告（侵害未成年人）"
    CRIME_FEARED = "crime_feared", "向当地公安机关报告（可能引起治安或刑事案件）"


class DutyAnswer(models.TextChoices):
    REPORTED = "reported", "已经报告"
    NO_DANGER = "no_danger", "没有这种危险"


class AgentPower(models.TextChoices):
    """民事诉讼法62条: a special power may admit, waive, settle."""

    GENERAL = "general", "一般代理"
    SPECIAL = "special", "特别授权（可以代为承认、放弃、和解）"


class MissingReason(models.TextChoices):
    """Why a party has left no ID number, phone or address; never a reason to turn him away."""

    NONE_HELD = "none_held", "没有"
    NOT_WITH = "not_with", "没带来"
    UNKNOWN = "unknown", "还不知道"
    DECLINED = "declined", "不愿留"


class PartyRequestKind(models.TextChoices):
    """个人信息保护法45、46条."""

    COPY = "copy", "查阅、复制自己的材料"
    CORRECTION = "correction", "更正自己的信息"


class RequestChannel(models.TextChoices):
    WINDOW = "window", "窗口"
    LOOKUP = "lookup", "查询页"


class BridgeKind(models.TextChoices):
    """诉调、公调、访调、仲调: who sent the letter."""

    COURT = "court", "人民法院（诉调）"
    POLICE = "police", "公安机关（公调）"
    PETITION = "petition", "信访部门（访调）"
    ARBITRATION = "arbitration", "仲裁委（仲调）"


class Entrusting(models.TextChoices):
    """特邀调解规定27条: before filing 委派, after it 委托; others hand a matter over."""

    DELEGATED = "delegated", "委派（立案前，30日）"
    ENTRUSTED = "entrusted", "委托（普通程序，15日）"
    ENTRUSTED_SIMPLE = "entrusted_simple", "委托（简易程序，7日）"
    HANDED_OVER = "handed_over", "移交"


class BridgeResult(models.TextChoices):
    """What a reply letter says, and no more: no word of who conceded what (特邀调解规定22条)."""

    SETTLED = "settled", "达成协议"
    NOT_SETTLED = "not_settled", "没有达成协议"
    WITHDRAWN = "withdrawn", "当事人撤回"
