"""Words planted in plans, 包案 files, listings, meetings and task forces of the walked cases.

All of them are of the file (rules.md §6, level 2), whatever page they are met on.
"""

from datetime import timedelta

from cases.models import AgendaItem, Consultation, PlanStep, TaskForce, TaskForceDocument
from cases.services import checklists, consultations, ownership, plans, task_forces
from grids.models import ChecklistItem
from mediation.core import clock
from tests.sight.world import NOBODY, World

PLANNED = {"at_village": "village", "at_street": "mediator", "at_leader": "leader", "red": "peace"}


def plant(world: World) -> None:
    today = clock.today()
    late, ahead = today - timedelta(days=1), today + timedelta(days=9)
    for name, by in PLANNED.items():
        case = world.cases[name]
        case.refresh_from_db()
        plans.write_plan(
            case,
            world.user(by),
            goal=world.word(name, "file", "goal of the plan"),
            measures=world.word(name, "file", "measures of the plan"),
            ends_on=ahead,
            steps=[
                {
                    "what": world.word(name, "file", "step of the plan"),
                    "unit": world.town.unit("guijian"),
                    "due_on": day,
                }
                for day in (max(late, case.received_on), ahead)
            ],
        )
    leader = world.cases["at_leader"]
    ownership.write_ownership(
        leader,
        world.user("leader"),
        **{name: world.word("at_leader", "file", name) for name in ownership.TEXTS},
    )
    for name in ("at_leader", "red"):
        reason = world.word(name, "file", "reason of the listing")
        ownership.list_case(world.cases[name], world.user("peace"), reason=reason, due_on=ahead)
    item = ChecklistItem.objects.create(centre=world.town.centre, checklist="clear", text="某一条")
    checklists.tick(leader, world.user("leader"), item.pk)
    meet(world)
    force(world)


def meet(world: World) -> None:
    """平安办 and 规建办 meet over every grave case; the minutes are of none of them alone."""
    meeting = consultations.convene(
        world.user("peace"),
        kind="consultation",
        topic="例会",
        held_on=clock.today(),
        place="会议室",
        units=[world.town.unit("guijian"), world.town.unit("police")],
        people=[world.user("leader"), world.user("village")],
    )
    for name in ("at_village", "at_street", "minor", "sealed"):
        case = world.cases[name]
        if not meeting.items.filter(case=case).exists():
            consultations.add_item(meeting, world.user("peace"), case)
    names = {case.pk: name for name, case in world.cases.items()}
    for one in meeting.items.select_related("case", "consultation"):
        name = names[one.case_id]
        said = world.word(name, "file", "words at the meeting")
        consultations.discuss(one, world.user("peace"), said)
        decided = world.word(name, "file", "decision of the meeting")
        consultations.decide(one, world.user("peace"), text=decided)
    minutes = world.word("red", NOBODY, "minutes of a meeting over all")
    world.readers[minutes] = frozenset({"peace", "director"})
    consultations.finish_minutes(meeting, world.user("peace"), minutes=minutes)


def force(world: World) -> None:
    """A task force over two cases, led by 规建办; its own words are of no case."""
    found = task_forces.found(
        world.user("peace"), name="某专班", problem="一个问题",
        lead_unit=world.town.unit("guijian"),
    )  # fmt: skip
    for name in ("red", "minor"):
        task_forces.put_case(found, world.user("peace"), world.cases[name])
    words = world.word("red", NOBODY, "document of a task force")
    readers = {"peace", "director", "leader", "leader2", "department"}
    world.readers[words] = frozenset(readers)
    task_forces.write_document(found, world.user("peace"), kind="plan", text=words)


def steps(world: World) -> list[dict[str, int]]:
    return [{"pk": one.case_id, "step_pk": one.pk} for one in PlanStep.objects.all()]


def items(world: World) -> list[dict[str, int]]:
    return [{"pk": one.consultation_id, "item_pk": one.pk} for one in AgendaItem.objects.all()]


def meetings(world: World) -> list[dict[str, int]]:
    return [{"pk": one.pk} for one in Consultation.objects.all()]


def forces(world: World) -> list[dict[str, int]]:
    return [{"pk": one.pk} for one in TaskForce.objects.all()]


def documents(world: World) -> list[dict[str, int]]:
    return [{"pk": one.pk} for one in TaskForceDocument.objects.all()]
