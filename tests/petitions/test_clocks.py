"""The clocks of rules.md §3, §4 and §9 through the door, most of them over the API and on the page.

Days are reckoned by hand with the calendar of 2026 (tests/data): 国庆 10-01…07, worked Sundays and
Saturdays 09-20 and 10-10. `tests/deadlines.csv` holds the bare reckoning of the same rules.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from mediation.core.errors import Refused
from mediation.core.models import Rule
from petitions.models import Petition
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.histories import FIELDS, arrive, bring, system

pytestmark = pytest.mark.django_db

At = Callable[[str], Any]
FROM_ANOTHER = {"sender": "bureau", "sent_by": "区信访办公室", "external_number": "渝信转5号"}


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


class Api:
    """The API as one account sees one petition; a deputy of nobody."""

    def __init__(self, office: Office, petition: Petition, account: str = "petition") -> None:
        self.client, self.petition = APIClient(), petition
        self.client.force_authenticate(office.town.user(account))
        self.url = f"/api/v1/petitions/{petition.pk}/"

    def move(self, verb: str, **data: Any) -> Any:
        return self.client.post(f"{self.url}moves/", {"verb": verb} | data, format="json")

    def refusal(self, verb: str, **data: Any) -> str:
        """The code of a refusal; empty where the move was made or waits for its signature."""
        answer = self.move(verb, **data)
        return "" if answer.status_code in {200, 202} else str(answer.json()["code"])

    def due(self, clock: str) -> str:
        """The due day of the newest clock of this kind, as the API tells it."""
        rows = self.client.get(f"{self.url}deadlines/").json()
        return str([row["due_on"] for row in rows if row["clock"] == clock][-1])


def clock_row(petition: Petition, clock: str) -> Any:
    return petition.deadlines.filter(clock=clock).order_by("pk").last()


def stopped(petition: Petition, clock: str) -> date | None:
    return clock_row(petition, clock).stopped_on


# --- NOTIFY: fifteen days ---------------------------------------------------------------------------


def test_told_on_the_fifteenth_day_is_in_time_and_on_the_sixteenth_is_late(
    office: Office, at: At
) -> None:
    """2026-08-03 + 15 = 08-18."""
    on_15th, on_16th = office.register(), office.register()
    for petition in (on_15th, on_16th):
        assert Api(office, petition).due("NOTIFY") == "2026-08-18"
        office.accept(petition)
    at("2026-08-18 17:00")
    letter = office.letter(on_15th, "acceptance").pk
    sent = {"letter": str(letter), "way": "hand", "sent_on": "2026-08-18"}
    assert Api(office, on_15th).refusal("deliver", **sent) == ""
    assert stopped(on_15th, "NOTIFY") == date(2026, 8, 18)
    at("2026-08-19 09:00")
    letter = office.letter(on_16th, "acceptance").pk
    late = {"letter": str(letter), "way": "hand", "sent_on": "2026-08-19"}
    assert Api(office, on_16th).refusal("deliver", **late) == ""
    assert stopped(on_16th, "NOTIFY") == date(2026, 8, 19)
    assert clock_row(on_16th, "NOTIFY").due_on == date(2026, 8, 18)


def test_posted_in_time_is_in_time_whenever_it_is_written_down(office: Office, at: At) -> None:
    petition = office.accept(office.register())
    at("2026-08-25 09:00")
    office.deliver(petition, "acceptance", "post", sent_on=date(2026, 8, 18))
    assert stopped(petition, "NOTIFY") == petition.notified_on == date(2026, 8, 18)
    office.reply(petition)
    at("2026-10-12 09:00")
    office.deliver(
        petition,
        "opinion",
        "post",
        sent_on=date(2026, 10, 2),
        received_on=date(2026, 10, 9),
    )
    assert stopped(petition, "CONCLUDE") == petition.concluded_on == date(2026, 10, 2)
    assert clock_row(petition, "Z_REVIEW").start_on == date(2026, 10, 9)


def test_receipt_starts_the_clock_and_not_the_registration(office: Office, at: At) -> None:
    at("2026-10-09 09:00")
    petition = office.register(received_on="2026-09-28", **FROM_ANOTHER)
    assert office.running(petition) == {"NOTIFY": date(2026, 10, 13), "OBJECT": date(2026, 10, 10)}
    office.move(petition, "amend", received_on=date(2026, 9, 30), reason=some_text())
    assert office.running(petition) == {"NOTIFY": date(2026, 10, 15), "OBJECT": date(2026, 10, 13)}
    assert petition.due_on == date(2026, 10, 15)  # objecting is a chance, not a duty
    assert petition.first_received_on == date(2026, 9, 30)


def test_the_offices_own_period_does_not_roll_over_a_holiday(office: Office, at: At) -> None:
    at("2026-02-03 09:00")
    petition = office.register()
    assert Api(office, petition).due("NOTIFY") == "2026-02-18"  # in the spring festival


def test_nobody_is_told_who_cannot_be_told_until_somebody_knows_where(
    office: Office, at: At
) -> None:
    unknown = office.register(notice_waived="address")
    assert office.running(unknown) == {}
    told = office.register()
    at("2026-08-06 09:00")
    office.move(told, "amend", notice_waived="name", reason=some_text())
    assert office.running(told) == {}
    assert stopped(told, "NOTIFY") == date(2026, 8, 6)
    office.move(unknown, "amend", notice_waived="", reason=some_text())
    assert office.running(unknown) == {"NOTIFY": date(2026, 8, 18)}


def test_told_on_the_spot_is_a_delivery_of_that_day_in_the_history(office: Office) -> None:
    petition, other = office.register(), office.register()
    assert Api(office, petition).refusal("accept", way="6", told_now=True) == ""
    assert stopped(petition, "NOTIFY") == date(2026, 8, 3)
    steps = list(petition.events.order_by("seq").values_list("verb", flat=True))
    assert steps == ["register", "accept", "deliver"]
    office.accept(other)
    assert set(office.running(other)) == {"NOTIFY", "CONCLUDE"}


# --- OBJECT: five working days ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "last_day", "day_after"),
    [
        ("2026-09-17", "2026-09-23", "2026-09-24"),  # 18 · worked Sunday 20 · 21 22 23
        ("2026-09-28", "2026-10-10", "2026-10-11"),  # 29 30 · 国庆 · 08 09 · worked Saturday 10
    ],
)
def test_after_the_fifth_working_day_nothing_is_returned(
    office: Office, at: At, received: str, last_day: str, day_after: str
) -> None:
    at(f"{received} 09:00")
    in_time, too_late = office.register(**FROM_ANOTHER), office.register(**FROM_ANOTHER)
    assert Api(office, in_time).due("OBJECT") == last_day
    at(f"{last_day} 17:30")
    assert Api(office, in_time).refusal("return", reason=some_text()) == ""
    at(f"{day_after} 09:00")
    refused = Api(office, too_late).move("return", reason=some_text())
    assert (refused.status_code, refused.json()["code"]) == (409, "too_late")
    assert "5 个工作日" in refused.json()["message"]
    assert Api(office, too_late).refusal("accept", way="6") == ""


def test_a_day_that_leans_on_a_year_not_announced_is_provisional(office: Office, at: At) -> None:
    at("2026-12-30 09:00")
    petition = office.register(**FROM_ANOTHER)
    row = clock_row(petition, "OBJECT")
    assert (row.due_on, row.is_provisional) == (date(2027, 1, 7), True)


def test_what_was_returned_must_be_told_until_the_sender_agrees(office: Office, at: At) -> None:
    agreed, refused = (bring(office, "passed_on", "returned") for _ in range(2))
    assert set(office.running(agreed)) == {"NOTIFY"}
    at("2026-08-12 09:00")
    office.move(agreed, "amend", agreed_on=date(2026, 8, 11))
    assert stopped(agreed, "NOTIFY") == date(2026, 8, 11)
    office.move(refused, "reopen", ground="sender_disagrees")
    assert office.running(refused) == {"NOTIFY": date(2026, 8, 18)}  # from the first day
    assert refused.received_on == date(2026, 8, 3)


def test_what_is_taken_up_again_later_is_told_from_its_new_day(office: Office, at: At) -> None:
    petition = bring(office, "ordinary", "forwarded")
    notice = office.letter(petition, "forward_notice")
    at("2026-08-12 09:00")
    office.move(petition, "reopen", ground="new_facts")
    assert office.running(petition) == {"NOTIFY": date(2026, 8, 27)}
    assert petition.first_received_on == date(2026, 8, 3)
    office.accept(petition)
    at("2026-08-13 09:00")
    data = {"letter": str(notice.pk), "way": "hand", "sent_on": date(2026, 8, 13)}
    office.move(petition, "deliver", **data)
    assert "NOTIFY" in office.running(petition), "an old notice tells nothing of where it is now"
    office.deliver(petition, "acceptance")
    assert "NOTIFY" not in office.running(petition)


# --- CONCLUDE: sixty days, thirty more once; ten working days ----------------------------------------


def test_sixty_days_and_thirty_more_once_signed_by_the_director(office: Office, at: At) -> None:
    """Prepared on the page and signed there; a second time is refused over the API."""
    petition = office.accept(office.register())
    assert Api(office, petition).due("CONCLUDE") == "2026-10-02"
    at("2026-10-02 16:00")  # the last day
    officer, director = Client(), Client()
    officer.force_login(office.town.user("petition"))
    director.force_login(office.town.user("director"))
    form = {"days": "30", "reason": "要鉴定", "on": "2026-10-02", "version": petition.version}
    assert officer.post(f"/petitions/{petition.pk}/moves/extend/", form).status_code == 302
    assert Api(office, petition).due("CONCLUDE") == "2026-10-02", "not before it is signed"
    proposal = petition.proposals.get()
    address = f"/petitions/{petition.pk}/proposals/{proposal.pk}/"
    assert director.post(address, {"decision": "sign"}).status_code == 302
    assert Api(office, petition).due("CONCLUDE") == "2026-11-01"  # a Sunday: does not roll
    again = Api(office, petition).move("extend", days=10, reason="还要鉴定")
    assert (again.status_code, again.json()["code"]) == (409, "not_extendable")
    assert Api(office, petition).due("CONCLUDE") == "2026-11-01"


def test_no_extension_once_it_is_over_and_none_over_thirty_days(office: Office, at: At) -> None:
    petition = office.accept(office.register())
    longer = Api(office, petition, "director").move("extend", days=31, reason="要鉴定")
    assert longer.json()["code"] == "invalid_days"
    at("2026-10-03 09:00")
    over = Api(office, petition, "director").move("extend", days=30, reason="要鉴定")
    assert (over.status_code, over.json()["code"]) == (409, "not_extendable")


def test_an_extension_prepared_in_time_and_signed_too_late_is_refused(
    office: Office, at: At
) -> None:
    petition = office.accept(office.register())
    at("2026-10-02 16:00")
    asked = Api(office, petition).move("extend", days=30, reason="要鉴定")
    assert asked.status_code == 202
    at("2026-10-03 09:00")
    director = Api(office, petition, "director")
    address = f"{director.url}proposals/{asked.json()['proposal']}/"
    assert director.client.post(address, {"decision": "sign"}, format="json").status_code == 409
    assert director.due("CONCLUDE") == "2026-10-02"


def test_only_the_opinion_that_was_sent_ends_the_time_to_conclude(office: Office) -> None:
    petition = office.accept(office.register(), told_now=True)
    office.move(petition, "hear", text=some_text())
    petition = office.reply(petition)
    assert office.running(petition) == {"CONCLUDE": date(2026, 10, 2)}
    office.deliver(petition, "opinion")
    assert set(office.running(petition)) == {"Z_REVIEW"}


def test_simple_handling_is_a_switch_and_takes_ten_working_days(office: Office, at: At) -> None:
    """2026-04-30: 05-01…05 off, 6 7 8, worked Saturday 9, 11–15, 18."""
    at("2026-04-30 09:00")
    first, repeated = office.register(), office.register()
    Petition.objects.filter(pk=repeated.pk).update(repeats=first)
    assert Rule.objects.get(clock="CONCLUDE", variant="simple").is_on is False
    off = Api(office, first).move("accept", way="6", simple=True)
    assert (off.status_code, off.json()["code"], list(off.json()["fields"])) == (
        409,
        "simple_off",
        ["simple"],
    )
    first.refresh_from_db()
    assert first.status == "registered"
    assert Rule.objects.filter(clock="CONCLUDE", variant="simple").update(is_on=True) == 1
    assert Api(office, repeated).refusal("accept", way="6", simple=True) == "not_first"
    assert Api(office, first).refusal("accept", way="6", simple=True) == ""
    assert Api(office, first).due("CONCLUDE") == "2026-05-18"
    longer = Api(office, first, "director").refusal("extend", days=5, reason="要鉴定")
    assert longer == "not_extendable"
    assert Api(office, repeated).refusal("accept", way="6") == ""
    assert Api(office, repeated).due("CONCLUDE") == "2026-06-29"  # 60 days


def test_an_assignment_is_due_on_the_last_day_at_the_latest(office: Office) -> None:
    petition = office.accept(office.register())
    asked = {
        "unit": str(office.town.unit("guijian").pk),
        "demands": [str(petition.demands.all()[0].pk)],
        "text": some_text(),
    }
    later = Api(office, petition).move("assign", **asked, due_on="2026-10-03")
    assert (later.json()["code"], list(later.json()["fields"])) == ("invalid_day", ["due_on"])
    assert Api(office, petition).refusal("assign", **asked, due_on="2026-10-02") == ""
    assert Api(office, petition).due("ASSIGNMENT") == "2026-10-02"


def test_an_urging_has_two_working_days_over_the_holiday(office: Office, at: At) -> None:
    petition = office.register()
    at("2026-09-30 09:00")
    to = str(office.town.unit("guijian").pk)
    assert Api(office, petition, "peace").refusal("urge", text=some_text(), to=to) == ""
    assert Api(office, petition).due("URGE") == "2026-10-09"  # 国庆 · 8 9
    assert Api(office, petition, "department").refusal("answer", text=some_text()) == ""
    assert stopped(petition, "URGE") == date(2026, 9, 30)


# --- the petitioner's own periods, and the bodies above ---------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-09-01", "2026-10-08"), ("2026-01-15", "2026-02-14")],  # 10-01 rolls; worked Saturday
)
def test_the_petitioners_right_rolls_over_a_holiday(
    office: Office, at: At, received: str, due: str
) -> None:
    at(f"{received} 09:00")
    petition = bring(office, "ordinary", "replied")
    arrive(office, petition)
    assert Api(office, petition).due("Z_REVIEW") == due
    office.move(petition, "review_requested")
    office.move(petition, "review_decided", **FIELDS["review_decided"](petition))
    arrive(office, petition)
    assert Api(office, petition).due("Z_FINAL") == due


def test_a_request_after_the_right_is_over_is_written_down_and_marked(
    office: Office, at: At
) -> None:
    at("2026-09-01 09:00")
    on_time, late = (arrive(office, bring(office, "ordinary", "replied")) for _ in range(2))
    at("2026-10-08 17:00")
    office.move(on_time, "review_requested")
    at("2026-10-09 09:00")
    assert Api(office, late).refusal("review_requested") == ""
    assert [one.reviews.get().is_late for one in (on_time, late)] == [False, True]
    assert Api(office, late).due("REVIEW") == "2026-11-08"  # a Sunday: theirs, does not roll


def test_days_of_a_hearing_are_not_counted_in_the_final_review_alone(
    office: Office, at: At
) -> None:
    """2026-03-02 + 30 = 04-01; the ten days 03-10…19 are a hearing: 04-11."""
    at("2026-03-02 09:00")
    review = bring(office, "ordinary", "reviewing")
    final = bring(office, "ordinary", "final_reviewing")
    assert Api(office, final).due("FINAL") == Api(office, review).due("REVIEW") == "2026-04-01"
    at("2026-03-20 09:00")
    days = {"from_on": "2026-03-10", "to_on": "2026-03-20"}
    api = Api(office, review)
    assert api.client.post(f"{api.url}hearings/", days, format="json").status_code == 409
    api = Api(office, final)
    assert api.client.post(f"{api.url}hearings/", days, format="json").status_code == 201
    assert Api(office, final).due("FINAL") == "2026-04-11"
    assert Api(office, review).due("REVIEW") == "2026-04-01"


def test_redo_counts_sixty_days_anew_and_may_be_extended_again(office: Office, at: At) -> None:
    petition = office.accept(office.register(), told_now=True)
    office.move(petition, "extend", "director", days=30, reason="要鉴定")
    office.reply(petition)
    office.deliver(petition, "opinion", "post")
    at("2026-08-10 09:00")
    office.move(petition, "review_requested")
    at("2026-08-24 09:00")
    office.move(petition, "review_decided", result="redo", number="渝信复〔2026〕9号")
    assert office.running(petition) == {"CONCLUDE": date(2026, 10, 23)}  # 7 + 30 + 23
    old = office.letter(petition, "opinion")
    data = {"letter": str(old.pk), "way": "post", "sent_on": date(2026, 8, 3)}
    office.move(petition, "deliver", **data, received_on=date(2026, 8, 6))
    assert office.running(petition) == {"CONCLUDE": date(2026, 10, 23)}, "the old one was revoked"
    with pytest.raises(Refused) as refused:
        office.move(petition, "reply", "director")
    assert refused.value.code == "demands_open"
    office.move(petition, "extend", "director", days=30, reason="还要鉴定")
    assert office.running(petition) == {"CONCLUDE": date(2026, 11, 22)}


def test_a_review_written_down_with_its_receipt_starts_the_next_right(
    office: Office, at: At
) -> None:
    petition = bring(office, "ordinary", "reviewing")
    at("2026-09-03 09:00")
    decided = {"result": "uphold", "number": "渝信复〔2026〕9号", "on": "2026-08-28"}
    early = Api(office, petition).refusal("review_decided", **decided, received_on="2026-08-27")
    assert early == "invalid_day"
    done = Api(office, petition).refusal("review_decided", **decided, received_on="2026-09-01")
    assert done == ""
    assert office.running(petition) == {"Z_FINAL": date(2026, 10, 8)}
    steps = list(petition.events.order_by("-seq").values_list("verb", flat=True)[:2])
    assert steps == ["deliver", "review_decided"]


def test_he_is_asked_after_ten_days_later_if_he_agreed(office: Office, at: At) -> None:
    petition = office.accept(office.register(has_follow_up_consent=True), told_now=True)
    office.reply(petition)
    office.deliver(petition, "opinion")
    assert office.running(petition)["PETITION_FOLLOW_UP"] == date(2026, 8, 13)
    at("2026-08-12 09:00")
    office.move(petition, "record", kind="follow_up", text=some_text())
    assert "PETITION_FOLLOW_UP" not in office.running(petition)


def test_a_rating_is_open_for_thirty_days_and_only_to_the_petitioner(
    office: Office, at: At
) -> None:
    in_time, too_late = (arrive(office, bring(office, "ordinary", "replied")) for _ in range(2))
    grades = {"for_office": "yes", "for_unit": "no"}
    assert Api(office, in_time).refusal("rate", **grades) == "not_yours"
    at("2026-09-02 09:00")  # the thirtieth day after 08-03
    before = office.running(in_time)
    petitioner = system().username
    office.move(in_time, "rate", petitioner, **grades)
    assert office.running(in_time) == before
    at("2026-09-03 09:00")
    with pytest.raises(Refused) as refused:
        office.move(too_late, "rate", petitioner, **grades)
    assert refused.value.code == "rating_closed"


def test_the_end_stops_everything_and_closing_leaves_thirty_days_to_archive(
    office: Office, at: At
) -> None:
    withdrawn = bring(office, "ordinary", "withdrawn", asks=True)
    assert office.running(withdrawn) == {}
    closed = bring(office, "ordinary", "closed")
    assert office.running(closed) == {"ARCHIVE": date(2026, 9, 2)}
    assert closed.due_rule == "ARCHIVE"
