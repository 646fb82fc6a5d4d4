"""The life of a petition, and the closed lists of domain.md §2.2 and §3.3. Values are stored."""

from django.db import models

from cases.enums import ReportMeans as ReportMeans


class Status(models.TextChoices):
    REGISTERED = "registered", "已登记"
    HANDLING = "handling", "办理中"
    GUIDED = "guided", "已导入法定途径"
    FORWARDED = "forwarded", "已转送"
    RETURNED = "returned", "已退回"
    DECLINED = "declined", "不予受理"
    NOT_AGAIN = "not_again", "不再受理"
    REPLIED = "replied", "已答复"
    REVIEWING = "reviewing", "复查中"
    REVIEWED = "reviewed", "已复查"
    FINAL_REVIEWING = "final_reviewing", "复核中"
    FINALISED = "finalised", "已复核"
    WITHDRAWN = "withdrawn", "已撤回"
    CLOSED = "closed", "已归档结案"


# Where a registered petition goes at once: told what becomes of it, no 60-day clock.
ELSEWHERE = frozenset({Status.GUIDED, Status.FORWARDED, Status.RETURNED})
REFUSED = frozenset({Status.DECLINED, Status.NOT_AGAIN})
# What rules.md §3 row 22 calls open: somebody still has to do something about it.
OPEN = frozenset(
    {
        Status.REGISTERED,
        Status.HANDLING,
        Status.REPLIED,
        Status.REVIEWING,
        Status.REVIEWED,
        Status.FINAL_REVIEWING,
    }
)
MAY_CLOSE = (
    ELSEWHERE | REFUSED | {Status.REPLIED, Status.REVIEWED, Status.FINALISED, Status.WITHDRAWN}
)
MAY_REOPEN = frozenset({Status.RETURNED, Status.CLOSED, Status.WITHDRAWN, Status.FORWARDED})
# From the reply on the petitioner may rate it (row 21).
RATED = frozenset(
    {
        Status.REPLIED,
        Status.REVIEWING,
        Status.REVIEWED,
        Status.FINAL_REVIEWING,
        Status.FINALISED,
        Status.CLOSED,
    }
)

# The only pairs that the database lets `status` go through (rules.md §3).
STATUS_PAIRS: tuple[tuple[Status, Status], ...] = (
    *(
        (Status.REGISTERED, target)
        for target in (
            Status.HANDLING,
            Status.GUIDED,
            Status.FORWARDED,
            Status.RETURNED,
            Status.DECLINED,
            Status.NOT_AGAIN,
            Status.WITHDRAWN,
        )
    ),
    (Status.HANDLING, Status.REPLIED),
    (Status.HANDLING, Status.WITHDRAWN),
    (Status.REPLIED, Status.REVIEWING),
    (Status.REVIEWING, Status.REVIEWED),
    (Status.REVIEWING, Status.HANDLING),
    (Status.REVIEWED, Status.FINAL_REVIEWING),
    (Status.FINAL_REVIEWING, Status.FINALISED),
    (Status.FINAL_REVIEWING, Status.HANDLING),
    *((source, Status.CLOSED) for source in sorted(MAY_CLOSE)),
    *((source, Status.REGISTERED) for source in sorted(MAY_REOPEN)),
)


class Verb(models.TextChoices):
    REGISTER = "register", "登记"
    ACCEPT = "accept", "受理"
    GUIDE = "guide", "导入法定途径"
    FORWARD = "forward", "转送"
    RETURN = "return", "提出异议退回"
    DECLINE = "decline", "不予受理"
    NO_LONGER_ACCEPT = "no_longer_accept", "不再受理"
    ASSIGN = "assign", "交办"
    SIGN_FOR = "sign_for", "签收"
    HAND_BACK = "hand_back", "退回交办"
    RECORD = "record", "记录调查"
    HEAR = "hear", "听证"
    MEDIATE = "mediate", "转为调解"
    EXTEND = "extend", "申请延期"
    REPLY = "reply", "出具处理意见"
    DELIVER = "deliver", "记送达"
    REVIEW_REQUESTED = "review_requested", "收到复查申请"
    REVIEW_DECIDED = "review_decided", "记复查意见"
    FINAL_REQUESTED = "final_requested", "收到复核申请"
    FINAL_DECIDED = "final_decided", "记复核意见"
    WITHDRAW = "withdraw", "信访人撤回"
    CLOSE = "close", "结案归档"
    REOPEN = "reopen", "重新办理"
    RATE = "rate", "评价"
    INSTRUCT = "instruct", "批示"
    URGE = "urge", "督办"
    WHISTLE = "whistle", "吹哨"
    REPORT_IN = "report_in", "报到"
    ANSWER = "answer", "回话"
    AMEND = "amend", "更正"
    NOTE = "note", "写卡在哪"


