"""An agreement as it is concluded: who signed, what is owed by whom and when (人民调解法 28–31).

`settle` of `mediation` is the verb; this module writes its rows. What is typed:
`signed` (all sides; rules.md §2 row 9 means by it the mediator and the seal, too), and from a
screen that ticks each by itself `mediator_signed`, `sealed`, `harmless`; `obligations`, up to ten
of {debtor, what, amount, due_on, state}; or the older `performed_by_on` for a single one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from cases import enums
from cases.enums import AgreementForm, Means, ObligationState
from cases.models import Agreement, Case, Obligation, Party, Stage
from cases.services import ladder
from cases.services.act import Act
from grids.enums import DepartmentKind
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import find_private_numbers

MOST_OBLIGATIONS = 10
LONGEST_WHAT = 200
LARGEST = Decimal("999999999999.99")
BY_CONTENT = "按协议内容履行"

# What is ticked one by one for a written agreement → what is still missing.
TICKS: Mapping[str, str] = {
    "mediator_signed": "调解员还没有签名，书面协议要签齐、盖章以后才生效。",
    "sealed": "还没有盖调解委员会的印章，书面协议要签齐、盖章以后才生效。",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One obligation as typed, checked, not yet a row."""

    debtor: Party | None
    what: str
    amount: Decimal | None
    due_on: date
    is_on_spot: bool = False


