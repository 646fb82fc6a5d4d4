"""A calendar announced late dates open petitions again; new field keys reach their sealed words."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from mediation.core import events
from petitions import labels
from petitions.models import Deadline, IssuedLetter, Petition, Petitioner, SealedContent
from petitions.services.reference import load_contents
from tests.cases.factories import some_text
from tests.core.test_privacy import new_key
from tests.factories import Town, make_town
from tests.petitions.factories import Office

NOTICE_2026 = Path(__file__).resolve().parent.parent / "data" / "calendar_2026.csv"
At = Callable[[str], Any]


def announce(folder: Path, days_off: list[str]) -> None:
    """Load a notice of 2027 that has these days off, National Day among them."""
    file = folder / "2027.csv"
    lines = [f"{day},false,放假" for day in [*days_off, "2027-10-01"]]
    file.write_text("\n".join(["date,is_workday,name", *lines, ""]), encoding="utf-8")
    call_command("load_calendar", file, stdout=StringIO())


def recompute(*options: str) -> str:
    out = StringIO()
    call_command("recompute_deadlines", *options, stdout=out)
    return out.getvalue()


def running(petition: Petition, clock: str) -> Deadline:
    return petition.deadlines.get(clock=clock, stopped_on__isnull=True)


@pytest.fixture
def year_end(db: None, at: At) -> Office:
    """Wed 2026-12-30, when nothing is known of 2027."""
    at("2026-12-30 09:00")
    call_command("load_calendar", NOTICE_2026, stdout=StringIO())
    load_contents()
    town: Town = make_town()
    return Office(town)


@pytest.fixture
def passed_on(year_end: Office) -> Petition:
    """Object by the fifth working day: 12-31, 01-04 … 01-07, provisional (rules.md §9). Objecting is
    a chance: on the face stands NOTIFY, 15 calendar days from 12-30."""
    petition = year_end.register(sender="bureau", sent_by="区信访办", external_number="无")
    objecting = running(petition, "OBJECT")
    assert (objecting.due_on, objecting.is_provisional) == (date(2027, 1, 7), True)
    assert (petition.due_on, petition.due_is_provisional) == (date(2027, 1, 14), False)
    return petition


def test_a_late_calendar_moves_what_leans_on_it_and_says_so(
    passed_on: Petition, tmp_path: Path
) -> None:
    """With 01-01…01-05 off: 12-31, 01-06, 07, 08 and Mon 01-11. NOTIFY counts calendar days."""
    notify = running(passed_on, "NOTIFY").due_on
    announce(tmp_path, ["2027-01-01", "2027-01-04", "2027-01-05"])
    assert "试运行，没有写入：看了 1 件，改了期限 1 件" in recompute("--dry-run")
    assert running(passed_on, "OBJECT").due_on == date(2027, 1, 7)
    assert "看了 1 件，改了期限 1 件" in recompute()
    passed_on.refresh_from_db()
    objecting = running(passed_on, "OBJECT")
    assert (objecting.due_on, objecting.is_provisional) == (date(2027, 1, 11), False)
    assert (passed_on.due_on, passed_on.due_is_provisional) == (date(2027, 1, 14), False)
    assert running(passed_on, "NOTIFY").due_on == notify
    event = passed_on.events.latest("seq")
    assert (event.verb, event.actor.username) == ("amend", "system")
    assert labels.sentence(event) == "放假安排有变，重新算了期限"
    assert event.payload["clocks"] == [
        {"clock": "OBJECT", "from": "2027-01-07", "to": "2027-01-11"}
    ]
    assert not list(events.verify_chain(passed_on.events.all(), "petition"))
    count = passed_on.events.count()
    assert "改了期限 0 件" in recompute()
    assert passed_on.events.count() == count


def test_an_urging_moves_with_its_clock(year_end: Office, tmp_path: Path) -> None:
    """Two working days: 12-31 and 01-04; with 01-01…01-05 off: 01-06."""
    petition = year_end.register()
    unit = str(year_end.town.unit("guijian").pk)
    year_end.move(petition, "urge", "peace", to=unit, text=some_text())
    assert petition.directions.get().due_on == date(2027, 1, 4)
    announce(tmp_path, ["2027-01-01", "2027-01-04", "2027-01-05"])
    recompute()
    assert petition.directions.get().due_on == running(petition, "URGE").due_on
    assert petition.directions.get().due_on == date(2027, 1, 6)


def test_new_field_keys_reach_what_petitions_seal(year_end: Office, settings: Any) -> None:
    usual, fresh = settings.FIELD_KEYS, new_key("fresh")
    year_end.register(petitioners=[{"name": "某人", "phone": "13900001234"}])
    said = some_text()
    year_end.register("discipline", kind="accusation", narrative=said)
    settings.FIELD_KEYS = f"{fresh},{usual}"
    out = StringIO()
    call_command("rotate_field_keys", stdout=out)
    assert ", 0 cannot be opened" in out.getvalue()
    settings.FIELD_KEYS = fresh  # the old key is gone
    assert SealedContent.objects.get().data["narrative"] == said
    assert "13900001234" in {one.phone for one in Petitioner.objects.all()}
    assert all(one.content.data["number"] == one.number for one in IssuedLetter.objects.all())
