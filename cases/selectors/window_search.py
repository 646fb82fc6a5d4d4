"""先查后登: finding a matter from the window by number, words, or first letters (ui/DESIGN §10).

It answers with matters, newest first; never with a person, and never with how many there are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex

from cases import access, enums, labels
from cases.models import Case, Party
from cases.selectors.matters import for_lists
from cases.selectors.rows import row
from cases.selectors.searching import CAP, narrow
from grids.enums import Level
from grids.selectors import centre_of, find_places
from mediation.core import clock
from mediation.core.models import User
from mediation.core.numbers import parse_number
from mediation.core.pinyin import normalise

MOST = 10
MOST_PLACES = 20
LONGEST_QUERY = 60
# Letters are first letters: two at least, and a group's number behind those of a place.
LETTERS = re.compile(r"[a-z]{2,12}\d{0,2}")
GROUP = re.compile(r"([a-z]+)(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Hit:
    """One matter as a line of the window's search, of whatever kind it is."""

    key: str  # "case:12", as `Visit.matter_key` has it
    kind: str
    aloud: str
    url: str
    title: str
    people: str
    line: str
    risk: str
    days: int | None
    status: str
    is_open: bool
    at: datetime


def search_cases(user: User, q: str) -> list[Hit]:
    """Cases in sight with every word of `q`, or its number; at most ten, newest first."""
    seen = access.visible_to(user)
    if parse_number(q) is not None:
        return hits_of(newest(narrow(seen, user, q)))
    words, letters = split_words(q)
    if not words and not letters:
        return []
    found = narrow(seen, user, " ".join(words)) if words else seen
    for word in letters:
        found = found.filter(_by_letters(user, word))
    return hits_of(newest(found))


def newest(cases: QuerySet[Case]) -> list[Case]:
    return list(for_lists(cases).order_by("-registered_at", "-pk")[:MOST])


def split_words(q: str) -> tuple[list[str], list[str]]:
    """The words of a query, and those that are first letters (in either width and case)."""
    words: list[str] = []
    letters: list[str] = []
    for word in q[:LONGEST_QUERY].split():
        plain = normalise(word)
        if LETTERS.fullmatch(plain):
            letters.append(plain)
        else:
            words.append(word)
    return words, letters


def _by_letters(user: User, word: str) -> Q:
    """A party's name, the place, or the word itself as it stands in the text (KTV).

    The matches are looked up first, so that no list is walked for something seldom.
    """
    named = Party.objects.filter(
        centre__in=access.standing(user).centres, initials__startswith=word
    )
    ids = list(named.order_by("-case").values_list("case", flat=True)[:CAP])
    written = narrow(access.visible_to(user), user, word)
    in_text = list(written.order_by().values_list("pk", flat=True)[:CAP])
    # A masked name (张*山) is found by its letters only where it may be read (rules.md §6).
    on_card = (
        Party.objects.filter(case=OuterRef("pk"), initials__startswith=word)
        .alias(place=StrIndex(OuterRef("card_text"), F("name")))
        .filter(place__gt=0)
    )
    is_readable = Q(level__gte=access.FILE) | Q(Exists(on_card))
    return Q(is_readable, pk__in=ids) | Q(pk__in=in_text) | in_places(user, word, is_of_cases=True)


def in_places(user: User, word: str, *, is_of_cases: bool) -> Q:
    """What lies in the places that begin with these letters; `dt4` is also group 4 of 大塘村.

    Petitions name the village alone.
    """
    centre = centre_of(user)
    if centre is None:
        return Q(pk__in=[])
    found = list(find_places(centre, word, MOST_PLACES))
    villages = [one.pk for one in found if one.level == Level.VILLAGE]
    asked = Q(division__in=villages)
    if is_of_cases:
        asked |= Q(grid__in=[one.pk for one in found if one.level == Level.GRID])
    group = GROUP.fullmatch(word)
    if group and is_of_cases:
        above = [
            one.pk
            for one in find_places(centre, group[1], MOST_PLACES)
            if one.level == Level.VILLAGE
        ]
        # The place itself is a word of the file.
        told = Q(place__contains=f"{group[2]}组") | Q(place__contains=f"{group[2]} 组")
        asked |= Q(told, division__in=above, level__gte=access.FILE)
    return asked


def hits_of(cases: Sequence[Case]) -> list[Hit]:
    """Lines of cases that carry `level` and came through `for_lists`."""
    today = clock.today()
    return [hit_of(case, today) for case in cases]


def hit_of(case: Case, today: date) -> Hit:
    shown = row(case, today)
    unit = case.unit.short_name
    return Hit(
        key=f"case:{case.pk}",
        kind="案件",
        aloud=case.aloud,
        url=f"/cases/{case.pk}/",
        title=shown.title,
        people=shown.people,
        line=f"{labels.day(case.received_on)}收到，{case.get_status_display()}，{unit}",
        risk=case.risk if case.is_open else "",
        days=shown.days if case.is_open else None,
        status=case.get_status_display(),
        is_open=case.status in enums.OPEN,
        at=case.registered_at,
    )
