"""Codes into words: event sentences, one-character marks, how a date stands today. One place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases import enums
from cases.enums import Beside, Verb
from cases.models import Event

# 一字标 (ui/DESIGN §1.5) of each verb; a filled square is a leader's or a statutory act.
MARKS: Mapping[str, str] = {
    Verb.REGISTER: "登",
    Verb.ACCEPT: "收",
    Verb.DECLINE: "退",
    Verb.HAND_BACK: "退",
    Verb.ASSIGN: "派",
    Verb.SIGN_FOR: "收",
    Verb.SCHEDULE: "约",
    Verb.RECORD: "调",
    Verb.SETTLE: "结",
    Verb.ESCALATE: "转",
    Verb.SEND_BACK: "退",
    Verb.REFER: "转",
    Verb.TRANSFER: "转",
    Verb.WITHDRAW: "结",
    Verb.TERMINATE: "结",
    Verb.MERGE: "转",
    Verb.CLOSE: "结",
    Verb.REOPEN: "登",
    Verb.FOLLOW_UP: "访",
    Verb.INSTRUCT: "批",
    Verb.URGE: "督",
    Verb.ANSWER: "回",
    Verb.EXTEND: "延",
    Verb.REASSESS: "调",
    Verb.AMEND: "回",
    Verb.NOTE: "回",
    Verb.WHISTLE: "哨",
    Verb.REPORT_IN: "到",
    Verb.PAUSE: "停",
    Verb.RESUME: "续",
    Verb.RECUSE: "避",
    Verb.DELIVER: "送",
    Verb.PERFORM: "履",
    Verb.CONFIRM: "确",
    Verb.RETRACT: "撤",
    Beside.VISITED: "来",
    Beside.REPLACED: "区",
    Beside.HANDED_OVER: "交",
    Beside.URGENT: "急",
    Beside.DISPUTED: "辖",
    Beside.PLACED: "定",
}
FILLED = frozenset(
    {
        Verb.INSTRUCT,
        Verb.URGE,
        Verb.WHISTLE,
        Verb.ACCEPT,
        Verb.DECLINE,
        Verb.REFER,
        Verb.CLOSE,
        Verb.CONFIRM,
    }
)

FIELD_LABELS: Mapping[str, str] = {
    "division": "村（社区）",
    "grid": "网格",
    "category": "类别",
    "subtype": "细类",
    "source": "来源",
    "people_count": "人数",
    "amount": "金额",
    "place": "地点",
    "occurred_on": "发生日期",
    "received_on": "收到日期",
    "limitation_on": "时效届满日",
    "narrative": "怎么回事",
    "demand": "想要的结果",
    "parties": "当事人",
    "representatives": "推选的代表",
    "scale": "规模",
    "external_number": "外部编号",
    "risk_reason": "风险理由",
    "lead_department": "牵头部门",
    "team": "责任组",
}


def day(value: date | str) -> str:
    """11月7日; a stored ISO date is read first."""
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{found.month}月{found.day}日"


def weekday(value: date) -> str:
    """周一."""
    return "周" + "一二三四五六日"[value.weekday()]


def label(choices: Any, code: object) -> str:
    """The label of a code; a code no longer known stands as it is."""
    return dict(choices.choices).get(code, str(code or ""))


def sentence(event: Event) -> str:
    """One event as a sentence about the matter; who and when stand beside it."""
    told = SENTENCES.get(event.verb)
    return told(event.payload) if told else label(Verb, event.verb)


def written_up(payload: Mapping[str, Any]) -> str:
    """What stood on paper first, because the system was down."""
    return "，纸上先登、后来补录" if payload.get("entered_later") else ""


def _amend(payload: Mapping[str, Any]) -> str:
    if payload.get("ground") == "calendar":
        return "放假安排有变，重新算了期限"
    names = [FIELD_LABELS.get(name, name) for name in payload.get("fields", [])]
    return "更正了" + "、".join(names)


def _escalate(payload: Mapping[str, Any]) -> str:
    ground = label(enums.EscalateGround, payload.get("ground"))
    if payload.get("from_tier") == enums.Tier.LEADER:
        return f"包案领导一级没谈成，引导诉讼（{ground}）"
    above = enums.tier_above(str(payload.get("from_tier", enums.Tier.VILLAGE)))
    return f"上报到{above.label}（{ground}）"


def _reassess(payload: Mapping[str, Any]) -> str:
    return (
        f"风险由{label(enums.Risk, payload.get('from'))}改为{label(enums.Risk, payload.get('to'))}"
    )


def _extend(payload: Mapping[str, Any]) -> str:
    clock = label(enums.Clock, payload.get("clock"))
    return f"{clock}延 {payload.get('days')} 天，到{day(str(payload['due_on']))}"


def _direction(word: str) -> Any:
    return lambda payload: f"{word}，请在{day(str(payload['due_on']))}前回话"


def _whistle(payload: Mapping[str, Any]) -> str:
    kind = label(enums.WhistleKind, payload.get("kind"))
    units = len(payload.get("units", []))
    return f"吹哨 {units} 个单位，{kind}，请在{day(str(payload['due_on']))}前回话"


def _deliver(payload: Mapping[str, Any]) -> str:
    paper = label(enums.Document, payload.get("kind"))
    way = label(enums.DeliverWay, payload.get("way"))
    received_on = payload.get("received_on")
    arrived = f"，{day(str(received_on))}收到" if received_on else ""
    return f"{paper}：{way}，{day(str(payload['sent_on']))}发出{arrived}"


SENTENCES: Mapping[str, Any] = {
    Verb.REGISTER: lambda p: f"登记（{label(enums.Source, p.get('source'))}{written_up(p)}）",
    Verb.ACCEPT: lambda p: "受理，开始办理",
    Verb.DECLINE: lambda p: f"不予受理（{label(enums.DeclineGround, p.get('ground'))}）",
    Verb.HAND_BACK: lambda p: "退回调处中心",
    Verb.ASSIGN: lambda p: "改派承办单位" if p.get("unit") else "分派承办人",
    Verb.SIGN_FOR: lambda p: "签收",
    Verb.SCHEDULE: lambda p: f"约好{day(str(p['starts_at']))}调解",
    Verb.RECORD: lambda p: f"记录调解：{label(enums.RecordOutcome, p.get('outcome'))}",
    Verb.SETTLE: lambda p: f"达成{label(enums.AgreementForm, p.get('form'))}",
    Verb.ESCALATE: _escalate,
    Verb.SEND_BACK: lambda p: "退回下级办理",
    Verb.REFER: lambda p: (
        f"{label(enums.ReferChooser, p.get('chosen_by'))}：{label(enums.ReferWay, p.get('way'))}"
    ),
    Verb.TRANSFER: lambda p: label(enums.TransferKind, p.get("kind")),
    Verb.WITHDRAW: lambda p: "申请人撤回",
    Verb.TERMINATE: lambda p: f"终止调解（{label(enums.TerminateGround, p.get('ground'))}）",
    Verb.MERGE: lambda p: "并入另一件",
    Verb.CLOSE: lambda p: "结案",
    Verb.REOPEN: lambda p: f"重新办理（{label(enums.ReopenGround, p.get('ground'))}）",
    Verb.FOLLOW_UP: lambda p: "回访，情况有反复" if p.get("relapse") else "回访",
    Verb.INSTRUCT: _direction("批示"),
    Verb.URGE: lambda p: "督办",
    Verb.ANSWER: lambda p: "回话",
    Verb.EXTEND: _extend,
    Verb.REASSESS: _reassess,
    Verb.AMEND: _amend,
    Verb.NOTE: lambda p: "写了卡在哪",
    Verb.WHISTLE: _whistle,
    Verb.REPORT_IN: lambda p: (
        "到场" if p.get("kind") == enums.WhistleKind.PRESENCE else "报到，一起办"
    ),
    Verb.PAUSE: lambda p: (
        f"暂停计时（{label(enums.PauseReason, p.get('ground'))}），"
        f"预计{day(str(p['expected_on']))}恢复"
    ),
    Verb.RESUME: lambda p: f"恢复计时，暂停了 {p.get('days')} 天",
    Verb.RECUSE: lambda p: (
        f"{'应当事人申请，' if p.get('by_party') else ''}承办人回避"
        f"（{label(enums.RecuseGround, p.get('ground'))}）"
    ),
    Verb.DELIVER: _deliver,
    Verb.PERFORM: lambda p: f"履行情况：{label(enums.ObligationState, p.get('state'))}",
    Verb.CONFIRM: lambda p: f"司法确认：{label(enums.ConfirmStep, p.get('step'))}",
    Verb.RETRACT: lambda p: f"撤销了刚才的{label(Verb, p.get('verb'))}",
    Beside.VISITED: lambda p: "又到窗口，补充了情况",
    Beside.REPLACED: lambda p: (
        "村（社区）拆分，案件随之转到新的村（社区），期限照旧"
        if p.get("kind") == "split"
        else "村（社区）或网格合并，案件随之转到新的辖区，期限照旧"
    ),
    Beside.HANDED_OVER: lambda p: "经办人调整，在办工作一并移交",
    Beside.URGENT: lambda p: "报送了突发情况",
    Beside.DISPUTED: lambda p: (
        f"承办单位认为不归它办（{label(enums.NotOurs, p.get('ground'))}），请共同上级指定"
    ),
    Beside.PLACED: lambda p: (
        f"{'指定由原单位办' if p.get('stays') else '指定由另一单位办'}"
        f"（{label(enums.Responsibility, p.get('responsibility'))}）"
    ),
}


def due_words(due_on: date | None, today: date, *, is_resting: bool = False) -> str:
    """逾期 4 天 · 今天到期 · 还剩 3 天 (ui/DESIGN §6), 已暂停 at rest; "" without a clock."""
    if due_on is None:
        return ""
    if is_resting:
        return "已暂停"
    left = (due_on - today).days
    if left < 0:
        return f"逾期 {-left} 天"
    return "今天到期" if left == 0 else f"还剩 {left} 天"


def button(verb: str, status: str, tier: str) -> str:
    """What the button of a verb says where the case stands now."""
    if verb == Verb.ESCALATE:
        if tier == enums.Tier.LEADER:
            return "没谈成，引导诉讼"
        above = "街道人民调解室" if tier == enums.Tier.VILLAGE else "包案领导"
        return f"没谈成，报{above}" if status == enums.Status.MEDIATING else f"报{above}"
    if verb == Verb.ACCEPT and tier == enums.Tier.LEADER:
        return "牵头办理"
    if verb == Verb.REFER:
        return "当事人要走法律途径"
    if verb == Verb.REASSESS:
        return "改风险"
    return label(Verb, verb)