class Beside(models.TextChoices):
    """Acts that are no verbs of rules.md §3: they change no status, but stand in the history."""

    ANSWER_DEMAND = "answer_demand", "写诉求的答复"
    SUPPORT = "support", "帮扶救助"
    SUPPORT_RESULT = "support_result", "帮扶结果"
    HEARING = "hearing", "复核听证"
    OWN = "own", "定包案领导"
    URGENT = "urgent", "重大紧急报告"
    ARCHIVED = "archived", "归档"
    VISITED = "visited", "又到窗口"
    REPLACED = "replaced", "辖区变动"
    HANDED_OVER = "handed_over", "工作移交"


class Relation(models.TextChoices):
    """What somebody is to one petition (rules.md §3); edges name these, never roles."""

    OFFICER = "PO", "信访接待员"
    HEAD = "HA", "本单位负责人"
    UNIT = "U", "交办的责任单位"
    CALLED = "W", "被吹哨、还没报到的单位"
    ASSIGNEE = "N", "还没签收的责任单位"
    ADDRESSEE = "T", "等他回话的单位"
    DISCIPLINE = "K", "纪检专岗"
    PETITIONER = "Z", "信访人"
    OWNER = "L", "包案领导"
    PEACE = "P", "平安办"
    JUSTICE = "J", "司法所"
    CLERK = "C", "窗口登记员"


class Clock(models.TextChoices):
    NOTIFY = "NOTIFY", "书面告知"
    OBJECT = "OBJECT", "提出异议"
    CONCLUDE = "CONCLUDE", "办理"
    Z_REVIEW = "Z_REVIEW", "信访人可申请复查"
    REVIEW = "REVIEW", "复查机关办结"
    Z_FINAL = "Z_FINAL", "信访人可申请复核"
    FINAL = "FINAL", "复核机关办结"
    ASSIGNMENT = "ASSIGNMENT", "交办反馈"
    INSTRUCTION = "INSTRUCTION", "批示回复"
    URGE = "URGE", "督办回复"
    WHISTLE = "WHISTLE", "吹哨回复"
    PETITION_FOLLOW_UP = "PETITION_FOLLOW_UP", "回访"
    ARCHIVE = "ARCHIVE", "归档"


# --- what it is ---------------------------------------------------------------------------------


class Channel(models.TextChoices):
    """信访形式 (条例17; 视频接访 and hotline are local)."""

    VISIT = "visit", "来访"
    LETTER = "letter", "来信"
    PHONE = "phone", "来电"
    ONLINE = "online", "网上"
    FAX = "fax", "传真"
    VIDEO = "video", "视频"


class Sender(models.TextChoices):
    """Who passed it to us; blank: the petitioner himself."""

    HOTLINE = "hotline", "12345 热线"
    UPPER = "upper", "上级机关"
    PETITION_BUREAU = "bureau", "信访部门"
    DEPARTMENT = "department", "其他部门"
    RECEPTION = "reception", "领导接访"


class Kind(models.TextChoices):
    """The three kinds of the law (条例29, 30, 31)."""

    SUGGESTION = "suggestion", "建议意见"
    ACCUSATION = "accusation", "检举控告"
    CLAIM = "claim", "申诉求决"


