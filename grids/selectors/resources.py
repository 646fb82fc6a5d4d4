"""Who serves at the centre and who helps besides: units, experts and volunteers, studios."""

from datetime import date

from django.db.models import QuerySet

from grids.access import roles_with_deputies
from grids.enums import MediatorKind, Role, RoomKind
from grids.models import Category, Division, Helper, Mediator, ResidentUnit, Room
from grids.selectors.people import centre_of
from mediation.core import clock
from mediation.core.models import User

MANAGERS = frozenset({Role.DIRECTOR, Role.JUSTICE_OFFICER, Role.PEACE_OFFICER})


def may_manage_resources(user: User) -> bool:
    return not roles_with_deputies(user).isdisjoint(MANAGERS)


def visible_residents(user: User, on: date | None = None) -> QuerySet[ResidentUnit]:
    """入驻单位表 of the user's town on a day; nothing without a town."""
    rows = ResidentUnit.objects.on(on or clock.today()).filter(centre=centre_of(user))
    return rows.select_related("department", "contact").order_by("pk")


def visible_helpers(
    user: User, on: date | None = None, category: Category | None = None
) -> QuerySet[Helper]:
    """Experts, volunteers and organisations of the user's town on a day, of one kind of dispute
    those who can help with it."""
    rows = Helper.objects.on(on or clock.today()).filter(centre=centre_of(user))
    if category is not None:
        rows = rows.filter(specialties=category)
    return rows.prefetch_related("specialties").order_by("kind", "pk")


def studios(
    centre: Division, on: date | None = None, category: Category | None = None
) -> QuerySet[Mediator]:
    """个人调解工作室 in force; their register is `grids.selectors.mediators`."""
    rows = Mediator.objects.on(on or clock.today()).filter(
        unit__centre=centre, kind=MediatorKind.STUDIO, user__is_active=True
    )
    if category is not None:
        rows = rows.filter(specialties=category)
    return rows.select_related("user", "unit").prefetch_related("specialties").order_by("pk")


def brand_rooms(centre: Division) -> QuerySet[Room]:
    """品牌调解室."""
    return Room.objects.filter(centre=centre, kind=RoomKind.BRAND, is_active=True).order_by("pk")
