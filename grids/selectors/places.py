"""Places and the units that look after them."""

from django.db.models import Q, QuerySet

from grids.enums import PATH_LENGTH, DepartmentKind, Level
from grids.models import Department, Division
from mediation.core.pinyin import normalise


def towns() -> QuerySet[Division]:
    """Every town in use; each has its own centre and number series."""
    return Division.objects.filter(level=Level.TOWN, is_active=True)


def villages(centre: Division) -> QuerySet[Division]:
    """Villages and communities in use under `centre`, by code."""
    return Division.objects.filter(
        level=Level.VILLAGE, is_active=True, path__startswith=centre.path
    )


def grids_of(village: Division) -> QuerySet[Division]:
    return Division.objects.filter(level=Level.GRID, is_active=True, path__startswith=village.path)


def village_of(division: Division) -> Division:
    """The village itself, or a grid's village. A place above the village is returned as it is."""
    if division.level != Level.GRID:
        return division
    return Division.objects.get(path=division.path[: PATH_LENGTH[Level.VILLAGE]])


def find_places(centre: Division, typed: str, limit: int = 10) -> QuerySet[Division]:
    """Villages and grids of `centre` for a type-ahead: by name, first letters or code.

    `dt4` finds 大塘村4组; a name may be typed in part; places sort by code, villages first.
    """
    places = Division.objects.filter(
        path__startswith=centre.path, level__in=[Level.VILLAGE, Level.GRID], is_active=True
    )
    typed = normalise(typed)
    if typed:
        places = places.filter(
            Q(short_name__contains=typed)
            | Q(initials__startswith=typed)
            | Q(initials__contains=f" {typed}")
            | Q(code__startswith=typed)
        )
    return places.order_by("-level", "code")[:limit]


def departments(centre: Division) -> QuerySet[Department]:
    """Units of `centre` in use, in their usual order."""
    return Department.objects.filter(centre=centre, is_active=True)


def department_of(kind: str, centre: Division) -> Department | None:
    """The centre's unit of a kind (`DepartmentKind`), the first if there are several."""
    return departments(centre).filter(kind=kind).first()


def committee_of(division: Division) -> Department | None:
    """The mediation committee of a village, or of a grid's village."""
    return Department.objects.filter(
        kind=DepartmentKind.COMMITTEE,
        division__path=division.path[: PATH_LENGTH[Level.VILLAGE]],
        is_active=True,
    ).first()
