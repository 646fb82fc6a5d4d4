"""Codes into words: event sentences, one-character marks, what a button says. One place."""

from collections.abc import Mapping
from typing import Any

from cases.enums import DeliverWay, WhistleKind
from cases.labels import day, due_words, label, weekday, written_up
from petitions import enums
from petitions.enums import Beside, Status, Verb
from petitions.models import Event

__all__ = [
    "FILLED",
    "MARKS",
    "button",
    "day",
    "due_words",
    "label",
    "sentence",
    "status",
    "weekday",
]

# What a button says where the verb's own label would be too short or too stiff.
BUTTONS: dict[str, str] = {
    Verb.REPLY: "出具处理意见",
    Verb.WITHDRAW: "信访人撤回",
    Verb.HEAR: "记听证",
    Verb.MEDIATE: "转为调解（访调对接）",
}

# 一字标 (ui/DESIGN §1.5) of each verb; a filled square is a leader's or a statutory act.
MARKS: Mapping[str, str] = {
    Verb.REGISTER: "登",
    Verb.ACCEPT: "受",
    Verb.GUIDE: "导",
    Verb.FORWARD: "转",
    Verb.RETURN: "退",
    Verb.DECLINE: "退",
    Verb.NO_LONGER_ACCEPT: "退",
    Verb.ASSIGN: "交",
    Verb.SIGN_FOR: "收",
    Verb.HAND_BACK: "退",
    Verb.RECORD: "查",
    Verb.HEAR: "听",
    Verb.MEDIATE: "调",
    Verb.EXTEND: "延",
    Verb.REPLY: "答",
    Verb.DELIVER: "送",
    Verb.REVIEW_REQUESTED: "复",
    Verb.REVIEW_DECIDED: "复",
    Verb.FINAL_REQUESTED: "核",
    Verb.FINAL_DECIDED: "核",
    Verb.WITHDRAW: "撤",
    Verb.CLOSE: "结",
    Verb.REOPEN: "登",
    Verb.RATE: "评",
    Verb.INSTRUCT: "批",
    Verb.URGE: "督",
    Verb.WHISTLE: "哨",
    Verb.REPORT_IN: "到",
    Verb.ANSWER: "回",
    Verb.AMEND: "改",
    Verb.NOTE: "记",
    Beside.ANSWER_DEMAND: "查",
    Beside.SUPPORT: "扶",
    Beside.SUPPORT_RESULT: "扶",
    Beside.HEARING: "听",
    Beside.OWN: "包",
    Beside.URGENT: "急",
    Beside.ARCHIVED: "档",
    Beside.VISITED: "来",
    Beside.REPLACED: "区",
    Beside.HANDED_OVER: "交",
}
FILLED = frozenset(
    {
        Verb.ACCEPT,
        Verb.GUIDE,
        Verb.DECLINE,
        Verb.NO_LONGER_ACCEPT,
        Verb.EXTEND,
        Verb.REPLY,
        Verb.DELIVER,
        Verb.INSTRUCT,
        Verb.URGE,
        Verb.WHISTLE,
        Verb.CLOSE,
    }
)

FIELD_LABELS: Mapping[str, str] = {
    "title": "事由",
    "narrative": "原话",
    "division": "村（社区）",
    "content": "内容分类",
    "purpose": "信访目的",
    "risk": "风险等级",
    "risk_reason": "风险理由",
    "head_count": "人数",
    "received_on": "收到日期",
    "agreed_on": "转来机关同意退回日期",
    "notice_waived": "无法告知的原因",
}


def button(verb: str, status: str = "") -> str:
    """What a button says; after the opinion there is nothing to look into, only to ask after."""
    if verb == Verb.RECORD and status not in {"", Status.REGISTERED, Status.HANDLING}:
        return "记回访"
    return BUTTONS.get(verb, str(Verb(verb).label))


def status(code: str) -> str:
    return str(Status(code).label)


def sentence(event: Event) -> str:
    """One event as a sentence about the matter; who and when stand beside it."""
    told = SENTENCES.get(event.verb)
    return told(event.payload) if told else label(Verb, event.verb)


def _with_letters(words: str) -> Any:
    """The act, and whether its letter was handed over at once."""

    def told(payload: Mapping[str, Any]) -> str:
        return f"{words}，当场书面告知" if payload.get("sent_on") else words

    return told


def _accept(payload: Mapping[str, Any]) -> str:
    return _with_letters("受理，简易办理" if payload.get("simple") else "受理")(payload)


def _guide(payload: Mapping[str, Any]) -> str:
    return _with_letters(f"导入法定途径：{label(enums.Way, payload.get('way'))}")(payload)


def _by(word: str) -> Any:
    """批示，请在 11月7日 前回话."""

    def told(payload: Mapping[str, Any]) -> str:
        due_on = payload.get("due_on")
        return f"{word}，请在{day(str(due_on))}前回话" if due_on else word

    return told