class Purpose(models.TextChoices):
    APPEAL = "appeal", "申诉"
    CLAIM = "claim", "求决"
    EXPOSE = "expose", "揭发控告"
    SUGGEST = "suggest", "意见建议"
    CONSULT = "consult", "咨询"
    OTHER = "other", "其他"


class Way(models.TextChoices):
    """The six ways of 条例31; only the last is the petition procedure."""

    LITIGATION = "1", "诉讼、检察、公安等涉法涉诉程序"
    ARBITRATION = "2", "仲裁"
    PARTY = "3", "党员申诉、申请复审等党内程序"
    ADMINISTRATIVE = "4", "复议、裁决、确认、许可等行政程序"
    DUTY = "5", "申请查处、履行法定职责"
    PETITION = "6", "信访程序"


class PriorStep(models.TextChoices):
    """已走程序: what was gone through before, asked at registration (F1)."""

    NONE = "none", "没有"
    COURT = "court", "诉讼或仲裁"
    RECONSIDERATION = "reconsideration", "行政复议"
    FINAL = "final", "信访复核终结"


class WaivedNotice(models.TextChoices):
    """条例23: who cannot be told, because nobody knows whom or where."""

    NAME_UNCLEAR = "name", "姓名不清"
    ADDRESS_UNCLEAR = "address", "住址不清"


class Resolution(models.TextChoices):
    """三到位一处理 (条例27), chosen for the matter."""

    SOLVED = "solved", "诉求合理的，解决问题到位"
    EXPLAINED = "explained", "诉求没有依据的，解释疏导到位"
    SUPPORTED = "supported", "生活困难的，帮扶救助到位"
    LAWFUL = "lawful", "行为违法的，已移交有权机关依法处理"


class Opinion(models.TextChoices):
    """处理意见 (条例32)."""

    SUPPORT = "support", "支持"
    EXPLAIN = "explain", "解释说明"
    NOT_SUPPORT = "not_support", "不支持"


# --- what is done -------------------------------------------------------------------------------


class DeclineGround(models.TextChoices):
    NOT_OURS = "not_ours", "不属本机关职权"
    IN_PROCEDURE = "in_procedure", "已经或应当走诉讼、仲裁、复议等程序"
    SAME_IN_HAND = "same_in_hand", "同一事项正在办理"
    OTHER = "other", "其他法定情形"


class ReopenGround(models.TextChoices):
    SENDER_DISAGREES = "sender_disagrees", "转来的机关不同意退回"
    NEW_FACTS = "new_facts", "有新的事实和理由"
    COURT_SENT = "sent_again", "上级要求重新办理"
    MISTAKE = "mistake", "办错了"


class DirectionKind(models.TextChoices):
    ASSIGNMENT = "assignment", "交办"
    INSTRUCTION = "instruction", "批示"
    URGING = "urging", "督办"
    WHISTLE = "whistle", "吹哨"


class RecordKind(models.TextChoices):
    INQUIRY = "inquiry", "调查核实"
    TALK = "talk", "接谈"
    HEARING = "hearing", "听证"
    FOLLOW_UP = "follow_up", "回访"


class ReviewLevel(models.TextChoices):
    REVIEW = "review", "复查"
    FINAL = "final", "复核"


class ReviewResult(models.TextChoices):
    UPHOLD = "uphold", "维持"
    CHANGE = "change", "变更"
    REVOKE = "revoke", "撤销"
    REDO = "redo", "责令重新办理"


class Grade(models.TextChoices):
    VERY = "very", "非常满意"
    YES = "yes", "满意"
    MOSTLY = "mostly", "基本满意"
    NO = "no", "不满意"


class ReceptionKind(models.TextChoices):
    """开门大接访: people come to the leaders; 下访: the leaders go to them (domain.md §7 rows 189, 190)."""

    OPEN = "open", "开门大接访"
    VISIT_DOWN = "visit_down", "下访"


class ReceptionOutcome(models.TextChoices):
    REGISTERED = "registered", "登记"
    ON_THE_SPOT = "on_the_spot", "现场答复"
    ASSIGNED = "assigned", "交办"


