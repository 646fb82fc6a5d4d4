"""Writing a register: enter, amend, approve, strike, attach. A line once written stays.

What a line holds and who may write it is the row of its kind (`grids.registers`).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from grids.enums.registers import RegisterAct, RegisterState
from grids.models import (
    Department,
    Register,
    RegisterEvent,
    RegisterFile,
    RegisterRevision,
    RegisterTick,
)
from grids.registers import KINDS, Kind
from grids.selectors.people import people_with_role, standings_today
from grids.selectors.register_rights import (
    ANSWER,
    may_amend,
    may_attach,
    may_decide,
    may_finish,
    may_strike,
)
from grids.selectors.registers import checklist_of, writing_units
from grids.services import typed
from grids.services.register_columns import kind_of, read
from mediation.core import clock, events, files, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User

SUBJECT = "register"


def _not_yours(what: str, who: str) -> Refused:
    return Refused("not_yours", f"这一步您现在不能办：{what}。", who=who)


# --- acts ------------------------------------------------------------------------------------


@transaction.atomic
def enter(
    code: str,
    actor: User,
    *,
    unit: int | str | Department | None = None,
    form_key: UUID | str | None = None,
    **given: Any,
) -> Register:
    """A new line of a register, with its number; handed in twice under one key it is one line.

    `unit`: for which of his units, where he has several. A kind that must be approved is asked for
    at once. Raises Refused: invalid_kind · not_yours · needs · invalid_….
    """
    kind = kind_of(code)
    writer = _writing_unit(actor, kind, unit)
    if form_key is not None:
        # One at a time for a unit: the second click finds what the first one wrote.
        Department.objects.select_for_update(no_key=True).get(pk=writer.pk)
        known = Register.objects.filter(form_key=str(form_key)).first()
        if known is not None and known.by_id == actor.pk:
            return known
        if known is not None:
            raise Refused("invalid_form_key", "这张表已经交过，请重新打开再写。")
    values = read(actor, kind, writer.centre, given, None)
    entry = Register(
        centre=writer.centre,
        kind=kind.code,
        year=values["happened_on"].year,
        unit=writer,
        by=actor,
        at=clock.now(),
        state=RegisterState.ASKED if kind.approvers else RegisterState.ENTERED,
        form_key=str(form_key) if form_key else None,
        **values,
    )
    entry.number = numbers.take(f"register_{kind.code}", writer.centre.code, entry.year)
    entry.save()
    _write(entry, actor, RegisterAct.ENTER)
    _tell_approvers(entry, actor)
    _tell_addressed(entry, actor)
    return entry


def _writing_unit(actor: User, kind: Kind, unit: Any) -> Department:
    mine = list(writing_units(actor, kind))
    if not mine:
        raise _not_yours(f"登记{kind.label}", "要由这本台账的登记单位来写")
    if unit in (None, ""):
        return mine[0]
    key = str(getattr(unit, "pk", unit))
    found = next((one for one in mine if key in (str(one.pk), one.code)), None)
    if found is None:
        raise Refused("invalid_choice", "请选您自己的单位。", field="unit")
    return found


@transaction.atomic
def amend(entry: Register, actor: User, *, version: int | None = None, **given: Any) -> Register:
    """Correct a line of one's own unit; the words before are kept. A returned one is asked again.

    The unit that it is addressed to may say when it was done and how, nothing else; of an approved
    line its writers may say when it was done. Raises Refused: not_yours · stale · needs · invalid_….
    """
    entry = _lock(entry)
    kind = KINDS[entry.kind]
    is_answer = set(given) <= set(ANSWER) and may_finish(actor, entry)
    if not may_amend(actor, entry) and not is_answer:
        raise _not_yours("修改这一条", "要由登记的单位来改；批准了的不再改")
    _check_version(entry, version)
    values = read(actor, kind, entry.centre, given, entry)
    changed = [name for name, value in values.items() if getattr(entry, name) != value]
    if not changed:
        return entry
    now = clock.now()
    RegisterRevision.objects.bulk_create(
        RegisterRevision(
            centre=entry.centre,
            register=entry,
            field=name,
            before=_plain(getattr(entry, name)),
            by=actor,
            at=now,
        )
        for name in changed
    )
    for name in changed:
        setattr(entry, name, values[name])
    entry.version += 1
    was_returned = entry.state == RegisterState.RETURNED
    if was_returned:
        entry.state = RegisterState.ASKED
        entry.decided_by = entry.decided_at = None
    entry.save()
    _write(entry, actor, RegisterAct.AMEND, {"fields": changed})
    if was_returned:
        _tell_approvers(entry, actor)
    if "to_unit" in changed:
        _tell_addressed(entry, actor)
    return entry


@transaction.atomic
def decide(entry: Register, actor: User, *, is_approved: bool, decision: str = "") -> Register:
    """Approve a line, or return it with a reason. Never one's own (grids_register_four_eyes).

    Raises Refused: not_yours · not_now · needs · invalid_text.
    """
    entry = _lock(entry)
    if entry.state != RegisterState.ASKED:
        raise Refused("not_now", f"这一条现在是“{entry.get_state_display()}”，不用审批。")
    if not may_decide(actor, entry):
        raise _not_yours("审批", "要由中心主任审批，自己写的请另一位同志批")
    entry.decision = typed.words(decision, "decision", 500, is_needed=not is_approved)
    entry.state = RegisterState.APPROVED if is_approved else RegisterState.RETURNED
    entry.decided_by, entry.decided_at = actor, clock.now()
    entry.version += 1
    entry.save()
    _write(entry, actor, RegisterAct.APPROVE if is_approved else RegisterAct.RETURN)
    words = "批准了" if is_approved else "退回来了，请看意见"
    _tell(entry, actor, [entry.by], words, kind="register_decided")
    return entry


@transaction.atomic
def strike(entry: Register, actor: User, *, reason: str) -> Register:
    """A wrong line is struck, with the reason; it stays readable under its number.

    Raises Refused: not_yours · needs · invalid_text.
    """
    entry = _lock(entry)
    if not may_strike(actor, entry):
        raise _not_yours("划掉这一条", "要由登记的单位来划")
    entry.struck_reason = typed.words(reason, "reason", 200)
    entry.state = RegisterState.STRUCK
    entry.version += 1
    entry.save()
    _write(entry, actor, RegisterAct.STRIKE)
    return entry


@transaction.atomic
def attach(entry: Register, actor: User, upload: "UploadedFile[Any]") -> RegisterFile:
    """A file of a line that takes files. Raises Refused: not_yours · needs_file · invalid_file."""
    entry = _lock(entry)
    if not may_attach(actor, entry):
        raise _not_yours("存材料", "要由登记的单位来存")
    stored = files.store(upload)
    kept = RegisterFile.objects.create(
        centre=entry.centre,
        register=entry,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored._asdict(),
    )
    _write(entry, actor, RegisterAct.ATTACH, {"file": kept.pk})
    return kept


@transaction.atomic
def tick(entry: Register, actor: User, met: Mapping[int, bool]) -> Register:
    """Which lines of the town's checklist are met. Raises Refused: not_yours · invalid_choice."""
    entry = _lock(entry)
    if not may_amend(actor, entry):
        raise _not_yours("对照清单", "要由登记的单位来对")
    known = {one["item"].pk for one in checklist_of(entry)}
    if not set(met) <= known:
        raise Refused("invalid_choice", "清单里没有这一条，请刷新页面。", field="items")
    for item, is_met in met.items():
        RegisterTick.objects.update_or_create(
            register=entry, item_id=item, defaults={"centre": entry.centre, "is_met": is_met}
        )
    _write(entry, actor, RegisterAct.TICK, {"items": len(met)})
    return entry


