"""The words of a case's life: codes as in DESIGN §5.4, labels as the screen says them."""

from django.db import models


class Status(models.TextChoices):
    REGISTERED = "registered", "已登记"
    MEDIATING = "mediating", "调解中"
    SETTLED = "settled", "已化解"
    REFERRED = "referred", "引导诉讼"
    TERMINATED = "terminated", "已终止"
    WITHDRAWN = "withdrawn", "已撤回"
    DECLINED = "declined", "不予受理"
    TRANSFERRED = "transferred", "已移送"
    CLOSED = "closed", "已结案"


OPEN = frozenset({Status.REGISTERED, Status.MEDIATING})
ENDED = frozenset(
    {
        Status.REFERRED,
        Status.TERMINATED,
        Status.WITHDRAWN,
        Status.DECLINED,
        Status.TRANSFERRED,
    }
)
OUT = ENDED | {Status.SETTLED}

# rules.md §2, last lines: the only pairs the database lets `status` go through.
STATUS_PAIRS: tuple[tuple[Status, Status], ...] = (
    *(
        (Status.REGISTERED, target)
        for target in (
            Status.MEDIATING,
            Status.DECLINED,
            Status.REFERRED,
            Status.TRANSFERRED,
            Status.WITHDRAWN,
            Status.CLOSED,
        )
    ),
    *(
        (Status.MEDIATING, target)
        for target in (
            Status.SETTLED,
            Status.REFERRED,
            Status.TRANSFERRED,
            Status.WITHDRAWN,
            Status.TERMINATED,
            Status.CLOSED,
        )
    ),
    *((source, Status.CLOSED) for source in sorted(OUT)),
    *((source, Status.REGISTERED) for source in sorted(OUT)),
    (Status.CLOSED, Status.REGISTERED),
)


class Outcome(models.TextChoices):
    WRITTEN = "written", "书面协议"
    ORAL = "oral", "口头协议"
    RECONCILED = "reconciled", "自行和解"
    HANDLED = "handled", "已处理"
    REFERRED = "referred", "引导诉讼"
    TERMINATED = "terminated", "终止调解"
    WITHDRAWN = "withdrawn", "撤回"
    DECLINED = "declined", "不予受理"
    TRANSFERRED = "transferred", "移送"
    MERGED = "merged", "并入他案"


RESOLVED_OUTCOMES = frozenset({Outcome.WRITTEN, Outcome.ORAL, Outcome.RECONCILED, Outcome.HANDLED})


class Tier(models.TextChoices):
    VILLAGE = "village", "村（社区）"
    STREET = "street", "街道人民调解室"
    LEADER = "leader", "包案领导"
    LITIGATION = "litigation", "引导诉讼"


LADDER: tuple[Tier, ...] = (Tier.VILLAGE, Tier.STREET, Tier.LEADER, Tier.LITIGATION)


def tier_above(tier: str) -> Tier:
    """The next rung up; the leader's rung leads to litigation."""
    return LADDER[LADDER.index(Tier(tier)) + 1]


def tier_below(tier: str) -> Tier:
    return LADDER[LADDER.index(Tier(tier)) - 1]


class StageOutcome(models.TextChoices):
    ESCALATED = "escalated", "上报"
    SENT_BACK = "sent_back", "退回"
    REASSIGNED = "reassigned", "改派"
    HANDED_BACK = "handed_back", "退回中心"
    SETTLED = "settled", "化解"
    REFERRED = "referred", "引导诉讼"
    TERMINATED = "terminated", "终止"
    WITHDRAWN = "withdrawn", "撤回"
    DECLINED = "declined", "不予受理"
    TRANSFERRED = "transferred", "移送"
    MERGED = "merged", "并入"
    CLOSED = "closed", "结案"
    REOPENED = "reopened", "重开"


class Verb(models.TextChoices):
    REGISTER = "register", "登记"
    ACCEPT = "accept", "受理"
    DECLINE = "decline", "不予受理"
    HAND_BACK = "hand_back", "退回中心"
    ASSIGN = "assign", "分派"
    SIGN_FOR = "sign_for", "签收"
    SCHEDULE = "schedule", "约时间"
    RECORD = "record", "记录调解"
    SETTLE = "settle", "达成协议"
    ESCALATE = "escalate", "没谈成，往上报"
    SEND_BACK = "send_back", "退回下级"
    REFER = "refer", "引导诉讼"
    TRANSFER = "transfer", "移送"
    WITHDRAW = "withdraw", "撤回"
    TERMINATE = "terminate", "终止调解"
    MERGE = "merge", "并入另一件"
    CLOSE = "close", "结案"
    REOPEN = "reopen", "重新办理"
    FOLLOW_UP = "follow_up", "回访"
    INSTRUCT = "instruct", "批示"
    URGE = "urge", "督办"
    ANSWER = "answer", "回话"
    EXTEND = "extend", "申请延期"
    REASSESS = "reassess", "改风险等级"
    AMEND = "amend", "更正"
    WHISTLE = "whistle", "吹哨"
    REPORT_IN = "report_in", "报到"
    PAUSE = "pause", "暂停计时"
    RESUME = "resume", "恢复计时"
    RECUSE = "recuse", "回避"
    DELIVER = "deliver", "送达"
    PERFORM = "perform", "记履行"
    CONFIRM = "confirm", "司法确认"
    RETRACT = "retract", "撤销刚才的"
    NOTE = "note", "写卡在哪"