class JointReason(models.TextChoices):
    """Why a petition stands on the agenda of a joint meeting: said of the matter alone."""

    OVERDUE = "overdue", "已逾期"
    REPEATED = "repeated", "同一事项再次提出"
    DIFFICULT = "difficult", "疑难"
    URGENT = "urgent", "重大紧急"
    UNITS = "units", "涉及几个单位"
    ADDED = "added", "召集人列入"


class SupportKind(models.TextChoices):
    """帮扶救助: support of the matter's people, each with consent, term and result."""

    LIVING = "living", "生活帮扶"
    RELIEF = "relief", "社会救助"
    JUDICIAL = "judicial", "司法救助"
    PETITION = "petition", "信访救助"
    LEGAL_AID = "legal_aid", "法律援助"
    PSYCHOLOGICAL = "psychological", "心理疏导"


class Letter(models.TextChoices):
    """The papers of domain.md §2.2, F1–F16."""

    REGISTRATION = "registration", "信访登记表"
    ACCEPTANCE = "acceptance", "受理告知书"
    DECLINE = "decline", "不予受理告知书"
    NOT_AGAIN = "not_again", "不再受理告知书"
    GUIDANCE = "guidance", "导入法定途径告知书"
    FORWARDING = "forwarding", "转送函"
    FORWARD_NOTICE = "forward_notice", "转送去向告知书"
    ASSIGNMENT = "assignment", "交办函"
    OBJECTION = "objection", "退回异议函"
    EXTENSION = "extension", "延期办理告知书"
    OPINION = "opinion", "信访事项处理意见书"
    REVIEW = "review", "复查意见书"
    FINAL = "final", "复核意见书"
    RECEIPT = "receipt", "送达回证"
    HEARING = "hearing", "听证笔录"
    REPORT = "report", "办结报告"
    SETTLEMENT = "settlement", "和解协议书"
    URGENT = "urgent", "重大紧急信访事项报告单"
    RECEPTION = "reception", "领导接访登记表"


# Told is told: any of these, once sent, ends NOTIFY (rules.md §3 row 13).
TELLS = frozenset(
    {
        Letter.ACCEPTANCE,
        Letter.DECLINE,
        Letter.NOT_AGAIN,
        Letter.GUIDANCE,
        Letter.FORWARD_NOTICE,
    }
)
# Which of them tells him where the petition stands now; a notice of an earlier round tells nothing.
TOLD_BY: dict[str, Letter] = {
    Status.GUIDED: Letter.GUIDANCE,
    Status.FORWARDED: Letter.FORWARD_NOTICE,
    Status.DECLINED: Letter.DECLINE,
    Status.NOT_AGAIN: Letter.NOT_AGAIN,
    Status.HANDLING: Letter.ACCEPTANCE,
    Status.REPLIED: Letter.ACCEPTANCE,
    Status.REVIEWING: Letter.ACCEPTANCE,
    Status.REVIEWED: Letter.ACCEPTANCE,
    Status.FINAL_REVIEWING: Letter.ACCEPTANCE,
    Status.FINALISED: Letter.ACCEPTANCE,
}
# What the petitioner himself must have in his hands before the petition is closed.
FOR_THE_PETITIONER = TELLS | {Letter.EXTENSION, Letter.OPINION, Letter.REVIEW, Letter.FINAL}
# And what another body must have: the matter is theirs from then on.
FOR_ANOTHER_BODY = frozenset({Letter.FORWARDING, Letter.OBJECTION})
# Of the rest nobody waits for a delivery: forms and records of our own, orders that are signed for.
SENT_OUT = FOR_THE_PETITIONER | FOR_ANOTHER_BODY


# --- what people say on the look-up page ----------------------------------------------------------


class WordKind(models.TextChoices):
    NOTE = "note", "补充说明"
    COMPLAINT = "complaint", "对办理有意见"


class DataRequestKind(models.TextChoices):
    """个人信息保护法45–48条."""

    VIEW = "view", "查阅自己的信息"
    COPY = "copy", "复制自己的材料"
    CORRECTION = "correction", "更正自己的信息"
    DELETION = "deletion", "删除自己的信息"
    EXPLANATION = "explanation", "解释怎么处理的"
