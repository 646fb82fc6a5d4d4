"""Written reports and meetings: a draft is its unit's, what was sent its readers', a meeting's words
theirs who are asked to it."""

from datetime import timedelta
from typing import Any

from mediation.core import clock
from reporting.kinds import REPORT_KINDS
from reporting.models import Meeting, MeetingTask, WrittenReport
from reporting.services import meetings, reports
from tests.sight.world import NOBODY, World

OVERSEERS = frozenset({"peace", "director", "leader", "leader2", "justice"})
VILLAGE = OVERSEERS | {"village"}
# Who is asked to the half-monthly meeting, beside the overseers.
ASKED = OVERSEERS | {
    "village",
    "village2",
    "mediator",
    "mediator2",
    "police",
    "petition",
    "department",
}
NO_ROW = 987_654_351  # a key that no row has


def plant(world: World) -> None:
    """A draft, a village's report of last week that was sent, two meetings, one of them final."""
    justice, village = world.user("justice"), world.user("village")
    draft = reports.open_report(justice, "half_month", world.town.unit("justice"))
    words = {"features": _word(world, "a draft of a report", frozenset({"justice"}))}
    reports.write_report(draft, justice, sections=words)
    unit = world.town.unit(world.town.v1.code)
    week = reports.open_report(village, "village_week", unit, day=clock.today() - timedelta(days=7))
    said = {
        section.name: _word(world, f"a village's report ({section.name})", VILLAGE)
        for section in REPORT_KINDS["village_week"].sections
    }
    reports.sign_report(reports.write_report(week, village, sections=said), village)
    meetings.open_meetings()
    of_village = Meeting.objects.get(kind="village", unit=unit)
    meetings.arrange(of_village, village, held_on=clock.today(), place="村委会")
    meetings.finish_minutes(
        of_village,
        village,
        minutes=_word(world, "minutes of a village's meeting", VILLAGE),
        words={of_village.items.first().pk: _word(world, "words on an item", VILLAGE)},  # type: ignore[union-attr]
    )
    half_month = Meeting.objects.get(kind="half_month", unit=world.town.unit("peace"))
    meetings.add_task(
        half_month,
        world.user("peace"),
        text=_word(world, "task of a meeting", ASKED),
        unit=world.town.unit("guijian"),
        due_on=clock.today() + timedelta(days=5),
    )


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def keys_of(model: type[Any]) -> list[dict[str, Any]]:
    keys = model.objects.order_by("pk").values_list("pk", flat=True)
    return [{"pk": pk} for pk in (*keys[:40], NO_ROW)]


def written(world: World) -> list[dict[str, Any]]:
    return keys_of(WrittenReport)


def written_steps(world: World) -> list[dict[str, Any]]:
    steps = ("submit", "sign", "return", "correct", "receive", "receipt", "nothing")
    return [row | {"step": step} for row in keys_of(WrittenReport) for step in steps]


def held(world: World) -> list[dict[str, Any]]:
    final = Meeting.objects.filter(minutes_at__isnull=False)
    other = Meeting.objects.filter(kind="half_month")
    return [{"pk": one.pk} for one in (*final, *other)] + [{"pk": NO_ROW}]


def meeting_steps(world: World) -> list[dict[str, Any]]:
    steps = ("arrange", "item", "task", "sign_in", "minutes", "nothing")
    return [row | {"step": step} for row in held(world) for step in steps]


def tasks(world: World) -> list[dict[str, Any]]:
    return keys_of(MeetingTask)


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"reports/written/<int:pk>/<str:step>/", written_steps),
        (r"reports/written/<int:pk>/", written),
        (r"(^|/)meetings/tasks/<int:pk>/", tasks),
        (r"^api/v1/meetings/<int:pk>/<str:step>/", meeting_steps),
        (r"(^|/)meetings/<int:pk>/", held),
    ]
