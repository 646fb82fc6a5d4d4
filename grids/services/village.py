"""Writing down a village's desk and the people who stand by it; rows end, none is taken away."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F

from grids.enums import SEAT_LIMIT, Level, Seat
from grids.enums.village import ONE_PER_VILLAGE, VillageDuty
from grids.models import Division, TeamSeat, VillageDesk, VillageStaff
from grids.selectors.places import towns
from grids.selectors.village import may_write_village
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

DESK_FIELDS = ("place", "window", "room", "hours", "duty_phone")


def _check_writer(actor: User, village: Division) -> None:
    if not may_write_village(actor, village):
        raise Refused(
            "not_yours",
            "村（社区）的这一页由本村（社区）负责人、司法所、平安办或者中心主任来写。",
        )


def _centre_of(village: Division) -> Division:
    return towns().get(path=village.path[: len(village.path) - 3])


@transaction.atomic
def write_desk(village: Division, actor: User, **words: str) -> VillageDesk:
    """Where and when the village receives people; empty words are left out of its page.

    Raises Refused: not_yours.
    """
    _check_writer(actor, village)
    desk, _ = VillageDesk.objects.select_for_update().get_or_create(
        division=village, defaults={"centre": _centre_of(village)}
    )
    for name in DESK_FIELDS:
        setattr(desk, name, words.get(name, getattr(desk, name)))
    desk.save()
    return desk


@transaction.atomic
def add_staff(
    village: Division,
    actor: User,
    *,
    duty: str,
    name: str,
    from_on: date,
    organisation: str = "",
    phone: str = "",
    has_consented: bool = False,
) -> VillageStaff:
    """Somebody stands by the village from a day on. Of legal advisers and policemen there is one:
    the predecessor's last day is the day before.

    Raises Refused: not_yours · needs_name · invalid_duty · invalid_from_on · already_there.
    """
    _check_writer(actor, village)
    Division.objects.select_for_update(no_key=True).get(pk=village.pk)  # one at a time
    if not name.strip():
        raise Refused("needs_name", "请写姓名。", field="name")
    if duty not in VillageDuty.values:
        raise Refused("invalid_duty", "请从列表里选一项。", field="duty")
    standing = VillageStaff.objects.filter(division=village, duty=duty, to_on=None)
    if standing.filter(name=name.strip()).exists():
        raise Refused("already_there", "这位同志已经登记了，需要改的先写结束日期再登记。")
    if duty in ONE_PER_VILLAGE:
        before = standing.first()
        if before is not None:
            last = from_on - timedelta(days=1)
            if last < before.from_on:
                raise Refused(
                    "invalid_from_on",
                    f"前任从{before.from_on:%Y-%m-%d}开始，请写这一天以后的日期。",
                    field="from_on",
                )
            _end(before, last)
    return VillageStaff.objects.create(
        centre=_centre_of(village),
        division=village,
        duty=duty,
        name=name.strip(),
        organisation=organisation.strip(),
        phone=phone.strip(),
        from_on=from_on,
        consented_on=clock.today() if has_consented else None,
    )


@transaction.atomic
def end_staff(staff: VillageStaff, actor: User, to_on: date) -> VillageStaff:
    """His last day. Raises Refused: not_yours · not_now · invalid_to_on."""
    _check_writer(actor, staff.division)
    staff = VillageStaff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    if staff.to_on is not None:
        raise Refused("not_now", "结束日期已经写过了。")
    if to_on < staff.from_on:
        raise Refused("invalid_to_on", "结束日期不能早于开始日期。", field="to_on")
    return _end(staff, to_on)


@transaction.atomic
def set_consent(staff: VillageStaff, actor: User, *, has_consented: bool) -> VillageStaff:
    """He agrees to be put up outside, or takes it back; from that moment the card leaves him out.

    Raises Refused: not_yours.
    """
    _check_writer(actor, staff.division)
    staff.consented_on = clock.today() if has_consented else None
    staff.save(update_fields=["consented_on"])
    return staff


def _end(staff: VillageStaff, to_on: date) -> VillageStaff:
    staff.to_on = to_on
    staff.save(update_fields=["to_on"])
    return staff


def faults() -> Iterator[str]:
    """What no constraint can say (check_invariants)."""
    for model in (VillageDesk, VillageStaff):
        rows = model.objects.select_related("division", "centre")
        for row in rows.exclude(
            division__level=Level.VILLAGE, division__path__startswith=F("centre__path")
        ):
            yield f"{model._meta.verbose_name}（{row.division.name}）没有挂在本镇的村（社区）上。"
    full = (
        TeamSeat.objects.on(clock.today())
        .filter(user__is_active=True)
        .values("division__name", "seat")
        .annotate(people=Count("pk"))
        .order_by("division__name", "seat")
    )
    for row in full:
        if row["people"] > SEAT_LIMIT[row["seat"]]:
            yield f"{row['division__name']}责任组“{Seat(row['seat']).label}”多于 {SEAT_LIMIT[row['seat']]} 人。"
