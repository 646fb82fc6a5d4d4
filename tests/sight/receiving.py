"""Reception days, ownership, joint meetings and urgent reports: planted words, and their addresses."""

from typing import Any

from mediation.core import clock
from petitions.models import JointItem, JointMeeting, Reception, ReceptionDay, UrgentReport
from petitions.selectors.receptions import COUNTS
from petitions.services import joint_meetings, ownership, receptions, urgent
from tests.sight.world import NOBODY

NO_ROW = 987_654_324  # a key that no row has
# Minutes speak of every item: whoever reads the file of each, of those who are part of the meeting.
OVERSEERS = frozenset({"petition", "director", "peace"})


def plant(office: Any) -> None:
    """The file of an owned petition, a meeting over a heard one, a report, a day with a visit."""
    world, today = office.world, clock.today()
    owned, heard = office.petitions["owned"], office.petitions["heard"]
    texts = {name: office.text("owned", f"{name} of the owner") for name in ownership.TEXTS}
    ownership.write_ownership(owned, world.user("leader"), **texts)
    urgent.report_urgent(
        world.user("petition"),
        petition=owned,
        happened_at=clock.now(),
        place="街道门口",
        head_count=12,
        **report_texts(office),
    )
    meeting = joint_meetings.convene(
        world.user("director"), topic="例会", held_on=today, place="会议室"
    )
    officer = world.user("petition")
    item = meeting.items.filter(petition=heard).first()
    if item is None:
        item = joint_meetings.add_item(meeting, officer, heard)
    joint_meetings.discuss(item, officer, office.text("heard", "said in a meeting"))
    joint_meetings.decide(item, officer, text=office.text("heard", "decided in a meeting"))
    minutes = str(world.word("heard", NOBODY, "minutes of a meeting"))
    world.readers[minutes] = OVERSEERS
    joint_meetings.finish_minutes(meeting, officer, minutes=minutes)
    day = receptions.arrange(
        officer, on=today, hours="9:00", place="门口", leaders=[world.user("leader").pk]
    )
    Reception.objects.create(centre=day.centre, day=day, petition=heard, by=officer, at=clock.now())


def report_texts(office: Any) -> dict[str, str]:
    """All of them stand on the letter (F15) in the file, but for what is asked: the letter prints
    the petition's own demands."""
    texts = {name: office.text("owned", f"{name} of a report") for name in urgent.TEXTS[1:]}
    asked = str(office.world.word("owned", NOBODY, "demands of a report"))
    office.world.readers[asked] = OVERSEERS | {"leader"}
    return texts | {"demands": asked}


def days(world: Any) -> list[dict[str, Any]]:
    rows = [*ReceptionDay.objects.order_by("pk").values_list("pk", flat=True), NO_ROW]
    return [{"day_pk": pk, "day": pk} for pk in rows]


def visits(world: Any) -> list[dict[str, Any]]:
    rows = Reception.objects.order_by("pk").values_list("day", "pk")
    return [
        {"day_pk": day, "day": day, "visit_pk": pk, "visit": pk}
        for day, pk in (*rows, (NO_ROW, NO_ROW))
    ]


def columns(world: Any) -> list[dict[str, Any]]:
    return [{"column": name} for name in (*COUNTS, "visitors")]


def meetings(world: Any) -> list[dict[str, Any]]:
    rows = [*JointMeeting.objects.order_by("pk").values_list("pk", flat=True), NO_ROW]
    return [{"meeting_pk": pk, "meeting": pk} for pk in rows]


def items(world: Any) -> list[dict[str, Any]]:
    rows = JointItem.objects.order_by("pk").values_list("meeting", "pk")
    return [
        {"meeting_pk": meeting, "meeting": meeting, "item_pk": pk, "item": pk}
        for meeting, pk in (*rows, (NO_ROW, NO_ROW))
    ]


def reports(world: Any) -> list[dict[str, Any]]:
    rows = [*UrgentReport.objects.order_by("pk").values_list("pk", flat=True), NO_ROW]
    return [{"report_pk": pk, "report": pk} for pk in rows]


def arguments() -> list[tuple[str, Any]]:
    """Lines for `addresses.ARGUMENTS`, the most particular first."""
    return [
        (r"petitions/receptions/behind/", columns),
        (r"petitions/receptions/.*/visits/<int:visit", visits),
        (r"petitions/receptions/<int:day", days),
        (r"petitions/joint-meetings/.*/items/", items),
        (r"petitions/joint-meetings/<int:meeting", meetings),
        (r"petitions/urgent/<int:report", reports),
    ]
