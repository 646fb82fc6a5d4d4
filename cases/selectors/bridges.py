"""Letters that send disputes here: who sees which, and which are due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cases import access
from cases.models import BridgeLetter, Case
from grids.access import BRIDGE_READERS
from grids.enums import Role
from mediation.core.models import User


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One line of the page: `days` to the reply's due day, negative when late."""

    letter: BridgeLetter
    days: int


def letters_for(user: User) -> QuerySet[BridgeLetter]:
    """Without a case: whoever receives letters in the centre (a village does not). With one:
    whoever sees its file."""
    me = access.standing(user)
    letters = BridgeLetter.objects.filter(centre__in=me.centres)
    seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
    found = Q(case__in=seen.values("pk"))
    receives = me.roles & BRIDGE_READERS
    is_village_only = receives == {Role.MEDIATOR} and bool(me.villages_of_committees)
    if receives and not is_village_only:
        found |= Q(case__isnull=True)
    return letters.filter(found).select_related("case__division", "case__unit", "centre", "by")


def waiting_letters(user: User, today: date, most: int) -> list[LetterRow]:
    """Those that wait for their reply, the most pressing first, at most so many."""
    waiting = letters_for(user).filter(sent_on__isnull=True).order_by("reply_due_on", "pk")
    return [LetterRow(one, (one.reply_due_on - today).days) for one in waiting[:most]]


def answered_letters(user: User, most: int) -> list[BridgeLetter]:
    return list(letters_for(user).filter(sent_on__isnull=False).order_by("-sent_on", "-pk")[:most])


def letters_of(case: Case) -> QuerySet[BridgeLetter]:
    return case.bridge_letters.order_by("-pk")
