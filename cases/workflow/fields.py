"""What each verb asks for: names of DESIGN §5.4, labels of the screen. Shape only, no rules."""

from typing import Any

from cases import enums
from cases.enums import Verb as V
from mediation.core.fields import FieldSpec, choice, optional_day, text

REASON = text("reason", "理由")

# fmt: off
FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    V.ACCEPT: (
        FieldSpec(
            "consent", "各方当事人都同意调解", "boolean", help="调解自愿，随时可以不调（人民调解法17条）"
        ),
    ),
    V.DECLINE: (
        choice("ground", "为什么不予受理", enums.DeclineGround),
        text("reason", "说明"),
        FieldSpec("where_to", "可以去哪里办", help="写清单位和办法，会印在告知书上", max_length=200),
    ),
    V.HAND_BACK: (text("reason", "为什么不属本单位"),),
    V.ASSIGN: (
        FieldSpec("officer", "交给谁", "choice", is_required=False, options="officers"),
        FieldSpec("unit", "改派到哪个单位", "choice", is_required=False, options="units"),
        choice("responsibility", "责任依据（改派单位时选）", enums.Responsibility,
               is_required=False),
        text("reason", "理由（改派单位时要写）", is_required=False),
    ),
    V.SIGN_FOR: (),
    V.SCHEDULE: (
        FieldSpec("starts_at", "开始时间", "datetime"),
        FieldSpec("ends_at", "结束时间", "datetime"),
        FieldSpec("room", "房间", "choice", is_required=False, options="rooms",
                  help="到村现场或网上调解的不选"),
        FieldSpec("place", "地点", is_required=False, max_length=100,
                  help="选了房间可以不写"),
        FieldSpec("mediator", "主持人", "choice", is_required=False, options="mediators"),
        choice("mediator_chosen_by", "主持人由谁选", enums.MediatorChooser, is_required=False),
        FieldSpec("guests", "请谁到场", "list", is_required=False, options="guests",
                  help="都不选就请各方当事人"),
        FieldSpec("outsiders", "还请谁", is_required=False, max_length=300,
                  help="不是当事人也不是工作人员的，写姓名和身份，如：张三（邻居）、李四（老支书）"),
        choice("mode", "调解方式", enums.MediationMode, is_required=False),
        choice("kind", "种类", enums.SessionKind, is_required=False),
        FieldSpec("is_public", "公开进行", "boolean", is_required=False,
                  help="公开不公开，由当事人选"),
        FieldSpec("is_online", "网上调解", "boolean", is_required=False),
        FieldSpec("platform", "网上平台", is_required=False, max_length=40),
        FieldSpec("is_recorded", "录音录像", "boolean", is_required=False),
        FieldSpec("has_recording_consent", "各方同意录音录像", "boolean", is_required=False),
        FieldSpec("instead_of", "改期：替换哪一场", "choice", is_required=False,
                  options="arranged", help="新约的不选"),
    ),
    V.RECORD: (
        text("minutes", "谈了什么", help="照原话记；只有承办人能看到"),
        choice("outcome", "结果", enums.RecordOutcome),
        FieldSpec("place", "地点", is_required=False, max_length=100),
        FieldSpec("people", "到场的人", is_required=False, max_length=300),
        text("agreed", "已经谈成的部分", is_required=False, help="只谈成一部分时写；其余的接着谈"),
    ),
    V.SETTLE: (
        choice("form", "形式", enums.AgreementForm),
        text("terms", "谈成的内容", help="逐条写清谁、做什么、什么时候前"),
        FieldSpec(
            "signed",
            "双方已认可",
            "boolean",
            help="书面：各方签名或按指印、调解员签名、加盖印章都齐了；口头或和解：各方都这样说",
        ),
        FieldSpec("amount", "协议金额（元）", "decimal", is_required=False),
        optional_day("performed_by_on", "约定的履行日"),
        FieldSpec("mediator_signed", "调解员已签名", "boolean", is_required=False),
        FieldSpec("mediator", "签名的调解员", "choice", is_required=False, options="officers"),
        FieldSpec("sealed", "已盖调解委员会的印章", "boolean", is_required=False),
        FieldSpec(
            "harmless",
            "各方确认：不损害国家、集体和第三人的权益",
            "boolean",
            is_required=False,
        ),
        text("third_party_words", "第三人怎么说", is_required=False,
             help="这件事有第三人的，先问过再写"),
        choice("means", "化解方式", enums.Means, is_required=False),
        FieldSpec("cause", "这件事是怎么起的", is_required=False, max_length=300),
        choice("unconfirmable", "法院不予司法确认的情形", enums.Unconfirmable, is_required=False,
               help="有就选；选了就不提示申请司法确认"),
    ),
    V.ESCALATE: (
        choice("ground", "为什么上报", enums.EscalateGround, is_required=False),
        text("reason", "理由"),
        text("summary", "办过什么、谈到哪一步"),
    ),
    V.SEND_BACK: (REASON,),
    V.REFER: (
        choice("chosen_by", "谁的选择", enums.ReferChooser),
        choice("way", "走哪条路", enums.ReferWay),
        text("reason", "说明", is_required=False),
    ),
    V.TRANSFER: (
        choice("kind", "移送种类", enums.TransferKind),
        FieldSpec("to", "移送到哪个单位", max_length=200),
        REASON,
    ),
    V.WITHDRAW: (
        FieldSpec("by_party", "谁提出撤回", "choice", options="applicants", help="不用问理由"),
    ),
    V.TERMINATE: (choice("ground", "终止原因", enums.TerminateGround), text("reason", "说明")),
    V.MERGE: (FieldSpec("into", "并入哪一件", "choice", options="cases"), REASON),
    V.CLOSE: (),
    V.REOPEN: (choice("ground", "为什么重新办", enums.ReopenGround), REASON),
    V.FOLLOW_UP: (
        choice("how", "怎么回访的", enums.FollowUpWay),
        choice("performed", "履行情况", enums.Performance, is_required=False),
        choice("court_result", "法院结果", enums.CourtResult, is_required=False),
        choice("satisfied", "满意程度", enums.Satisfaction, is_required=False, help="不问也可以"),
        FieldSpec("relapse", "又有反复", "boolean", is_required=False),
        text("text", "回访情况", is_required=False),
    ),
    V.INSTRUCT: (
        text("text", "批示内容"),
        FieldSpec("due_on", "什么时候前回话", "date"),
        FieldSpec("to", "给哪个单位", "choice", is_required=False, options="addressees",
                  help="不选就给现在的承办单位"),
    ),
    V.URGE: (
        text("text", "督办内容"),
        choice("means", "方式", enums.UrgeMeans, is_required=False),
    ),
    V.ANSWER: (text("text", "回话"),),
    V.EXTEND: (
        choice("clock", "延哪个期限", enums.ExtendClock),
        FieldSpec("days", "延几天", "integer"),
        text("reason", "理由"),
        FieldSpec("consent", "双方同意延期", "boolean", is_required=False),
    ),
    V.REASSESS: (
        choice("risk", "风险等级", enums.Risk),
        text("reason", "理由", help="只说事，不说人的身份"),
        text("grounds", "下调的依据", is_required=False, help="往下调时写：什么变了，从哪里看出来"),
        choice("trend", "发展趋势", enums.Trend, is_required=False),
        choice("difficulty", "难易程度", enums.Difficulty, is_required=False),
    ),
    V.AMEND: (
        FieldSpec("division", "纠纷所在村（社区）", "choice", is_required=False, options="villages"),
        FieldSpec("category", "纠纷类别", "choice", is_required=False, options="categories"),
        choice("source", "来源", enums.Source, is_required=False),
        FieldSpec("people_count", "涉及人数", "integer", is_required=False),
        FieldSpec("amount", "涉及金额（元）", "decimal", is_required=False),
        FieldSpec("place", "地点", is_required=False, max_length=100),
        optional_day("occurred_on", "发生日期"),
        optional_day("received_on", "收到日期"),
        optional_day("limitation_on", "时效到哪天"),
        text("narrative", "怎么回事", is_required=False),
        text("demand", "想要什么结果", is_required=False),
        text("reason", "更正理由", is_required=False,
             help="改村、类别、来源、人数或金额时要写"),
    ),
    V.WHISTLE: (
        FieldSpec("units", "请哪些单位", "list", options="called"),
        choice("kind", "请他们做什么", enums.WhistleKind, is_required=False),
        text("text", "要办什么"),
        FieldSpec("due_on", "什么时候前回话", "date"),
        FieldSpec("for_safety", "让他们看人身安全情况", "boolean", is_required=False,
                  help="只在回话以前能看"),
    ),
    V.REPORT_IN: (FieldSpec("text", "报到时说一句", is_required=False, max_length=300),),
    V.PAUSE: (
        choice("ground", "为什么暂停", enums.PauseReason),
        text("reason", "说明"),
        FieldSpec("expected_on", "预计哪天恢复", "date", help="最多 60 天；到日子会提醒，不会自动恢复"),
    ),
    V.RESUME: (),
    V.RECUSE: (
        choice("ground", "回避的情形", enums.RecuseGround),
        FieldSpec("by_party", "哪位当事人提出的", "choice", is_required=False, options="parties",
                  help="承办人自己提出的不用选"),
        text("reason", "说明", is_required=False),
    ),
    V.DELIVER: (
        FieldSpec("paper", "哪份文书", "choice", options="papers"),
        choice("way", "怎么送的", enums.DeliverWay),
        FieldSpec("sent_on", "哪天发出", "date"),
        optional_day("received_on", "哪天收到"),
    ),
    V.PERFORM: (
        FieldSpec("obligation", "哪一项", "choice", options="obligations"),
        choice("state", "履行得怎样", enums.ObligationState),
        FieldSpec("evidence", "履行凭证", "choice", is_required=False, options="evidence",
                  help="收条、转账单等，先加到材料里"),
        FieldSpec("text", "情况", is_required=False, max_length=300),
    ),
    V.CONFIRM: (
        choice("step", "到哪一步", enums.ConfirmStep),
        FieldSpec("court_number", "法院文号", is_required=False, max_length=60),
        text("text", "说明", is_required=False),
    ),
    V.RETRACT: (),
    V.NOTE: (
        FieldSpec("stuck", "卡在哪", max_length=200),
        FieldSpec("next_step", "下一步", max_length=200),
    ),
}  # fmt: skip

ON = optional_day("on", "发生日期", help="默认今天；补记的写当天的日期")
# What is arranged for a day to come, or taken back within ten seconds, happens now.
WITHOUT_A_DAY = frozenset({V.SCHEDULE, V.RETRACT})


CONSENT_AGAIN = FieldSpec(
    "consent", "各方当事人都同意回去再调", "boolean", help="退回去要重新调解，先问过各方"
)


def fields_of(verb: str, case: Any = None) -> tuple[FieldSpec, ...]:
    """The fields of a verb. Consent is not asked on the leader's rung (rules.md §2 row 2), and is
    asked where that rung sends a case back to mediation (row 11)."""
    fields = FIELDS[verb]
    if verb == V.ACCEPT and case is not None and case.tier == enums.Tier.LEADER:
        fields = ()
    if verb == V.SEND_BACK and case is not None and case.tier == enums.Tier.LEADER:
        fields = (*fields, CONSENT_AGAIN)
    return fields if verb in WITHOUT_A_DAY else (*fields, ON)
