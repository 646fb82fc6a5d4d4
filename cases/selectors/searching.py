"""Finding cases from two Chinese characters upward (performance.md §2).

First the matches through the pair index, newest 5,000 at most; only a word that has more is looked
for by walking the newest cases, where it fills a page at once.
"""

import re
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from cases import access
from cases.models import Case
from mediation.core.models import User
from mediation.core.numbers import parse_number

CAP = 5_000
# The same separators as in the database's zh_tsv.
_SEPARATORS = re.compile(r"[\s!-/:-@\[-`{-~，。、；：？！“”‘’（）《》〈〉【】〔〕—…·　]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A typed query: the tsquery of its pairs, and the words to be found as they are."""

    pairs: str
    typed: tuple[str, ...]


def words_of(q: str) -> Words:
    """`屋檐水 陈国强` → pairs of each run joined by &; one character alone is a prefix."""
    lexemes = []
    for run in _SEPARATORS.split(q.lower()):
        if len(run) == 1:
            lexemes.append(f"'{run}':*")
        lexemes += [f"'{run[n : n + 2]}'" for n in range(len(run) - 1)]
    return Words(" & ".join(dict.fromkeys(lexemes)), tuple(q.split()))


def search(user: User, q: str) -> QuerySet[Case]:
    """Cases in the user's sight that have every word of `q`, or bear the (short) number `q`."""
    return narrow(access.visible_to(user), user, q)


def narrow(seen: QuerySet[Case], user: User, q: str) -> QuerySet[Case]:
    """The same over a queryset that began at `visible_to(user)`.

    Words of the file are found only where the user may read the file; phone and ID numbers are
    not searched here (they would stand in the URL).
    """
    asked = parse_number(q)
    if asked is not None:
        by_number = seen.filter(short_number=asked.number)
        return by_number.filter(year=asked.year) if asked.year else by_number
    words = words_of(q)
    if not words.pairs:
        return seen.none()
    in_file, on_card = Q(), Q()
    for word in words.typed:
        in_file &= Q(_has("file_text", word))
        on_card &= Q(_has("card_text", word))
    found = seen.filter(in_file, Q(level__gte=access.FILE) | on_card)
    hits = _hits(access.standing(user).centres, words.pairs)
    return found if len(hits) > CAP else found.filter(pk__in=hits)


def _has(column: str, word: str) -> GreaterThan:
    """The word as it is typed, in either case of letters.

    No LIKE: of LIKE the planner thinks that it finds next to nothing, and goes through the whole
    table for a common word instead of walking the newest cases, where it fills a page at once.
    """
    return GreaterThan(StrIndex(Lower(column), Value(word.lower())), 0)


def _hits(centres: frozenset[int], pairs: str) -> list[int]:
    """At most CAP + 1 ids that have all the pairs, through the index alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_case WHERE zh_tsv(file_text) @@ %s::tsquery"
            " AND centre_id = ANY(%s) LIMIT %s",
            [pairs, list(centres), CAP + 1],
        )
        return [row[0] for row in cursor.fetchall()]
