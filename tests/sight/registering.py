"""Registers and campaigns: lines and tasks with planted words, and who reads each of them."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from grids.models import Campaign, CampaignFile, CampaignUnit, Register, RegisterFile
from grids.registers import KINDS
from grids.services import campaign_work, campaigns, registers
from mediation.core import clock
from tests.factories import V1
from tests.sight.world import NOBODY, World

NO_ROW = 987_654_325  # a key that no row has
OVERSEERS = frozenset({"peace", "director"})
LEADERS = frozenset({"leader", "leader2"})
LEADING = OVERSEERS | LEADERS | {"justice"}


def plant(world: World) -> None:
    """A line of five registers, two of them about a case; a campaign in which two units take part."""
    today = clock.today()
    number = world.cases["at_village"].number
    own = OVERSEERS | {"village", "justice"}
    entry = registers.enter(
        "education",
        world.user("village"),
        happened_on=today,
        title="宣传",
        sort="talk",
        place="广场",
        headcount=12,
        text=_word(world, "line of a register", own),
    )
    body = f"%PDF-1.4 {_word(world, 'file of a register', own)}".encode()
    registers.attach(
        entry,
        world.user("village"),
        SimpleUploadedFile(f"{_word(world, 'name of a file of a register', own)}.pdf", body),
    )
    registers.enter(
        "mending",
        world.user("peace"),
        happened_on=today,
        title="问题",
        to_unit=world.town.unit("guijian"),
        due_on=today + timedelta(days=5),
        text=_word(world, "line addressed to a unit", OVERSEERS | {"justice", "department"}),
    )
    # Leaders read every review; the number of the case stands there for who sees the case.
    registers.enter(
        "review",
        world.user("village"),
        happened_on=today,
        title="复盘",
        matter=number,
        text=_word(world, "a review", OVERSEERS | LEADERS | {"village"}),
        measures="说明",
        result="改进",
    )
    registers.enter(
        "fund",
        world.user("peace"),
        happened_on=today,
        matter=number,
        sort="social",
        amount="500",
        title="救助",
        text=_word(world, "why money was asked for", OVERSEERS),
    )
    registers.enter(
        "clue",
        world.user("discipline"),
        happened_on=today,
        sort="discipline",
        external_number=_word(world, "number of a clue", OVERSEERS | {"discipline"}),
    )
    _campaign(world)


def _campaign(world: World) -> None:
    today, peace = clock.today(), world.user("peace")
    village, department = world.town.unit(V1), world.town.unit("guijian")
    made = campaigns.open_campaign(
        peace,
        name="大排查",
        goal=_word(world, "goal of a campaign", LEADING | {"village", "department"}),
        starts_on=today.replace(day=1),
        ends_on=today + timedelta(days=40),
        units=[village, department],
    )
    for unit, account in ((village, "village"), (department, "department")):
        campaigns.add_task(
            made,
            peace,
            unit=unit,
            text=_word(world, f"task of {account}", LEADING | {account}),
            due_on=today + timedelta(days=3),
        )
    campaign_work.report_progress(
        made,
        world.user("village"),
        unit=village,
        month=today,
        text=_word(world, "month of a village", LEADING | {"village"}),
    )
    takers = LEADING | {"village", "department"}
    plan = f"%PDF-1.4 {_word(world, 'plan of a campaign', takers)}".encode()
    name = f"{_word(world, 'name of the plan of a campaign', takers)}.pdf"
    campaigns.keep_file(made, peace, file=SimpleUploadedFile(name, plan))
    line = campaign_work.add_criterion(made, peace, text="台账", points="10")
    campaign_work.accept_unit(
        made,
        peace,
        unit=village,
        verdict="passed",
        opinion=_word(world, "opinion of an acceptance", LEADING | {"village"}),
        points={line.pk: "9"},
    )


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def kinds(world: World) -> list[dict[str, Any]]:
    return [{"kind": code} for code in (*KINDS, "nothing")]


def lines(world: World) -> list[dict[str, Any]]:
    rows = Register.objects.order_by("pk").values("kind", "pk")
    return [*rows, {"kind": "education", "pk": NO_ROW}]


def files_of_lines(world: World) -> list[dict[str, Any]]:
    """Each file under its own line, and under one that is not its."""
    rows = RegisterFile.objects.values_list("register__kind", "register", "pk")
    own = [{"kind": kind, "pk": line, "file": pk} for kind, line, pk in rows]
    return [*own, {"kind": "education", "pk": NO_ROW, "file": own[0]["file"]}]


def files(world: World) -> list[dict[str, Any]]:
    return [{"pk": pk} for pk in (*RegisterFile.objects.values_list("pk", flat=True), NO_ROW)]


def plans(world: World) -> list[dict[str, Any]]:
    rows = CampaignFile.objects.order_by("pk").values_list("campaign", "pk")
    return [{"pk": pk} for _, pk in (*rows, (NO_ROW, NO_ROW))]


def kept(world: World) -> list[dict[str, Any]]:
    rows = CampaignFile.objects.order_by("pk").values_list("campaign", "pk")
    return [{"pk": campaign, "file": pk} for campaign, pk in (*rows, (NO_ROW, NO_ROW))]


def parts(world: World) -> list[dict[str, Any]]:
    rows = CampaignUnit.objects.order_by("pk").values_list("campaign", "unit")
    return [{"pk": campaign, "unit": unit} for campaign, unit in (*rows, (NO_ROW, NO_ROW))]


def whole(world: World) -> list[dict[str, Any]]:
    keys = Campaign.objects.order_by("pk").values_list("pk", flat=True)
    return [{"pk": pk} for pk in (*keys, NO_ROW)]


def arguments() -> list[tuple[str, Any]]:
    """Lines for `addresses.ARGUMENTS`, the most particular first."""
    return [
        (r"^registers/files/<int:pk>/", files),
        (r"^api/v1/registers/<slug:kind>/<int:pk>/files/<int:file>/", files_of_lines),
        (r"^(api/v1/)?registers/<slug:kind>/<int:pk>/", lines),
        (r"^(api/v1/)?registers/<slug:kind>/", kinds),
        (r"^campaigns/files/<int:pk>/", plans),
        (r"^api/v1/campaigns/<int:pk>/files/<int:file>/", kept),
        (r"^campaigns/<int:pk>/\w+/<int:unit>/", parts),
        (r"^(api/v1/)?campaigns/<int:pk>/", whole),
    ]