def _whistle(payload: Mapping[str, Any]) -> str:
    units = len(payload.get("units", []))
    return _by(f"吹哨 {units} 个单位")(payload)


def _deliver(payload: Mapping[str, Any]) -> str:
    letter = label(enums.Letter, payload.get("kind"))
    way = label(DeliverWay, payload.get("way"))
    received_on = payload.get("received_on")
    arrived = f"，{day(str(received_on))}收到" if received_on else ""
    return f"{letter}：{way}，{day(str(payload['sent_on']))}发出{arrived}"


def _extend(payload: Mapping[str, Any]) -> str:
    return f"办理期限延 {payload.get('days')} 天，到{day(str(payload['due_on']))}"


def _asked(word: str) -> Any:
    def told(payload: Mapping[str, Any]) -> str:
        return f"收到{word}申请" + (
            "（已过申请期限，由上级机关决定）" if payload.get("late") else ""
        )

    return told


def _decided(word: str) -> Any:
    return lambda payload: f"{word}意见：{label(enums.ReviewResult, payload.get('result'))}"


def _amend(payload: Mapping[str, Any]) -> str:
    if payload.get("ground") == "calendar":
        return "放假安排有变，重新算了期限"
    return "更正了" + "、".join(FIELD_LABELS.get(name, name) for name in payload.get("fields", []))


def _report_in(payload: Mapping[str, Any]) -> str:
    return "到场" if payload.get("kind") == WhistleKind.PRESENCE else "报到，一起办"


SENTENCES: Mapping[str, Any] = {
    Verb.REGISTER: lambda p: (
        f"登记（{label(enums.Channel, p.get('channel'))}"
        + (f"，{label(enums.Sender, p['sender'])}转来" if p.get("sender") else "")
        + written_up(p)
        + "）"
    ),
    Verb.ACCEPT: _accept,
    Verb.GUIDE: _guide,
    Verb.FORWARD: lambda p: "转送有权处理的机关",
    Verb.RETURN: lambda p: "提出异议，退回转来的机关",
    Verb.DECLINE: lambda p: f"不予受理（{label(enums.DeclineGround, p.get('ground'))}）",
    Verb.NO_LONGER_ACCEPT: lambda p: "不再受理（已经复核终结）",
    Verb.ASSIGN: _by("交办"),
    Verb.SIGN_FOR: lambda p: "签收交办",
    Verb.HAND_BACK: lambda p: "退回交办",
    Verb.RECORD: lambda p: label(enums.RecordKind, p.get("kind")),
    Verb.HEAR: lambda p: "举行听证",
    Verb.MEDIATE: lambda p: "双方同意，转为调解",
    Verb.EXTEND: _extend,
    Verb.REPLY: lambda p: "作出处理意见",
    Verb.DELIVER: _deliver,
    Verb.REVIEW_REQUESTED: _asked("复查"),
    Verb.REVIEW_DECIDED: _decided("复查"),
    Verb.FINAL_REQUESTED: _asked("复核"),
    Verb.FINAL_DECIDED: _decided("复核"),
    Verb.WITHDRAW: lambda p: "信访人撤回",
    Verb.CLOSE: lambda p: "结案归档（信访人书面表示不再申请）" if p.get("waived") else "结案归档",
    Verb.REOPEN: lambda p: f"重新办理（{label(enums.ReopenGround, p.get('ground'))}）",
    Verb.RATE: lambda p: "信访人评价",
    Verb.INSTRUCT: _by("批示"),
    Verb.URGE: _by("督办"),
    Verb.WHISTLE: _whistle,
    Verb.REPORT_IN: _report_in,
    Verb.ANSWER: lambda p: (
        "交办反馈" if p.get("kind") == enums.DirectionKind.ASSIGNMENT else "回话"
    ),
    Verb.AMEND: _amend,
    Verb.NOTE: lambda p: "写了卡在哪",
    Beside.ANSWER_DEMAND: lambda p: f"写了第 {p.get('position')} 项诉求的查明和意见",
    Beside.OWN: lambda p: "定了包案领导，列为疑难信访事项",
    Beside.URGENT: lambda p: "报告重大紧急",
    Beside.SUPPORT: lambda p: f"帮扶救助：{label(enums.SupportKind, p.get('kind'))}",
    Beside.SUPPORT_RESULT: lambda p: f"{label(enums.SupportKind, p.get('kind'))}有了结果",
    Beside.HEARING: lambda p: (
        f"复核机关听证，{day(str(p['from_on']))}到{day(str(p['to_on']))}不计入期限"
    ),
    Beside.ARCHIVED: lambda p: "归档",
    Beside.VISITED: lambda p: "又到窗口，补充了情况",
    Beside.REPLACED: lambda p: "辖区合并或拆分，信访件随之转到新的村（社区），期限照旧",
    Beside.HANDED_OVER: lambda p: "经办人调整，在办工作一并移交",
}
