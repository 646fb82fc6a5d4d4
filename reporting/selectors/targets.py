"""Which line holds for a rate in a year, for the town and for each village."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from grids.models import Division
from mediation.core.models import User
from reporting.access import reader
from reporting.figures.aims import AIMS, Aim, spelled
from reporting.models import Target


@dataclass(frozen=True)
class Line:
    """The line of a rate in a place. `target` None: the plan's own; `is_own`: the village's."""

    aim: Aim
    least: Decimal | None
    target: Target | None = None
    is_own: bool = False

    @property
    def text(self) -> str:
        return spelled(self.least)

    @property
    def source(self) -> str:
        """Where it comes from, in words; empty where there is no line."""
        if self.least is None:
            return ""
        return self.target.reason if self.target else self.aim.source


@dataclass(frozen=True)
class Lines:
    """All lines of a town in a year, read once; `decisions` by figure and code, empty: the town."""

    centre: Division
    year: int
    decisions: Mapping[tuple[str, str], Target]

    def of(self, figure: str, village: str = "") -> Line | None:
        """The line of a figure; of a village its own, else the town's. None: it may have none."""
        aim = AIMS.get(figure)
        if aim is None:
            return None
        own = self.decisions.get((figure, village)) if village else None
        if own is not None and own.least is not None:
            return Line(aim, own.least, own, is_own=True)
        of_town = self.decisions.get((figure, ""))
        if of_town is not None:
            return Line(aim, of_town.least, of_town)
        return Line(aim, aim.least)

    def least(self, village: str = "") -> dict[str, Decimal]:
        """The lines that are drawn, by the name of the figure."""
        found = {name: self.of(name, village) for name in AIMS}
        return {name: line.least for name, line in found.items() if line and line.least is not None}


def visible_targets(user: User) -> QuerySet[Target]:
    """The decisions that a reader of figures may see: of his towns, of his own villages."""
    who = reader(user)
    found = Target.objects.filter(centre__in=who.towns)
    if who.villages is not None:
        found = found.filter(division__isnull=True) | found.filter(division__in=who.villages)
    return found


def lines_of(centre: Division, year: int) -> Lines:
    """The lines of a town in a year: the last decision up to it holds, else the plan's."""
    decisions: dict[tuple[str, str], Target] = {}
    written = Target.objects.filter(centre=centre, year__lte=year).select_related("by", "division")
    for target in written.order_by("year", "id"):
        decisions[target.figure, target.division.code if target.division else ""] = target
    return Lines(centre, year, decisions)
