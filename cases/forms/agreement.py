"""What the verbs after an agreement offer: its obligations, and what shows that one was met."""

from collections.abc import Sequence

from cases import access
from cases.models import Case, Obligation
from cases.selectors import name_of
from mediation.core.models import User

Pairs = Sequence[tuple[str, str]]


def obligations(case: Case, user: User) -> Pairs:
    """The items of the agreement in force. Who owes what is part of the record: who may not read
    it has the number of the item, and with the file its day."""
    rows = (
        Obligation.objects.filter(case=case, agreement__is_undone=False)
        .select_related("agreement", "debtor")
        .order_by("seq")
    )
    readable = access.readable_stages(user, case) if rows else set()
    return [(str(one.pk), _told(one, case, user, readable)) for one in rows]


def _told(one: Obligation, case: Case, user: User, readable: set[int]) -> str:
    parts = [f"第 {one.seq} 项"]
    if one.agreement.stage_id in readable:
        parts += [name_of(one.debtor, case) if one.debtor else "", one.what]
        parts.append(f"{one.amount} 元" if one.amount is not None else "")
    if access.level_of(user, case) >= access.FILE:
        parts.append(f"{one.due_on:%Y-%m-%d} 前")
    return "，".join(part for part in parts if part)


def evidence(case: Case, user: User) -> Pairs:
    """The files of the case that this person may take out, newest first."""
    found = access.attachments_for(user).filter(case=case).order_by("-pk")
    return [(str(one.pk), one.name) for one in found]