def conclude(act: Act, stage: Stage, form: str) -> Agreement:
    """Write the agreement with its obligations and tell the clocks of them.

    Raises `Refused`: needs · invalid_choice · invalid_day · invalid_obligation.
    """
    case = act.case
    check_ticks(act, form)
    words = third_party_words(act)
    promised = promises(act)
    amount = money(act.data.get("amount"), "amount")
    if amount is None and any(one.amount is not None for one in promised):
        amount = sum((one.amount or Decimal(0) for one in promised), Decimal(0))
    is_written = form == AgreementForm.WRITTEN
    agreement = Agreement.objects.create(
        centre=case.centre,
        case=case,
        stage=stage,
        form=form,
        terms=act.text("terms"),
        amount=amount,
        performed_by_on=max((one.due_on for one in promised), default=None),
        mediator=signing_mediator(act) if is_written else None,
        sealed_by=(case.committee or case.unit) if is_written else None,
        is_harmless=True,
        third_party_words=words,
        means=act.one_of("means", Means, default=usual_means(case, form)),
        cause=act.text("cause")[:300],
        unconfirmable=(
            act.one_of("unconfirmable", enums.Unconfirmable)
            if act.data.get("unconfirmable")
            else ""
        ),
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    Obligation.objects.bulk_create(
        Obligation(
            centre=case.centre,
            case=case,
            agreement=agreement,
            seq=seq,
            debtor=one.debtor,
            what=one.what,
            amount=one.amount,
            due_on=one.due_on,
            state=ObligationState.ON_SPOT if one.is_on_spot else ObligationState.WAITING,
            performed_on=act.on if one.is_on_spot else None,
            judged_by=act.actor if one.is_on_spot else None,
            judged_at=act.now if one.is_on_spot else None,
        )
        for seq, one in enumerate(promised, start=1)
    )
    act.obligations_on = tuple(None if one.is_on_spot else one.due_on for one in promised)
    act.is_confirmable = not agreement.unconfirmable
    return agreement


def check_ticks(act: Act, form: str) -> None:
    """What a screen asked for by itself and was left open keeps the agreement from its effect."""
    if form == AgreementForm.WRITTEN:
        for name, message in TICKS.items():
            if act.data.get(name) is False:
                raise Refused(
                    "needs", message, instead="还没有签齐的，可以先办“记录调解”。", field=name
                )
    if act.data.get("harmless") is False:
        raise Refused(
            "needs",
            "请各方确认协议不损害第三人的权益。",
            instead="涉及别人的，先请他来说一说，或改一改协议内容。",
            field="harmless",
        )


def third_party_words(act: Act) -> str:
    """Third persons named in the case are asked before others agree about what touches them."""
    words = act.text("third_party_words")
    if not words and act.case.parties.filter(role=enums.PartyRole.THIRD_PARTY).exists():
        raise Refused(
            "needs", "这件事有第三人，请先问过，把他的意见记在这里。", field="third_party_words"
        )
    return words


def signing_mediator(act: Act) -> User:
    """Who signed as mediator: the one named, else the officer of the stage."""
    key = act.data.get("mediator")
    if key:
        found: User = ladder.find(User, key, "mediator")
        return found
    return act.on_behalf_of or act.case.officer or act.actor


def usual_means(case: Case, form: str) -> str:
    """GB/T 31000 5.58, unless another is named."""
    if form == AgreementForm.RECONCILED:
        return Means.NEGOTIATION
    is_committee = case.unit.kind in {DepartmentKind.COMMITTEE, DepartmentKind.STREET_ROOM}
    return Means.PEOPLES if is_committee else Means.ADMINISTRATIVE


# --- obligations --------------------------------------------------------------------------------


def promises(act: Act) -> list[Promise]:
    """The obligations of this agreement: the rows typed, or the one with a day of its own."""
    typed = act.data.get("obligations")
    if typed:
        if not isinstance(typed, Sequence) or isinstance(typed, str):
            raise Refused("invalid_obligation", "约定的事项要是一个列表。", field="obligations")
        if len(typed) > MOST_OBLIGATIONS:
            raise Refused(
                "invalid_obligation",
                f"一份协议最多列 {MOST_OBLIGATIONS} 项，其余的请合并着写。",
                field="obligations",
            )
        parties = {str(party.pk): party for party in act.case.parties.all()}
        return [promise(row, n, parties, act.on) for n, row in enumerate(typed)]
    if act.data.get("performed_by_on"):
        due_on = act.day("performed_by_on")
        if due_on < act.on:
            raise Refused("invalid_day", "履行日不能早于达成协议的日子。", field="performed_by_on")
        return [Promise(None, BY_CONTENT, money(act.data.get("amount"), "amount"), due_on)]
    return []


def promise(row: Any, n: int, parties: Mapping[str, Party], on: date) -> Promise:
    """One row. Raises `Refused` with `field` = "obligations.<n>.<name>"."""
    where = f"obligations.{n}"
    if not isinstance(row, Mapping):
        raise Refused("invalid_obligation", "每一项要写谁、做什么、哪天前。", field=where)
    key = row.get("debtor")
    if not key:
        raise Refused("needs", "请选由谁来履行。", field=f"{where}.debtor")
    debtor = parties.get(str(getattr(key, "pk", key)))
    if debtor is None:
        raise Refused("invalid_choice", "要履行的人请从当事人里选。", field=f"{where}.debtor")
    what = str(row.get("what") or "").replace("\x00", "").strip()
    if not what:
        raise Refused("needs", "请写要做什么。", field=f"{where}.what")
    if len(what) > LONGEST_WHAT:
        raise Refused("invalid_obligation", f"最多 {LONGEST_WHAT} 个字。", field=f"{where}.what")
    if find_private_numbers(what):
        raise Refused(
            "invalid_obligation",
            "里面有电话或证件号，请只写在当事人那一栏。",
            field=f"{where}.what",
        )
    is_on_spot = row.get("state") == ObligationState.ON_SPOT
    if row.get("state") not in (None, "", ObligationState.ON_SPOT, ObligationState.WAITING):
        raise Refused("invalid_choice", "达成协议时只能记当场履行。", field=f"{where}.state")
    due_on = on if is_on_spot and not row.get("due_on") else day(row.get("due_on"), where)
    if due_on < on:
        raise Refused("invalid_day", "履行日不能早于达成协议的日子。", field=f"{where}.due_on")
    return Promise(debtor, what, money(row.get("amount"), f"{where}.amount"), due_on, is_on_spot)


def day(value: Any, where: str) -> date:
    if not value:
        raise Refused("needs", "请写哪天以前。", field=f"{where}.due_on")
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Refused(
            "invalid_day", "日期写成 2026-11-14 这样。", field=f"{where}.due_on"
        ) from None


def money(value: Any, field: str) -> Decimal | None:
    """Yuan with at most two decimals, or None where nothing was typed."""
    if value in (None, ""):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise Refused("invalid_amount", "金额请填数字。", field=field) from None
    if not amount.is_finite() or not 0 <= amount <= LARGEST or amount != round(amount, 2):
        raise Refused("invalid_amount", "金额最多两位小数，不能是负数。", field=field)
    return amount
