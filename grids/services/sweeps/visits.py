"""Where somebody of a unit went in a round; no household register and nobody who was met."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from grids.enums import Level
from grids.models import Department, Division, Post, SweepGoer, SweepRound, SweepVisit
from grids.selectors.sweeps import units_swept
from grids.services.sweeps.checks import check_begun, check_runs, not_yours
from grids.services.writing import day, words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

LONGEST_ASKED_FOR, LONGEST_PLACE = 1_000, 100


def record_visit(
    round_: SweepRound,
    actor: User,
    *,
    unit: Department,
    division: Division | str,
    place: str,
    on: date,
    asked_for: str,
    form_key: UUID | str,
    goers: Collection[int | User] = (),
    others: str = "",
) -> SweepVisit:
    """Where somebody of the unit went, when, who, and what was asked for; nobody who was met.

    The same form key gives the first one back.
    Raises `Refused`: not_yours · not_now · needs · invalid_division · invalid_day · invalid_text.
    """
    if unit.pk not in units_swept(actor) or not round_.units.filter(unit=unit).exists():
        raise not_yours("记这一轮的走访", f"由{unit.short_name}的同志来记")
    if known := SweepVisit.objects.filter(form_key=form_key, unit=unit).first():
        return known
    check_runs(round_)
    check_begun(round_)
    on = day(on, "on", earliest=round_.from_on, latest=min(clock.today(), round_.due_on))
    visit = SweepVisit(
        centre=round_.centre,
        round=round_,
        unit=unit,
        division=_place(division, unit),
        place=words(place, "place", LONGEST_PLACE),
        on=on,
        others=words(others, "others", LONGEST_PLACE, is_needed=False),
        asked_for=words(asked_for, "asked_for", LONGEST_ASKED_FOR),
        by=actor,
        at=clock.now(),
        form_key=UUID(str(form_key)),
    )
    went = _goers(goers or [actor], round_.centre, on)
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
            SweepGoer.objects.bulk_create(
                SweepGoer(centre=round_.centre, visit=visit, person_id=one) for one in went
            )
    except IntegrityError:  # the same form, pressed twice at once
        if known := SweepVisit.objects.filter(form_key=form_key, unit=unit).first():
            return known
        raise
    return visit


def _place(division: Division | str, unit: Department) -> Division:
    code = division.code if isinstance(division, Division) else str(division)
    within = unit.division or unit.centre
    found = (
        Division.objects.active()
        .under(within)
        .filter(code=code, level__in=[Level.VILLAGE, Level.GRID])
        .first()
    )
    if found is None:
        raise Refused(
            "invalid_division", f"请选{within.short_name}里的村（社区）或网格。", field="division"
        )
    return found


def _goers(people: Collection[int | User], centre: Division, on: date) -> list[int]:
    keys = list(dict.fromkeys(one.pk if isinstance(one, User) else one for one in people))
    staff = set(
        Post.objects.on(on)
        .filter(user__in=keys, department__centre=centre)
        .values_list("user", flat=True)
    )
    if staff != set(keys):
        raise Refused("invalid_choice", "去的同志请从当天在岗的人里选。", field="goers")
    return keys
