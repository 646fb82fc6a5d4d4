"""Finding petitions from two Chinese characters upward; the same way as cases (performance.md §2).

First the matches through the pair index, 5,000 at most; only a word that has more is looked for by
walking the newest. An accusation has no words: its number alone finds it, for the discipline post.
"""

import re

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from cases.access import standing
from cases.selectors.searching import CAP, words_of
from mediation.core.models import User
from mediation.core.numbers import NumberAsked, parse_number
from petitions import access
from petitions.models import Petition

EARLIER_SHOWN = 8
_CALLED = re.compile(r"^\s*信(?=\s*\d)")  # 信12号, as it is said aloud


def asked_number(q: str) -> NumberAsked | None:
    return parse_number(_CALLED.sub("", q))


def narrow(seen: QuerySet[Petition], user: User, q: str) -> QuerySet[Petition]:
    """Those of `seen` (which began at `visible_to(user)`) that have every word of `q`, or the number.

    Words of the file are found only where the user may read the file; phone and ID numbers are not
    searched here (they would stand in the URL).
    """
    asked = asked_number(q)
    if asked is not None:
        return _numbered(seen, asked)
    words = words_of(q)
    if not words.pairs:
        return seen.none()
    in_file, on_card = Q(), Q()
    for word in words.typed:
        in_file &= Q(_has("file_text", word))
        on_card &= Q(_has("card_text", word))
    found = seen.filter(in_file, Q(level__gte=access.FILE) | on_card)
    hits = _hits(standing(user).centres, words.pairs)
    return found if len(hits) > CAP else found.filter(pk__in=hits)


def earlier(user: User, q: str) -> list[Petition]:
    """Petitions that may be about the same matter, newest first, at most eight.

    By number, or by words of the matter itself; never by who came (domain.md §3.3). A reader of
    the card finds by number, village and content alone.
    """
    seen = access.visible_to(user).exclude(access.SEALED).select_related("division", "content")
    asked = asked_number(q)
    if asked is not None:
        found = _numbered(seen, asked)
    else:
        words = words_of(q)
        if not words.pairs:
            return []
        found = seen
        for word in words.typed:
            on_card = Q(_has("division__short_name", word)) | Q(_has("content__name", word))
            in_file = Q(_has("title", word)) | Q(_has("place", word)) | Q(_has("narrative", word))
            found = found.filter(on_card | (in_file & Q(level__gte=access.FILE)))
        hits = _hits(standing(user).centres, words.pairs)
        if len(hits) <= CAP:
            found = found.filter(pk__in=hits)
    return list(found.order_by("-registered_at", "-pk")[:EARLIER_SHOWN])


def _numbered(seen: QuerySet[Petition], asked: NumberAsked) -> QuerySet[Petition]:
    by_number = seen.filter(short_number=asked.number)
    return by_number.filter(year=asked.year) if asked.year else by_number


def _has(column: str, word: str) -> GreaterThan:
    """The word as it is typed, in either case of letters (why no LIKE: cases.selectors.searching)."""
    return GreaterThan(StrIndex(Lower(column), Value(word.lower())), 0)


def _hits(centres: frozenset[int], pairs: str) -> list[int]:
    """At most CAP + 1 ids that have all the pairs, through the index alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM petitions_petition WHERE zh_tsv(file_text) @@ %s::tsquery"
            " AND centre_id = ANY(%s) LIMIT %s",
            [pairs, list(centres), CAP + 1],
        )
        return [row[0] for row in cursor.fetchall()]