class Relation(models.TextChoices):
    """What somebody is to one case (rules.md §1); edges name these, never roles."""

    OFFICER = "O", "承办人"
    HEAD = "H", "承办单位负责人"
    LEADER = "L", "包案领导"
    STATIONED = "V", "驻村领导"
    CLERK = "C", "窗口登记员"
    PEACE = "P", "平安办"
    JUSTICE = "J", "司法所"
    POLICE = "K", "派出所"
    DIRECTOR = "D", "中心主任"
    ADDRESSEE = "T", "批示督办的对象"
    HANDLER = "U", "有卷内权限的承办岗位"
    TEAM = "G", "责任组的网格员"
    AUTHOR = "A", "刚才经手的人"
    CALLED = "W", "被吹哨、还没报到的单位"
    CO_HANDLER = "B", "已报到的协办单位"
    CHAIR = "M", "主持这次调解的人"
    SYSTEM = "S", "系统"


class Clock(models.TextChoices):
    ANSWER = "ANSWER", "受理答复"
    RUNG = "RUNG", "本级办理"
    MEDIATION = "MEDIATION", "调解期限"
    REFERRAL = "REFERRAL", "诉讼跟踪"
    INSTRUCTION = "INSTRUCTION", "批示回复"
    URGE = "URGE", "督办回复"
    WHISTLE = "WHISTLE", "吹哨回复"
    CONFIRM = "CONFIRM", "司法确认"
    PERFORM = "PERFORM", "协议履行"
    FOLLOW_UP = "FOLLOW_UP", "回访"
    LOOK_BACK = "LOOK_BACK", "回头看"
    PROGRESS = "PROGRESS", "进展说明"
    ARCHIVE = "ARCHIVE", "归档"


class Window(models.TextChoices):
    MEDIATION = "mediation", "矛调受理"
    PETITION = "petition", "信访接待"
    LEGAL = "legal", "法律服务"
    POLICY = "policy", "政策咨询"


class Source(models.TextChoices):
    VISIT = "visit", "来访"
    LETTER = "letter", "来信"
    PHONE = "phone", "电话"
    ONLINE = "online", "网上"
    HOTLINE = "hotline", "12345热线"
    GRID = "grid", "网格员上报"
    SWEEP = "sweep", "排查发现"
    RECEPTION = "reception", "领导接访"
    POLICE = "police", "公安移交"
    COURT = "court", "法院委派委托"
    PROCURATORATE = "procuratorate", "检察院移送"
    PETITION = "petition", "信访转入"
    ARBITRATION = "arbitration", "仲裁委移送"
    SUPERIOR = "superior", "上级交办"
    DEPARTMENT = "department", "部门移交"
    OTHER = "other", "其他"


class Risk(models.TextChoices):
    RED = "red", "红 重大"
    ORANGE = "orange", "橙 较大"
    YELLOW = "yellow", "黄 一般"
    BLUE = "blue", "蓝 低"


RISK_ORDER: tuple[Risk, ...] = (Risk.BLUE, Risk.YELLOW, Risk.ORANGE, Risk.RED)


class Route(models.TextChoices):
    VILLAGE = "village", "转村（社区）"
    STREET = "street", "街道直接办"


class RouteReason(models.TextChoices):
    """The only grounds for a first stage on the street's rung (rules.md §2 row 1)."""

    TWO_VILLAGES = "two_villages", "双方不在同一个村（社区）"
    COMMITTEE_INVOLVED = "committee_involved", "村（社区）调委会是当事一方或需回避"
    PARTY_ASKED = "party_asked", "当事人要求由街道调解"
    COURT_BRIDGE = "court_bridge", "法院委派或委托"
    CENTRE_HANDLES = "centre_handles", "中心直接办理"


class Scale(models.TextChoices):
    """GB/T 31000—2015 5.55 event scale."""

    INDIVIDUAL = "01", "个体性事件"
    GROUP = "02", "一般群体性事件"
    MAJOR_GROUP = "03", "重大群体性事件"


