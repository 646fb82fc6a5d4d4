"""The life of a case: statuses, rungs, verbs, what people are to it, its clocks."""

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


# What moves the matter itself. A note says why nothing moves; 督办 and 批示 ask, they do not act.
WORK = frozenset(
    {
        Verb.REGISTER,
        Verb.ACCEPT,
        Verb.SIGN_FOR,
        Verb.ASSIGN,
        Verb.HAND_BACK,
        Verb.SCHEDULE,
        Verb.RECORD,
        Verb.ESCALATE,
        Verb.SEND_BACK,
        Verb.WHISTLE,
        Verb.REPORT_IN,
        Verb.ANSWER,
        Verb.DELIVER,
        Verb.RESUME,
        Verb.REOPEN,
    }
)


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
