"""What each verb asks for: names of the API, labels of the screen. Shape only, no rules."""

from typing import Any

from cases.enums import DeliverWay, Risk, UrgeMeans, WhistleKind
from mediation.core.fields import FieldSpec, choice, optional_day, text
from petitions import enums
from petitions.enums import Verb as V

REASON = text("reason", "理由")
OTHER_WAYS = [pair for pair in enums.Way.choices if pair[0] != enums.Way.PETITION]
TO_UNIT = FieldSpec("to", "给哪个单位", "choice", options="units")

# fmt: off
FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    V.ACCEPT: (
        FieldSpec("way", "办理途径", "choice",
                  choices=((enums.Way.PETITION.value, enums.Way.PETITION.label),),
                  help="应走诉讼、仲裁、复议等途径的，请用“导入法定途径”"),
        FieldSpec("simple", "简易办理", "boolean", is_required=False,
                  help="初次提出、事实清楚、容易解决的，10 个工作日办结"),
        FieldSpec("told_now", "当场书面告知", "boolean", is_required=False,
                  help="当面交给了他受理告知书，同一天记送达"),
    ),
    V.GUIDE: (
        FieldSpec("way", "法定途径", "choice", choices=tuple(OTHER_WAYS)),
        FieldSpec("to", "向哪个机关提出", max_length=200),
        FieldSpec("time_limit", "期限提示", max_length=200,
                  help="如：收到处罚决定书 60 日内申请复议"),
        text("reason", "说明", is_required=False),
        FieldSpec("told_now", "当场书面告知", "boolean", is_required=False),
    ),
    V.FORWARD: (
        FieldSpec("to", "转送到哪个机关", max_length=200),
        REASON,
    ),
    V.RETURN: (
        text("reason", "不属本单位职权的理由", help="写详细；转来的机关同意以前，告知期限照走"),
        FieldSpec("to", "建议承办单位", is_required=False, max_length=200),
    ),
    V.DECLINE: (
        choice("ground", "为什么不予受理", enums.DeclineGround),
        FieldSpec("where_to", "可以向哪个机关提出", max_length=200),
        text("reason", "说明", is_required=False),
    ),
    V.NO_LONGER_ACCEPT: (
        FieldSpec("number", "复核意见书文号", max_length=60,
                  help="同一事实和理由已经复核终结的，才不再受理（条例36条）"),
        text("reason", "说明", is_required=False),
    ),
    V.ASSIGN: (
        FieldSpec("unit", "交办到哪个单位", "choice", options="units"),
        FieldSpec("demands", "办哪几项诉求", "list", options="demands"),
        text("text", "交办要求"),
        FieldSpec("due_on", "什么时候前反馈", "date", help="不晚于办理期限"),
    ),
    V.SIGN_FOR: (),
    V.HAND_BACK: (text("reason", "为什么不属本单位"),),
    V.RECORD: (
        text("text", "记录"),
        choice("kind", "记的是什么", enums.RecordKind, is_required=False),
        FieldSpec("demand", "关于哪项诉求", "choice", is_required=False, options="demands"),
        FieldSpec("place", "地点", is_required=False, max_length=100),
        FieldSpec("people", "参加人", is_required=False, max_length=300),
    ),
    V.HEAR: (
        text("text", "听证笔录", help="陈述、质证、辩论；听证不停办理期限"),
        FieldSpec("place", "地点", is_required=False, max_length=100),
        FieldSpec("people", "主持人和参加人", is_required=False, max_length=300),
        text("view", "评议意见", is_required=False),
    ),
    V.MEDIATE: (
        FieldSpec("consent", "双方都同意调解", "boolean", help="信访人和对方都同意才调解（条例33条）"),
        FieldSpec("category", "纠纷类别", "choice", options="categories"),
        FieldSpec("respondent", "对方是谁", max_length=80),
        FieldSpec("demands", "调解哪几项诉求", "list", is_required=False, options="demands"),
    ),
    V.EXTEND: (
        FieldSpec("days", "延几天", "integer", help="最多 30 天，只能延一次"),
        text("reason", "延期理由", help="会印在延期办理告知书上"),
    ),
    V.REPLY: (
        FieldSpec("review_body", "向哪个机关申请复查", is_required=False, max_length=100,
                  help="不填就是本街道的上一级机关"),
        FieldSpec("resolutions", "三到位一处理", "list", is_required=False,
                  choices=tuple(enums.Resolution.choices)),
    ),
    V.DELIVER: (
        FieldSpec("letter", "哪份文书", "choice", options="letters"),
        choice("way", "怎么送的", DeliverWay),
        FieldSpec("sent_on", "哪天发出", "date"),
        optional_day("received_on", "哪天收到"),
        FieldSpec("receiver", "签收人", is_required=False, max_length=80),
        FieldSpec("place", "送达地点", is_required=False, max_length=100),
        FieldSpec("witness", "见证人", is_required=False, max_length=80,
                  help="留置或者拒收时写"),
    ),
    V.REVIEW_REQUESTED: (
        FieldSpec("body", "复查机关", is_required=False, max_length=100),
    ),
    V.REVIEW_DECIDED: (
        choice("result", "复查结论", enums.ReviewResult),
        FieldSpec("number", "复查意见书文号", max_length=60),
        optional_day("received_on", "信访人哪天收到"),
        text("text", "说明", is_required=False),
    ),
    V.FINAL_REQUESTED: (
        FieldSpec("body", "复核机关", is_required=False, max_length=100),
    ),
    V.FINAL_DECIDED: (
        choice("result", "复核结论", enums.ReviewResult),
        FieldSpec("number", "复核意见书文号", max_length=60),
        text("text", "说明", is_required=False),
    ),
    V.WITHDRAW: (
        text("words", "信访人自己的话", help="照他说的写；不能劝他撤回，也不用问理由"),
    ),
    V.CLOSE: (
        FieldSpec("waived", "信访人书面表示不再申请复查、复核", "boolean", is_required=False,
                  help="要有他自己签名的书面表示；他不写，等期限过了再结案"),
    ),
    V.REOPEN: (
        choice("ground", "为什么重新办", enums.ReopenGround),
        text("reason", "说明", is_required=False),
    ),
    V.RATE: (
        choice("for_office", "对接待窗口", enums.Grade),
        choice("for_unit", "对办理单位", enums.Grade),
        text("words", "想说的话", is_required=False),
    ),
    V.INSTRUCT: (
        TO_UNIT,
        text("text", "批示内容"),
        FieldSpec("due_on", "什么时候前回话", "date"),
    ),
    V.URGE: (
        TO_UNIT,
        text("text", "督办内容"),
        choice("means", "方式", UrgeMeans, is_required=False),
    ),
    V.WHISTLE: (
        FieldSpec("units", "请哪些单位", "list", options="units"),
        choice("kind", "请他们做什么", WhistleKind, is_required=False),
        text("text", "要办什么"),
        FieldSpec("due_on", "什么时候前回话", "date"),
    ),
    V.REPORT_IN: (),
    V.ANSWER: (
        FieldSpec("direction", "回哪一件", "choice", is_required=False, options="directions",
                  help="不选就是最先到期的一件"),
        text("text", "回话", help="交办的，这就是办结报告"),
    ),
    V.AMEND: (
        FieldSpec("title", "事由", is_required=False, max_length=100),
        text("narrative", "原话", is_required=False),
        FieldSpec("division", "问题所在村（社区）", "choice", is_required=False, options="villages"),
        FieldSpec("content", "内容分类", "choice", is_required=False, options="contents"),
        choice("purpose", "信访目的", enums.Purpose, is_required=False),
        choice("risk", "风险等级", Risk, is_required=False),
        FieldSpec("risk_reason", "风险理由", is_required=False, max_length=200),
        FieldSpec("head_count", "人数", "integer", is_required=False),
        optional_day("received_on", "收到日期"),
        optional_day("agreed_on", "转来机关同意退回日期"),
        choice("notice_waived", "无法告知的原因", enums.WaivedNotice, is_required=False),
        text("reason", "更正理由", is_required=False),
    ),
    V.NOTE: (
        FieldSpec("stuck", "卡在哪", max_length=200),
        FieldSpec("next_step", "下一步", max_length=200),
    ),
}  # fmt: skip

ON = optional_day("on", "发生日期", help="默认今天；补记的写当天的日期")
# These say their own days.
WITHOUT_A_DAY = frozenset({V.DELIVER, V.RATE})


def fields_of(verb: str, petition: Any = None) -> tuple[FieldSpec, ...]:
    fields = FIELDS[verb]
    return fields if verb in WITHOUT_A_DAY else (*fields, ON)