class Difficulty(models.TextChoices):
    SMALL = "small", "小纠纷"
    GENERAL = "general", "一般纠纷"
    HARD = "hard", "疑难纠纷"


class Trend(models.TextChoices):
    EASING = "easing", "趋缓"
    STEADY = "steady", "平稳"
    RISING = "rising", "加重"


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "对方"
    THIRD_PARTY = "third_party", "第三人"


class PartyKind(models.TextChoices):
    PERSON = "person", "个人"
    ORGANISATION = "organisation", "单位"


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"


class Need(models.TextChoices):
    HEARING = "hearing", "听力不便"
    INTERPRETER = "interpreter", "需要翻译"
    WHEELCHAIR = "wheelchair", "行动不便"
    READING = "reading", "需要代读代写"


class AgreementForm(models.TextChoices):
    WRITTEN = "written", "书面协议"
    ORAL = "oral", "口头协议"
    RECONCILED = "reconciled", "双方自行和解"
    HANDLED = "handled", "联合处理办结"


class RecordOutcome(models.TextChoices):
    NOT_SETTLED = "not_settled", "没谈成"
    AGAIN = "again", "再约"
    AGREED = "agreed", "谈成了"
    PARTLY = "partly", "部分谈成"
    REFUSED = "refused", "一方不愿再谈"


class DeclineGround(models.TextChoices):
    """司法部令75号第22条、domain.md §3.5。"""

    SPECIAL_BODY = "special_body", "法律规定由专门机关处理"
    BEING_HANDLED = "being_handled", "法院、公安或行政机关已受理或已解决"
    NO_CONSENT = "no_consent", "一方明确不同意调解"
    NOT_DISPUTE = "not_dispute", "不是民间纠纷"
    OTHER = "other", "其他"


class EscalateGround(models.TextChoices):
    FAILED = "failed", "谈过，没谈成"
    REFUSED_HERE = "refused_here", "当事人不愿在本级调解"
    BEYOND_POWER = "beyond_power", "超出本级权限"
    CONFLICT = "conflict", "有利害关系，需回避"
    PARTY_ASKED = "party_asked", "当事人要求上一级"
    OVERDUE = "overdue", "本级超期"


class ReferChooser(models.TextChoices):
    PARTY = "party", "当事人自己选择"
    UNIT = "unit", "调处不成，引导"


class ReferWay(models.TextChoices):
    LITIGATION = "litigation", "向法院起诉"
    ARBITRATION = "arbitration", "申请仲裁"
    RECONSIDERATION = "reconsideration", "申请行政复议"
    RULING = "ruling", "申请行政裁决"
    OTHER = "other", "其他法定途径"


class TransferKind(models.TextChoices):
    PETITION = "petition", "转信访"
    POLICE = "police", "移送公安"
    ARBITRATION = "arbitration", "移送仲裁机构"
    ADMINISTRATIVE = "administrative", "移送行政机关"
    OTHER = "other", "其他"


class TerminateGround(models.TextChoices):
    REFUSED = "refused", "一方不愿再调解"
    ABSENT = "absent", "当事人下落不明或多次不到场"
    EXPIRED = "expired", "调解期限届满"
    SHAM = "sham", "疑似虚假调解"
    OTHER = "other", "其他"


class ReopenGround(models.TextChoices):
    RELAPSE = "relapse", "反弹"
    COURT_SENT = "court_sent", "法院委派或委托"
    NEW_FACTS = "new_facts", "有新情况"
    MISTAKE = "mistake", "办结有误"
    UNMERGED = "unmerged", "并案撤销"


class UrgeMeans(models.TextChoices):
    PHONE = "phone", "电话"
    WECHAT = "wechat", "微信"
    VIDEO = "video", "视频"
    SITE = "site", "现场"
    MEETING = "meeting", "会议"
    PAPER = "paper", "书面"


class FollowUpWay(models.TextChoices):
    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    WINDOW = "window", "来窗口时问"
    ONLINE = "online", "网上"


class Performance(models.TextChoices):
    """domain.md §3.5, performance of an agreement."""

    NOT_DUE = "not_due", "还没到期"
    DONE = "done", "已全部履行"
    PARTLY = "partly", "履行了一部分"
    NOT_DONE = "not_done", "没有履行"


class CourtResult(models.TextChoices):
    ACCEPTED = "accepted", "法院已立案"
    JUDGED = "judged", "已判决或调解"
    NOT_FILED = "not_filed", "当事人没有起诉"
    SENT_BACK = "sent_back", "法院委派或委托回来"
    UNKNOWN = "unknown", "还没有结果"


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    FAIRLY = "fairly", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class DirectionKind(models.TextChoices):
    INSTRUCTION = "instruct", "批示"
    URGING = "urge", "督办"
    WHISTLE = "whistle", "吹哨"


