"""工作专班: staff and documents for one outstanding problem (domain.md §7 rows 75, 76, 89)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases import access
from cases.enums import TaskForceDocumentKind
from cases.models import Case, TaskForce, TaskForceDocument, TaskForceMember
from cases.services import writing
from grids.enums import Role
from grids.models import Department
from grids.selectors import centre_of
from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User

FOUNDERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR, Role.LEADER})


def may_found(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(FOUNDERS)


def may_lead(force: TaskForce, user: User) -> bool:
    """Who founds task forces in this town, and the lead unit's own officers."""
    me = access.standing(user)
    if force.centre_id not in me.centres:
        return False
    return may_found(user) or force.lead_unit_id in me.handling_units


@transaction.atomic
def found(
    actor: User,
    *,
    name: str,
    problem: str,
    lead_unit: int | Department,
    units: Collection[int | Department] = (),
    from_on: date | None = None,
) -> TaskForce:
    """A new task force of the actor's town. Raises `Refused`: not_yours · needs · invalid…."""
    centre = centre_of(actor)
    if centre is None or not may_found(actor):
        raise Refused(
            "not_yours", "组建专班要由平安办、包案领导或中心主任来办。", instead="可以告诉他们"
        )
    lead = writing.unit_of(lead_unit, centre, "lead_unit")
    others = [writing.unit_of(unit, centre, "units") for unit in units]
    force = TaskForce.objects.create(
        centre=centre,
        name=writing.words(name, "name", 60),
        problem=writing.words(problem, "problem"),
        lead_unit=lead,
        from_on=writing.day(from_on or clock.today(), "from_on", latest=clock.today()),
        by=actor,
        at=clock.now(),
    )
    force.units.set(unit for unit in others if unit.pk != lead.pk)
    return force


def _at_work(force: TaskForce, actor: User) -> TaskForce:
    """The task force, locked, while it lasts. Raises `Refused`: not_yours · ended."""
    locked = TaskForce.objects.select_for_update(no_key=True).get(pk=force.pk)
    if not may_lead(locked, actor):
        raise Refused("not_yours", "这个专班由牵头单位来管。", who="要由牵头单位或平安办来办")
    if locked.to_on is not None:
        raise Refused("ended", f"专班已于 {locked.to_on:%Y-%m-%d} 结束。")
    return locked


@transaction.atomic
def add_member(force: TaskForce, actor: User, user: int | User, duty: str = "") -> TaskForceMember:
    """A member of the staff of the town, with his task; named again, his task is changed.

    Raises `Refused`: not_yours · ended · needs · invalid_choice.
    """
    force = _at_work(force, actor)
    person = writing.staff_of(user, force.centre, "user")
    if person is None:
        raise Refused("needs", "请选一位工作人员。", field="user")
    member, _ = TaskForceMember.objects.update_or_create(
        task_force=force,
        user=person,
        defaults={
            "centre": force.centre,
            "duty": writing.words(duty, "duty", 100, is_needed=False),
        },
    )
    return member


@transaction.atomic
def put_case(force: TaskForce, actor: User, case: Case, *, is_in: bool = True) -> None:
    """Count a case whose file the actor reads among those of the problem, or no longer.

    Raises `Refused`: not_yours · ended · invalid_choice.
    """
    force = _at_work(force, actor)
    if access.level_of(actor, case) < access.FILE or case.centre_id != force.centre_id:
        raise Refused("invalid_choice", "没有找到这件事，或者不在您的查看范围。", field="case")
    if is_in:
        force.cases.add(case)
    else:
        force.cases.remove(case)


@transaction.atomic
def write_document(
    force: TaskForce,
    actor: User,
    *,
    kind: str,
    text: str = "",
    upload: "UploadedFile[Any] | None" = None,
) -> TaskForceDocument:
    """A new version of one of the documents: words, a file, or both; the older ones stay.

    Raises `Refused`: not_yours · ended · needs · invalid….
    """
    force = _at_work(force, actor)
    if kind not in TaskForceDocumentKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    said = writing.words(text, "text", 20_000, is_needed=upload is None)
    stored = files.store(upload)._asdict() if upload is not None else {}
    return TaskForceDocument.objects.create(
        centre=force.centre,
        task_force=force,
        kind=kind,
        text=said,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored,
    )


@transaction.atomic
def end(force: TaskForce, actor: User, on: date | None = None) -> TaskForce:
    """The task force ends on a day, today by default. Raises `Refused`: not_yours · ended…."""
    force = _at_work(force, actor)
    today = clock.today()
    force.to_on = writing.day(on or today, "to_on", earliest=force.from_on, latest=today)
    force.save(update_fields=["to_on"])
    return force