# --- beneath ---------------------------------------------------------------------------------


def _lock(entry: Register) -> Register:
    return (
        Register.objects.select_for_update(of=("self",))
        .select_related("centre", "unit", "to_unit", "by")
        .get(pk=entry.pk)
    )


def _check_version(entry: Register, version: int | None) -> None:
    if version is None or version == entry.version:
        return
    last = entry.events.select_related("actor").order_by("-seq").first()
    who = last.actor.name if last else ""
    raise Refused(
        "stale",
        f"您打开以后，{who}改过这一条。",
        instead="您写的还在，请对照最新内容再提交。",
        current={"version": entry.version, "by": who},
    )


def _plain(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _write(
    entry: Register, actor: User, act: RegisterAct, payload: Mapping[str, Any] | None = None
) -> None:
    events.append(
        RegisterEvent,
        "register",
        entry,
        verb=act,
        actor=actor,
        on_behalf_of=_principal(entry, actor),
        payload={"version": entry.version, **(payload or {})},
        centre=entry.centre,
    )


def _principal(entry: Register, actor: User) -> User | None:
    """For whom he acted, where he has the unit, or the approver's post, only as a deputy."""
    approvers = KINDS[entry.kind].approvers
    units = {entry.unit_id, entry.to_unit_id}
    for one in standings_today(actor):
        if any(post.department_id in units or post.role in approvers for post in one.posts):
            return one.on_behalf_of
    return None


def _tell_approvers(entry: Register, actor: User) -> None:
    if entry.state != RegisterState.ASKED:
        return
    people = [
        person
        for role in sorted(KINDS[entry.kind].approvers)
        for person in people_with_role(role, entry.centre)
    ]
    _tell(entry, actor, people, "等您审批", kind="register_asked")


def _tell_addressed(entry: Register, actor: User) -> None:
    """The heads of the unit to which it is addressed."""
    if entry.to_unit is None:
        return
    posts = entry.to_unit.posts.on(clock.today()).filter(is_head=True, user__is_active=True)
    people = [post.user for post in posts.select_related("user")]
    words = "有一条写给你们单位"
    if entry.due_on:
        words += f"，{entry.due_on.month}月{entry.due_on.day}日前回"
    _tell(entry, actor, people, words, kind="register_addressed")


def _tell(entry: Register, actor: User, people: list[User], words: str, *, kind: str) -> None:
    """The name of the register and its number; never what it says."""
    key = f"{SUBJECT}:{entry.pk}"
    notices.notify_many(
        notices.Row(
            user_id=person.pk,
            kind=kind,
            subject=f"{key}:{entry.version}",
            text=f"{entry}：{words}",
            matter_key=key,
            url=f"/registers/{entry.kind}/{entry.pk}/",
        )
        for person in {one.pk: one for one in people if one.pk != actor.pk}.values()
    )
