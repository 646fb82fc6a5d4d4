"""Keeping the file true: corrections, and where it is stuck (rules.md §3 row 22)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.enums import Risk
from cases.services.file import find_division
from grids.selectors import village_of
from mediation.core import clock
from mediation.core.errors import Refused
from petitions import enums
from petitions.enums import Clock
from petitions.models import ContentCategory, Petition, SealedContent
from petitions.services import clocks
from petitions.services.act import Act

NEEDS_REASON = frozenset({"division", "content", "received_on", "head_count", "notice_waived"})


def note(act: Act) -> None:
    stuck, next_step = act.text("stuck"), act.text("next_step")
    if act.petition.is_sealed:
        note_sealed(act, stuck, next_step)
        return
    act.change(stuck=stuck, next_step=next_step, stuck_by=act.actor, stuck_at=act.now)


def note_sealed(act: Act, stuck: str, next_step: str) -> None:
    """Of an accusation nothing stands in clear (条例30(3)): the note goes to the sealed content."""
    content = SealedContent.objects.select_for_update().get(petition=act.petition)
    said = {"on": f"{act.on:%Y-%m-%d}", "stuck": stuck, "next_step": next_step}
    content.data = {**content.data, "notes": [*content.data.get("notes", []), said]}
    content.save(update_fields=["data"])


def amend(act: Act) -> None:
    """Correct the file; what stood before is kept, the event only names the fields."""
    for name, value in act.data.items():
        if name in CORRECTIONS:
            CORRECTIONS[name](act, name, value)
    if not act.changed:
        raise Refused("nothing_changed", "没有改动，不用保存。")
    if act.changed & NEEDS_REASON and not act.text("reason"):
        raise Refused(
            "needs", "改村、分类、收到日期、人数或无法告知的原因时，请写一句理由。", field="reason"
        )
    act.payload["fields"] = sorted(act.changed)
    if act.text("reason"):
        act.revisions["reason"] = act.text("reason")
    if "received_on" in act.changed:
        redate_from_receipt(act.petition)


def redate_from_receipt(petition: Petition) -> None:
    """The day of receipt was another: NOTIFY and OBJECT run from it, and so does the first round."""
    if petition.reopened_at is None or petition.received_on < petition.first_received_on:
        petition.first_received_on = petition.received_on
    if petition.status == enums.Status.REGISTERED:
        petition.last_act_on = petition.received_on
    for deadline in petition.deadlines.filter(
        clock__in=[Clock.NOTIFY, Clock.OBJECT], stopped_on__isnull=True
    ):
        deadline.start_on = petition.received_on
        clocks.redate(deadline)


def _set(act: Act, name: str, value: Any) -> None:
    before = getattr(act.petition, name)
    if before != value:
        act.revisions[name] = "" if before is None else str(getattr(before, "code", before))
        act.change(**{name: value})


def _text(act: Act, name: str, value: Any) -> None:
    text = str(value or "").strip()
    if name == "narrative" and not text:
        raise Refused("needs_narrative", "原话不能空着。", field="narrative")
    _set(act, name, text)


def _code(choices: Any, *, is_blank: bool = False) -> Callable[..., None]:
    def write(act: Act, name: str, value: Any) -> None:
        _set(act, name, "" if is_blank and not value else act.one_of(name, choices))

    return write


def _place(act: Act, name: str, value: Any) -> None:
    _set(act, name, village_of(find_division(value, act.petition.centre)))


def _content(act: Act, name: str, value: Any) -> None:
    found = ContentCategory.objects.filter(code=value, is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的分类里选一个。", field=name)
    _set(act, name, found)


def _count(act: Act, name: str, value: Any) -> None:
    if not str(value).isdecimal() or not 1 <= int(value) <= 99_999:
        raise Refused("invalid_number", "人数请填 1 以上的数字。", field=name)
    _set(act, name, int(value))


def _day(act: Act, name: str, value: Any) -> None:
    if not isinstance(value, date) or value > clock.today():
        raise Refused("invalid_day", "日期不能晚于今天，请再看一眼。", field=name)
    if name == "agreed_on" and act.petition.status != enums.Status.RETURNED:
        raise Refused("not_returned", "这件没有提出异议退回，不用填。", field=name)
    if name == "agreed_on" and value < act.petition.last_act_on:
        returned = f"{act.petition.last_act_on:%Y-%m-%d}"
        raise Refused("invalid_day", f"同意的日子不能早于提出异议（{returned}）。", field=name)
    is_past_acts = act.petition.status != enums.Status.REGISTERED
    if name == "received_on" and is_past_acts and value > act.petition.last_act_on:
        raise Refused(
            "invalid_day",
            f"收到日期不能晚于后来办的步骤（{act.petition.last_act_on:%Y-%m-%d}）。",
            field=name,
        )
    _set(act, name, value)


CORRECTIONS: dict[str, Callable[..., None]] = {
    "title": _text,
    "narrative": _text,
    "risk_reason": _text,
    "division": _place,
    "content": _content,
    "purpose": _code(enums.Purpose),
    "risk": _code(Risk),
    "notice_waived": _code(enums.WaivedNotice, is_blank=True),
    "head_count": _count,
    "received_on": _day,
    "agreed_on": _day,
}
