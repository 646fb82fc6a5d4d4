"""What stands above the levels of rules.md §6: whole numbers, safety, records, files."""

from django.db.models import Q, QuerySet

from cases import enums
from cases.access.relations import relations
from cases.access.sights import FILE, RECORD, guided_by, is_guided_by, level_of, visible_to
from cases.access.standing import Standing, standing
from cases.enums import Relation as R
from cases.models import Attachment, Case, Stage
from grids.enums import Role
from mediation.core import clock
from mediation.core.models import User


def may_see_whole(user: User, case: Case) -> bool:
    """Whole numbers and addresses, by POST with a reason (rules.md §6, column "whole")."""
    me = standing(user)
    if case.centre_id not in me.centres:
        return False
    if me.roles & {Role.PEACE_OFFICER, Role.DIRECTOR}:
        return True
    if case.owner_id in me.users:
        return True
    if case.is_open and case.unit_id in me.handling_units and case.tier != enums.Tier.LEADER:
        return True
    if is_whistled_police(me, case):
        return True
    if Role.WINDOW_CLERK in me.roles and case.registered_by_id == user.pk:
        return clock.local_day(case.registered_at) == clock.today()
    return Role.JUSTICE_OFFICER in me.roles and case.outcome == enums.Outcome.REFERRED


def is_whistled_police(me: Standing, case: Case) -> bool:
    """派出所 that was whistled for, as long as the case is open."""
    stations = me.units_by_role.get(Role.POLICE_OFFICER, frozenset())
    return case.is_open and any(
        one.kind == enums.DirectionKind.WHISTLE
        and one.to_unit_id in stations
        and one.retracted_at is None
        for one in case.directions.all()
    )


def may_see_safety(user: User, case: Case) -> bool:
    """Violence, minors, hidden address: O, H and L of the case, and whoever was whistled for it
    as long as his answer is waited for."""
    found = relations(user, case)
    if not found.isdisjoint({R.OFFICER, R.HEAD, R.LEADER}):
        return True
    me = standing(user)
    return R.ADDRESSEE in found and any(
        direction.is_for_safety
        and direction.is_waiting
        and (direction.to_user_id in me.users or direction.to_unit_id in me.answering_units)
        for direction in case.directions.all()
    )


def may_raise_sign(user: User, case: Case) -> bool:
    """Any member of staff who works with the file says what he saw (未成年人保护法11条)."""
    return level_of(user, case) >= FILE and bool(relations(user, case))


def readable_stages(user: User, case: Case) -> set[int]:
    """Stages whose minutes, terms and consents this user may read (column "record").

    A village committee its own; the street's room its own and the lower ones; the owner and the
    justice office all of them.
    """
    me = standing(user)
    stages = list(case.stages.all())
    if case.owner_id in me.users or is_guided_by(user, case):
        return {stage.pk for stage in stages}
    if Role.JUSTICE_OFFICER in me.roles and (
        case.tier in {enums.Tier.VILLAGE, enums.Tier.STREET}
        or case.outcome == enums.Outcome.REFERRED
    ):
        return {stage.pk for stage in stages}
    rooms = me.units_by_role.get(Role.MEDIATOR, frozenset())
    is_street = any(s.unit_id in rooms and s.tier == enums.Tier.STREET for s in stages)
    return {
        stage.pk
        for stage in stages
        if stage.unit_id in me.handling_units or (is_street and stage.tier == enums.Tier.VILLAGE)
    }


def _records(me: Standing) -> Q:
    """The same as a condition on rows that have a `case` and a `stage`."""
    whole = Q(case__owner__in=me.users)
    if Role.JUSTICE_OFFICER in me.roles:
        whole |= Q(case__tier__in=[enums.Tier.VILLAGE, enums.Tier.STREET])
        whole |= Q(case__outcome=enums.Outcome.REFERRED)
    if Role.GUIDANCE_MEDIATOR in me.roles:
        whole |= Q(case__in=guided_by(me))
    rooms = me.units_by_role.get(Role.MEDIATOR, frozenset())
    been_there = Stage.objects.filter(unit__in=rooms, tier=enums.Tier.STREET)
    return (
        whole
        | Q(stage__unit__in=me.handling_units)
        | Q(stage__tier=enums.Tier.VILLAGE, case__in=been_there.values("case"))
    )


def attachments_for(user: User) -> QuerySet[Attachment]:
    """Files this user may take out: of the file, and those of the record with the record."""
    seen = visible_to(user)
    return Attachment.objects.filter(
        Q(is_record=False, case__in=seen.filter(level__gte=FILE).values("pk"))  # type: ignore[misc]
        | Q(_records(standing(user)), case__in=seen.filter(level__gte=RECORD).values("pk"))  # type: ignore[misc]
    )