class WhistleKind(models.TextChoices):
    """吹哨报到: join in the handling, or only come to the place (seed 002)."""

    HANDLE = "handle", "请来一起办"
    PRESENCE = "presence", "请到场"


class PauseReason(models.TextChoices):
    """What may stop RUNG and MEDIATION (rules.md §2 row 26); a hearing is the petitions' ground."""

    APPRAISAL = "appraisal", "鉴定评估"
    PUBLIC_NOTICE = "public_notice", "公告"


class RecuseGround(models.TextChoices):
    """特邀调解规定15条、信访条例28条(3)的情形。"""

    RELATIVE = "relative", "是当事人的近亲属"
    INTEREST = "interest", "与这件事有利害关系"
    ACQUAINTED = "acquainted", "与当事人有其他关系，可能影响公正"
    PARTY_ASKED = "party_asked", "当事人要求换人"


class DeliverWay(models.TextChoices):
    HAND = "hand", "当面交"
    POST = "post", "邮寄"
    LEFT = "left", "留置"
    REFUSED = "refused", "拒收"


class ObligationState(models.TextChoices):
    """How an obligation was met; being late is computed from its day, not stored."""

    WAITING = "waiting", "还没履行"
    ON_SPOT = "on_spot", "当场履行"
    DONE = "done", "已履行"
    PARTLY = "partly", "履行了一部分"
    BROKEN = "broken", "没有履行"


class Means(models.TextChoices):
    """GB/T 31000—2015 5.58, 化解方式 (table 93)."""

    JUDICIAL = "0101", "司法调解"
    ADMINISTRATIVE = "0102", "行政调解"
    PEOPLES = "0103", "人民调解"
    ARBITRAL = "0104", "仲裁调解"
    COMMERCIAL = "0105", "商事调解"
    TRADE = "0106", "行业调解"
    LAWYERS = "0107", "律师调解"
    OTHER_MEDIATION = "0199", "其他调解"
    COMMERCIAL_ARBITRATION = "0201", "民商事仲裁"
    LAND_ARBITRATION = "0202", "农村土地承包经营纠纷仲裁"
    LABOUR_ARBITRATION = "0203", "劳动人事争议仲裁"
    OTHER_ARBITRATION = "0204", "其他仲裁"
    RECONSIDERATION = "03", "行政复议"
    RULING = "04", "行政裁决"
    LITIGATION = "05", "诉讼"
    NEGOTIATION = "06", "协商和解"


class Unconfirmable(models.TextChoices):
    """What a court will not confirm (民诉法解释 355)."""

    STATUS = "status", "涉及婚姻、亲子、收养等身份关系的成立或解除"
    PROPERTY = "property", "涉及物权确权（房屋、土地归谁所有）"
    INTELLECTUAL = "intellectual", "涉及知识产权确权"
    SPECIAL = "special", "要适用其他特别程序、公示催告或破产程序"
    BEYOND_COURT = "beyond_court", "不属于法院受理的范围"


class ConfirmStep(models.TextChoices):
    """司法确认 (人民调解法33条): what the parties and then the court did."""

    WAIVED = "waived", "双方不申请"
    APPLIED = "applied", "已共同申请"
    ACCEPTED = "accepted", "法院已受理"
    RULED = "ruled", "法院裁定有效"
    REFUSED = "refused", "法院驳回或不予受理"


class Document(models.TextChoices):
    RECEIPT = "receipt", "受理回执"
    ACCEPTANCE = "acceptance", "人民调解受理登记表"
    DECLINE_NOTICE = "decline", "不予受理告知书"
    ESCALATION = "escalation", "上报单"
    TERMINATION = "termination", "终止调解告知书"
    REFERRAL = "referral", "引导诉讼告知书"
    AGREEMENT = "agreement", "人民调解协议书"
    TRANSFER = "transfer", "移送函"
    APPLICATION = "application", "人民调解申请书"
    RIGHTS = "rights", "权利义务告知书"
    INVESTIGATION = "investigation", "人民调解调查记录"
    EVIDENCE = "evidence", "人民调解证据材料"
    MINUTES = "minutes", "人民调解记录"
    ORAL_AGREEMENT = "oral", "人民调解口头协议登记表"
    FOLLOW_UP = "follow_up", "人民调解回访记录"
    CONFIRMATION = "confirmation", "司法确认申请书"
    DOSSIER_NOTE = "dossier_note", "卷宗情况说明"
    CLOSING_REPORT = "closing_report", "人民调解结案报告表"


class ExtendClock(models.TextChoices):
    MEDIATION = "MEDIATION", "调解期限（须双方同意）"
    RUNG = "RUNG", "本级办理期限"
    REFERRAL = "REFERRAL", "诉讼跟踪期限"


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
