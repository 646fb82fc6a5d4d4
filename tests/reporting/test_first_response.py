"""First answers in hours of work, deadlines kept, agreements kept, settled once and for all.

By hand from the ten cases of rules.md §8. All of them are typed between 8:00 and 8:33, the office
opens at 8:30 and works nine hours a day: from one working morning to the next are nine hours.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from grids.services import sweeps
from mediation.core.calendar import Calendar
from reporting.selectors import quality
from reporting.work_hours import work_hours
from tests.cases.factories import Cast, act, register, some_text
from tests.conftest import SHANGHAI
from tests.factories import V1, V2, Town
from tests.grids import sweeping
from tests.reporting.acts import Example

API = "/api/v1/reports/periods"
# 13 November 2026, evening. C9 was merged before anybody answered, C10 still waits.
NOVEMBER = {
    V1: {"to_answer": 3, "answered": 2, "answer_median": "9.0", "answer_mean": "9.0"},
    V2: {"to_answer": 2, "answered": 2, "answer_median": "13.5", "answer_mean": "13.5"},
    # 9, 18, 9, 9: the mean is 11.25, and a half goes up
    "": {"to_answer": 5, "answered": 4, "answer_median": "9.0", "answer_mean": "11.3"},
}


@pytest.fixture
def api(example: Example) -> APIClient:
    client = APIClient()
    client.force_authenticate(example.town.user("peace"))
    return client


def total(api: APIClient, name: str) -> dict[str, Any]:
    return api.get(f"{API}/{name}/").json()["quality"]["total"]


def names(example: Example, cases: list[dict[str, Any]]) -> str:
    numbers = {case.number: name for name, case in example.cases.items()}
    return " ".join(
        sorted((numbers[one["number"]] for one in cases), key=lambda name: int(name[1:]))
    )


def behind(
    example: Example, api: APIClient, name: str, column: str, row: str = ""
) -> tuple[str, str]:
    body = api.get(f"{API}/{name}/cells/{column}/", {"row": row}).json()
    assert body["hidden"] == 0
    return names(example, body["cases"]), names(example, body["of"] or [])


def test_the_first_answer_is_counted_in_hours_of_work(example: Example, api: APIClient) -> None:
    body = api.get(f"{API}/2026-11/").json()["quality"]
    rows = {row["division"]: row for row in body["rows"]} | {"": body["total"]}
    found = {key: {name: rows[key][name] for name in NOVEMBER[key]} for key in NOVEMBER}
    assert found == NOVEMBER
    assert behind(example, api, "2026-11", "to_answer")[0] == "C4 C5 C6 C8 C10"
    assert behind(example, api, "2026-11", "answered")[0] == "C4 C5 C6 C8"
    assert behind(example, api, "2026-11", "answer_mean") == ("", "C4 C5 C6 C8")
    assert behind(example, api, "2026-11", "answered", V2)[0] == "C5 C6"


def test_nothing_answered_has_no_mean(example: Example, api: APIClient) -> None:
    empty = total(api, "2026-03")
    assert (empty["to_answer"], empty["answer_mean"], empty["answer_median"]) == (0, None, None)
    assert empty["rung_in_time_rate"] is empty["found_rate"] is None


def test_a_rung_is_kept_or_missed_and_what_still_runs_is_neither(
    example: Example, api: APIClient, at: Any
) -> None:
    assert total(api, "2026-11")["rung_in_time_rate"] == "100.00"
    every = "C2 C3 C4 C5 C6 C8"
    assert behind(example, api, "2026-11", "rung_in_time_rate") == (every, every)
    # C1 was due on 30 October and settled on the 29th; C7, due on the 18th, on the 22nd.
    assert total(api, "2026-10")["rung_in_time_rate"] == "50.00"
    assert behind(example, api, "2026-10", "rung_in_time_rate") == ("C1", "C1 C7")
    # On the 25th C10, C7 and the second time of C8 are over, and C2 on the street's rung.
    at("2026-11-25 09:00")
    assert total(api, "2026-11")["rung_in_time_rate"] == "50.00"
    late = behind(example, api, "2026-11", "rung_in_time_rate")
    assert late == ("C3 C4 C5 C6", "C2 C3 C4 C5 C6 C7 C8 C10")


def test_the_days_of_mediation_are_counted_apart(example: Example, api: APIClient) -> None:
    assert total(api, "2026-11")["talk_in_time_rate"] == "100.00"
    assert behind(example, api, "2026-11", "talk_in_time_rate")[1] == "C1 C7"


def test_what_was_found_by_looking_is_part_of_what_is_new(example: Example, api: APIClient) -> None:
    assert total(api, "2026-11")["found_rate"] == "40.00"
    found = behind(example, api, "2026-11", "found_rate")
    assert found == ("C4 C6", "C4 C5 C6 C8 C10")


def test_settled_for_good_is_known_after_six_months(
    example: Example, api: APIClient, at: Any
) -> None:
    assert total(api, "2026-11")["once_rate"] is None
    at("2027-05-31 18:00")
    # C7 was settled on 22 October and came back on 8 November; C1 and C3 never did.
    assert total(api, "2027-04")["once_rate"] == "0.00"
    assert behind(example, api, "2027-04", "once_rate") == ("", "C7")
    assert total(api, "2027-05")["once_rate"] == "100.00"
    assert behind(example, api, "2027-05", "once_rate") == ("C1 C3", "C1 C3")
    assert total(api, "2027")["once_rate"] == "66.67"


# --- agreements -----------------------------------------------------------------------------------


@pytest.fixture
def cast(town: Town, at: Callable[[str], Any]) -> Cast:
    at("2026-11-02 09:00")
    return Cast(town)


def agreed(cast: Cast, due_on: str) -> Any:
    officer = cast.members["village"]
    case = act(register(cast), "accept", officer)
    words = {"form": "oral", "terms": some_text(), "signed": True}
    return act(case, "settle", officer, **words, performed_by_on=dt.date.fromisoformat(due_on))


def performed(cast: Cast, case: Any, state: str) -> None:
    only = case.agreements.get().obligations.get()
    act(case, "perform", cast.members["village"], obligation=only.pk, state=state)


def kept(cast: Cast, name: str) -> tuple[str | None, int]:
    client = APIClient()
    client.force_authenticate(cast.town.user("peace"))
    under = client.get(f"{API}/{name}/cells/kept_rate/").json()
    return total(client, name)["kept_rate"], len(under["of"])


def test_an_agreement_counts_when_its_day_has_come_or_it_was_kept_before(
    cast: Cast, at: Any
) -> None:
    early, partly, silent, later = (
        agreed(cast, day) for day in ("2026-12-20", "2026-11-10", "2026-11-12", "2027-01-05")
    )
    assert later.agreements.exists()
    assert kept(cast, "2026-11") == (None, 0)
    at("2026-11-09 10:00")
    performed(cast, early, "done")
    assert kept(cast, "2026-11") == ("100.00", 1)
    at("2026-11-11 10:00")
    performed(cast, partly, "partly")
    assert kept(cast, "2026-11") == ("50.00", 2)
    at("2026-11-12 10:00")
    assert kept(cast, "2026-11") == ("50.00", 2)  # the day itself is not over
    at("2026-11-13 10:00")
    assert kept(cast, "2026-11") == ("33.33", 3)
    performed(cast, silent, "done")
    assert kept(cast, "2026-11") == ("66.67", 3)  # late, but kept before the month was over
    at("2027-01-05 10:00")
    assert kept(cast, "2026-12") == (None, 0)  # what was kept before its day counts once
    assert kept(cast, "2027-01") == (None, 0)
    at("2027-01-06 10:00")
    assert kept(cast, "2027-01") == ("0.00", 1)


# --- sweeps ---------------------------------------------------------------------------------------


def test_a_sweep_counts_units_and_leads_to_no_case(cast: Cast, at: Any) -> None:
    client = APIClient()
    client.force_authenticate(cast.town.user("peace"))
    at("2026-12-02 09:00")
    assert total(client, "2026-12")["swept_rate"] is None
    round_ = sweeping.rolling()  # of November and December, due on 31 December
    assert total(client, "2026-12")["swept_rate"] == "0.00"
    line = sweeping.asked(round_, cast.town, V1)
    village = cast.town.user("village")
    sweeps.report(line, village, analysis=some_text(), form_key=uuid.uuid4(), is_zero=True)
    body = client.get(f"{API}/2026-12/").json()["quality"]
    # One of 35 units; of its village the only one.
    assert body["total"]["swept_rate"] == "2.86"
    rates = {row["division"]: row["swept_rate"] for row in body["rows"]}
    assert (rates[V1], rates[V2]) == ("100.00", "0.00")
    assert client.get(f"{API}/2026-12/cells/swept_rate/").status_code == 404


# --- the clock, which is pure ---------------------------------------------------------------------


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-02 09:00", "2026-03-02 09:45", 45),
        ("2026-03-02 09:00", "2026-03-03 09:00", 540),
        ("2026-03-02 07:00", "2026-03-02 08:40", 10),
        ("2026-03-02 20:00", "2026-03-03 08:31", 1),
        ("2026-03-06 17:00", "2026-03-09 09:00", 60),  # Friday to Monday
        ("2026-03-07 10:00", "2026-03-08 16:00", 0),  # a week-end
        ("2026-10-01 09:00", "2026-10-08 09:30", 60),  # the holiday
        ("2026-10-09 17:00", "2026-10-10 09:30", 90),  # a worked Saturday
        ("2026-03-02 10:00", "2026-03-02 10:00", 0),
        ("2026-03-02 10:00", "2026-03-02 09:00", 0),  # never less than nothing
    ],
)
def test_hours_of_work_follow_the_calendar(
    calendar_2026: Calendar, start: str, end: str, minutes: int
) -> None:
    hours = quality.hours_between((local(start), local(end)))
    assert hours.minutes(local(start), local(end)) == minutes
    wide = work_hours(calendar_2026, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert wide.minutes(local(start), local(end)) == minutes
