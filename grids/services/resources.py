"""入驻单位表, experts and volunteers: added, and ended on a day (domain.md §7 rows 49, 56, 106)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from grids.enums.changes import Attendance
from grids.enums.resources import HelperKind
from grids.models import Category, Department, Division, Helper, ResidentUnit
from grids.selectors import centre_of
from grids.selectors.resources import may_manage_resources
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import find_private_numbers


@transaction.atomic
def add_resident(
    user: User,
    *,
    mode: str,
    services: str,
    department: Department | None = None,
    outside_name: str = "",
    days: str = "",
    place: str = "",
    contact: User | None = None,
    phone: str = "",
    from_on: date | None = None,
) -> ResidentUnit:
    """A unit of the town, or one from outside, comes to the centre.

    Raises `Refused`: not_yours · one_unit · invalid_choice · needs · listed_already.
    """
    centre = _centre_of(user, "登记入驻单位")
    outside_name = outside_name.strip()
    if (department is None) == (not outside_name):
        raise Refused(
            "one_unit", "本镇单位选一个，外单位写名称，两样填一样。", field="outside_name"
        )
    if department is not None and department.centre_id != centre.pk:
        raise Refused("invalid_choice", "请从列出的单位里选一个。", field="department")
    if mode not in Attendance.values:
        raise Refused("invalid_choice", "请选入驻方式。", field="mode")
    if mode == Attendance.ROTATING and not days.strip():
        raise Refused("needs", "轮驻的请写明哪几天，群众好按日子来。", field="days")
    standing = ResidentUnit.objects.filter(
        centre=centre, department=department, outside_name=outside_name, to_on=None
    )
    if standing.exists():
        raise Refused("listed_already", "这个单位已经在表里。", instead="有变动的，先结束再登记")
    return ResidentUnit.objects.create(
        centre=centre,
        department=department,
        outside_name=outside_name,
        mode=mode,
        days=days.strip(),
        place=place.strip(),
        services=_words(services, "services"),
        contact=contact,
        phone=phone.strip(),
        from_on=from_on or clock.today(),
    )


@transaction.atomic
def add_helper(
    user: User,
    *,
    kind: str,
    name: str,
    field: str,
    has_consent: bool,
    specialties: Iterable[Category] = (),
    available: str = "",
    phone: str = "",
    from_on: date | None = None,
) -> Helper:
    """An expert, a volunteer, an organisation, who agreed to be listed.

    Raises `Refused`: not_yours · invalid_choice · needs_consent · needs · listed_already.
    """
    centre = _centre_of(user, "登记专家和志愿者")
    if kind not in HelperKind.values:
        raise Refused("invalid_choice", "请选类别。", field="kind")
    if not has_consent:
        raise Refused("needs_consent", "本人（单位）同意以后才能列入。", field="has_consent")
    name = _words(name, "name")
    if Helper.objects.filter(centre=centre, kind=kind, name=name, to_on=None).exists():
        raise Refused("listed_already", "已经列入了。", instead="有变动的，先结束再登记")
    found = Helper.objects.create(
        centre=centre,
        kind=kind,
        name=name,
        field=_words(field, "field"),
        available=available.strip(),
        phone=phone.strip(),
        has_consent=True,
        from_on=from_on or clock.today(),
    )
    found.specialties.set(specialties)
    return found


@transaction.atomic
def end(row: Any, user: User, on: date | None = None) -> Any:
    """From the next day on it is not in the list; the row stays. Of a helper who ends, the phone
    is forgotten. Raises `Refused`: not_yours · invalid_day · ended."""
    centre = _centre_of(user, "结束")
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk, centre=centre)
    day = on or clock.today()
    if row.to_on is not None:
        raise Refused("ended", "已经结束了。")
    if day < row.from_on:
        raise Refused("invalid_day", f"不能早于开始的 {row.from_on:%Y-%m-%d}。", field="on")
    row.to_on = day
    if isinstance(row, Helper):
        row.phone = ""
    row.save()
    return row


def _words(value: str, field: str) -> str:
    text = value.strip()
    if not text:
        raise Refused("needs", "这一格还没有填。", field=field)
    if find_private_numbers(text):
        raise Refused("invalid_text", "里面有电话或证件号，请只写在电话那一格。", field=field)
    return text


def _centre_of(user: User, what: str) -> Division:
    centre = centre_of(user)
    if centre is None or not may_manage_resources(user):
        raise Refused(
            "not_yours", f"这一步您现在不能办：{what}。", who="由中心主任、司法所或平安办来办"
        )
    return centre
