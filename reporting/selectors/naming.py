"""Which of the names and places that the house knows stand in a text (`mediation.core.name_check`).

The text is cut up and its pieces are asked of the index; no list of persons is ever read. Who writes
is told of names that he reads anyway, or the check would tell him who is in our books.
"""

import re
from collections.abc import Iterable, Iterator

from cases import access
from cases.models import Party
from cases.selectors.rows import name_of
from grids.enums import Level
from grids.models import Division
from mediation.core import name_check
from mediation.core.models import User
from mediation.core.name_check import Finding
from petitions.access import visible_to as visible_petitions
from petitions.models import Petitioner

SHORTEST, LONGEST = 2, 20
# What stands in a party's place as long as nobody knows him is no name.
NOBODY = frozenset({"待查", "不详", "未知"})
# Of a name that the reader does not see: no more than that there is one.
UNSEEN = "里面还有人的姓名，请把姓名都去掉"
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·（）()]+")


def findings_in(
    user: User,
    centre: Division,
    text: str,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
) -> list[Finding]:
    """What keeps a text of this town from being made public, in order, as far as its reader knows
    names; `names` and `places` are known to him besides."""
    return name_check.findings(
        text,
        {*names, *names_seen(user, centre, text)},
        {*places, *places_in(centre, text)},
    )


def names_unseen(user: User, centre: Division, text: str, names: Iterable[str] = ()) -> bool:
    """Whether the text names somebody of the town whom the reader does not see. Only for who makes
    it public: it says something about people whom he does not see."""
    return bool(names_in(centre, text) - names_seen(user, centre, text) - set(names))


def names_seen(user: User, centre: Division, text: str) -> set[str]:
    """Of the names in the text those that stand in matters of his, as he reads them there."""
    pieces = pieces_of(text)
    if not pieces:
        return set()
    parties = Party.objects.filter(centre=centre, name__in=pieces).order_by()
    cases = access.visible_to(user).in_bulk([party.case_id for party in parties])
    petitioners = Petitioner.objects.filter(
        centre=centre, name__in=pieces, petition__in=visible_petitions(user).values("pk")
    )
    names = {name_of(one, cases[one.case_id]) for one in parties if one.case_id in cases}
    names.update(petitioners.order_by().values_list("name", flat=True))
    return names.intersection(pieces) - NOBODY


def names_in(centre: Division, text: str) -> set[str]:
    """Names of parties and petitioners of the whole town that occur in the text."""
    pieces = pieces_of(text)
    if not pieces:
        return set()
    return {
        name
        for people in (Party.objects.all(), Petitioner.objects.all())
        for name in people.filter(centre=centre, name__in=pieces)
        .order_by()
        .values_list("name", flat=True)
        .distinct()
    } - NOBODY


def places_in(centre: Division, text: str) -> set[str]:
    """Names of the town's grids that occur in the text; a village may be named."""
    grids = Division.objects.filter(level=Level.GRID, path__startswith=centre.path)
    return {
        name
        for pair in grids.order_by().values_list("name", "short_name")
        for name in pair
        if len(name) > 1 and name in text
    }


def pieces_of(text: str) -> list[str]:
    """Every stretch of 2 to 20 characters that no punctuation interrupts, each once."""
    return sorted({piece for run in _RUN.findall(text) for piece in _pieces(run)})


def _pieces(run: str) -> Iterator[str]:
    for start in range(len(run)):
        for length in range(SHORTEST, min(LONGEST, len(run) - start) + 1):
            yield run[start : start + length]
