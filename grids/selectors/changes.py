"""The tree of places as its keepers see it: what is there, what it was, what is open in it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from grids.access import may_read_places
from grids.enums import PATH_LENGTH, Level
from grids.enums.leads import LeadStatus
from grids.models import Division, DivisionChange, Lead
from grids.selectors.people import centre_of
from mediation.core.models import User


def visible_places(user: User) -> QuerySet[Division]:
    """Every place of the user's town, in use or not, where he keeps the map; else none."""
    centre = centre_of(user) if may_read_places(user) else None
    if centre is None:
        return Division.objects.none()
    return Division.objects.under(centre).exclude(pk=centre.pk).order_by("code")


def visible_changes(user: User) -> QuerySet[DivisionChange]:
    """What became of the places of the user's town, newest first."""
    centre = centre_of(user) if may_read_places(user) else None
    if centre is None:
        return DivisionChange.objects.none()
    return DivisionChange.objects.filter(centre__path__startswith=centre.path).select_related(
        "division__parent", "into__parent", "by", "on_behalf_of"
    )


def villages_during(centre: Division, first_on: date, last_on: date) -> QuerySet[Division]:
    """Villages that were in use on any of the days; `valid_to` is the first without it."""
    return Division.objects.filter(
        Q(is_active=True) | Q(valid_to__gt=first_on),
        Q(valid_from=None) | Q(valid_from__lte=last_on),
        level=Level.VILLAGE,
        path__startswith=centre.path,
    )


def full_name(place: Division) -> str:
    """李渡街道·致远社区: a village's own name says nothing without its town."""
    return f"{place.parent.short_name}·{place.short_name}" if place.parent else place.short_name


def find_by_name(parent: Division, name: str) -> Division | None:
    """The place of that name under that parent, in use; None where it is not one alone."""
    found = Division.objects.filter(Q(name=name) | Q(short_name=name), parent=parent)
    places = list(found.filter(is_active=True)[:2])
    return places[0] if len(places) == 1 else None


def open_at(place: Division) -> dict[str, int]:
    """Open matters of a place by kind ("cases": 3), as the floors above count them."""
    where = {"grid": place} if place.level == Level.GRID else {"division": place}
    leads = Lead.objects.filter(**where).exclude(status=LeadStatus.ANSWERED)
    counts: dict[str, int] = {"leads": leads.count()}
    for dotted in settings.OPEN_AT_PLACE:
        counts |= import_string(dotted)(place)
    return {kind: count for kind, count in counts.items() if count}


@dataclass(frozen=True)
class Branch:
    """A village with its grids."""

    village: Division
    grids: tuple[Division, ...]


def tree(user: User, *, with_closed: bool = False) -> list[Branch]:
    """The villages of the user's town with their grids, in two queries however many they are."""
    places = visible_places(user).select_related("parent", "merged_into")
    if not with_closed:
        places = places.filter(is_active=True)
    grids: dict[str, list[Division]] = {}
    villages = []
    for place in places:
        if place.level == Level.GRID:
            grids.setdefault(place.path[: PATH_LENGTH[Level.VILLAGE]], []).append(place)
        elif place.level == Level.VILLAGE:
            villages.append(place)
    return [Branch(one, tuple(grids.get(one.path, ()))) for one in villages]
