"""Petitions in the window's search (`cases.selectors.window_search`): by number, words, letters.

An accusation is never among them: it is in nobody's sight at the window.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from cases.access import standing
from cases.enums import Risk
from cases.labels import day
from cases.selectors.searching import CAP
from cases.selectors.window_search import MOST, Hit, in_places, split_words
from mediation.core import clock
from mediation.core.models import User
from petitions import access
from petitions.models import Petition, Petitioner
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import row
from petitions.selectors.searching import asked_number, narrow


def search_petitions(user: User, q: str) -> list[Hit]:
    """Petitions in sight with every word of `q`, or its number; at most ten, newest first."""
    seen = sight(user)
    if asked_number(q) is not None:
        return hits_of(newest(narrow(seen, user, q)))
    words, letters = split_words(q)
    if not words and not letters:
        return []
    found = narrow(seen, user, " ".join(words)) if words else seen
    for word in letters:
        found = found.filter(_by_letters(user, word))
    return hits_of(newest(found))


def sight(user: User) -> QuerySet[Petition]:
    return access.visible_to(user).exclude(access.SEALED)


def newest(petitions: QuerySet[Petition]) -> list[Petition]:
    return list(for_lists(petitions).order_by("-registered_at", "-pk")[:MOST])


def _by_letters(user: User, word: str) -> Q:
    named = Petitioner.objects.filter(centre__in=standing(user).centres, initials__startswith=word)
    ids = list(named.order_by("-petition").values_list("petition", flat=True)[:CAP])
    written = narrow(sight(user), user, word)
    in_text = list(written.order_by().values_list("pk", flat=True)[:CAP])
    return Q(pk__in=[*ids, *in_text]) | in_places(user, word, is_of_cases=False)


def hits_of(petitions: Iterable[Petition]) -> list[Hit]:
    """Lines of petitions that carry `level` and came through `for_lists`."""
    today = clock.today()
    return [hit_of(one, today) for one in petitions]


def hit_of(petition: Petition, today: date) -> Hit:
    shown, is_open = row(petition, today), petition.is_open
    return Hit(
        key=f"petition:{petition.pk}",
        kind="信访",
        aloud=petition.aloud,
        url=f"/petitions/{petition.pk}/",
        title=shown.title,
        people=shown.people,
        line=f"{day(petition.received_on)}收到，{petition.get_status_display()}",
        risk=petition.risk if is_open and petition.risk != Risk.BLUE else "",
        days=shown.days if is_open else None,
        status=petition.get_status_display(),
        is_open=is_open,
        at=petition.registered_at,
    )
