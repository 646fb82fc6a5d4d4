"""What is said, agreed and written in a case."""

from django.db import models


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
