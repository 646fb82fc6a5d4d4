"""A petition that is done again, deliveries and orders at their edges (rules.md §3 rows 8, 13, 15,
19, 20, 22)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.core.errors import Refused
from petitions import services
from petitions.models import Petition
from petitions.workflow.conditions import unsent
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.histories import arrive, bring

pytestmark = pytest.mark.django_db

At = Callable[[str], Any]


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def refusal(office: Office, petition: Petition, verb: str, by: str, **data: Any) -> str:
    """The code of a refusal; empty where the move was made."""
    try:
        office.move(petition, verb, by, **data)
    except Refused as refused:
        return refused.code
    return ""


# --- done again -------------------------------------------------------------------------------------


def test_a_new_round_answers_each_demand_anew_and_keeps_what_was_written(
    office: Office, at: At
) -> None:
    petition = bring(office, "ordinary", "closed")
    before = {one.position: one.finding for one in petition.demands.all()}
    at("2026-08-20 09:00")
    office.move(petition, "reopen", ground="new_facts")
    office.accept(petition)
    assert not any(one.is_answered for one in petition.demands.all())
    kept = dict(
        petition.revisions.filter(field__endswith=".finding").values_list("field", "before")
    )
    assert kept == {f"demand.{position}.finding": text for position, text in before.items()}
    assert refusal(office, petition, "reply", "director") == "demands_open"
    assert office.reply(petition).status == "replied"
    numbers = petition.letters.filter(kind="opinion").values_list("number", flat=True)
    assert len(set(numbers)) == 2


def test_what_was_asked_before_is_over_when_it_is_taken_up_again(office: Office, at: At) -> None:
    petition = bring(office, "ordinary", "withdrawn", asks=True)
    at("2026-08-05 09:00")
    office.move(petition, "reopen", ground="new_facts")
    assert not [one for one in petition.directions.all() if one.is_waiting]
    assert office.running(petition) == {"NOTIFY": date(2026, 8, 20)}
    assert not petition.demands.filter(unit__isnull=False).exists()
    assert refusal(office, petition, "answer", "d03", text=some_text()) == "not_yours"
    again = bring(office, "ordinary", "handling", asks=True)
    assert refusal(office, again, "answer", "d03", text=some_text()) == ""


def test_letters_of_an_earlier_round_are_not_waited_for(office: Office, at: At) -> None:
    petition = bring(office, "ordinary", "forwarded")
    assert {one.kind for one in unsent(petition)} == {"forwarding", "forward_notice"}
    at("2026-08-05 09:00")
    office.move(petition, "reopen", ground="mistake")
    office.move(petition, "guide", way="4", to="区人民政府", time_limit="60 日内")
    assert [one.kind for one in unsent(petition)] == ["guidance"]
    arrive(office, petition)
    assert refusal(office, petition, "close", "director") == ""


def test_who_was_asked_may_answer_wherever_it_has_gone_so_that_it_can_be_closed(
    office: Office,
) -> None:
    petition = arrive(office, bring(office, "ordinary", "guided", asks=True))
    assert refusal(office, petition, "close", "director") == "directions_waiting"
    for account in ("d01", "d03"):
        office.move(petition, "answer", account, text=some_text())
    assert refusal(office, petition, "close", "director") == ""


# --- deliveries -------------------------------------------------------------------------------------


def test_what_is_handed_over_arrives_the_day_it_is_sent(office: Office, at: At) -> None:
    petition = office.accept(office.register())
    letter = str(office.letter(petition, "acceptance").pk)
    at("2026-08-06 09:00")
    typed = {"letter": letter, "way": "hand", "sent_on": date(2026, 8, 5)}
    later = refusal(office, petition, "deliver", "petition", **typed, received_on=date(2026, 8, 6))
    assert later == "invalid_day"
    assert refusal(office, petition, "deliver", "petition", **typed) == ""
    assert office.letter(petition, "acceptance").received_on == date(2026, 8, 5)


@pytest.mark.parametrize("way", ["left", "refused"])
def test_left_or_refused_needs_a_witness(office: Office, way: str) -> None:
    petition = office.accept(office.register())
    letter = str(office.letter(petition, "acceptance").pk)
    typed = {"letter": letter, "way": way, "sent_on": date(2026, 8, 3)}
    assert refusal(office, petition, "deliver", "petition", **typed) == "needs"
    assert refusal(office, petition, "deliver", "petition", **typed, witness="村干部") == ""


def test_a_letter_of_ours_goes_out_after_it_was_issued_and_another_bodys_when_it_decided(
    office: Office, at: At
) -> None:
    petition = bring(office, "ordinary", "reviewing")
    at("2026-09-10 09:00")
    office.move(
        petition,
        "review_decided",
        result="uphold",
        number="渝信复〔2026〕9号",
        on=date(2026, 8, 28),
    )
    letter = str(office.letter(petition, "review").pk)
    typed = {"letter": letter, "way": "post", "received_on": date(2026, 9, 1)}
    day = {"sent_on": date(2026, 8, 27)}
    assert refusal(office, petition, "deliver", "petition", **typed, **day) == "invalid_day"
    day = {"sent_on": date(2026, 8, 28)}
    assert refusal(office, petition, "deliver", "petition", **typed, **day) == ""
    ours = office.accept(office.register())
    letter = str(office.letter(ours, "acceptance").pk)
    early = {"letter": letter, "way": "post", "sent_on": date(2026, 9, 9)}
    assert refusal(office, ours, "deliver", "petition", **early) == "invalid_day"


def test_who_took_a_letter_of_an_accusation_stands_sealed(office: Office) -> None:
    words = {"receiver": some_text(), "place": some_text(), "witness": some_text()}
    accusation = bring(office, "accusation", "forwarded")
    plain = bring(office, "ordinary", "forwarded")
    for petition, by in ((accusation, "discipline"), (plain, "petition")):
        letter = office.letter(petition, "forward_notice")
        typed = {"letter": str(letter.pk), "way": "left", "sent_on": date(2026, 8, 3)}
        office.move(petition, "deliver", by, **typed, **words)
    sealed = office.letter(accusation, "forward_notice")
    assert (sealed.place, sealed.witness) == ("", "")
    assert all(one in sealed.receiver for one in words.values())
    assert office.letter(plain, "forward_notice").place == words["place"]


def test_a_note_on_an_accusation_is_kept_with_its_sealed_content(office: Office) -> None:
    said = {"stuck": some_text(), "next_step": some_text()}
    petition = office.move(bring(office, "accusation", "registered"), "note", "discipline", **said)
    assert (petition.stuck, petition.next_step) == ("", "")
    assert petition.sealed.data["notes"][-1].items() >= said.items()
    assert petition.sealed.data["narrative"]


def test_a_right_of_the_round_before_makes_no_request_late(office: Office, at: At) -> None:
    """The second opinion is in the post: its thirty days have not begun; the first ended 09-02."""
    petition = bring(office, "ordinary", "reviewing")
    at("2026-08-24 09:00")
    office.move(petition, "review_decided", result="redo", number="渝信复〔2026〕9号")
    at("2026-09-10 09:00")
    office.reply(petition)
    office.deliver(petition, "opinion", "post")
    at("2026-09-20 09:00")
    assert refusal(office, petition, "review_requested", "petition") == ""
    assert [one.is_late for one in petition.reviews.order_by("pk")] == [False, False]


def test_nobody_agrees_to_take_back_what_was_not_returned_yet(office: Office, at: At) -> None:
    at("2026-08-05 09:00")
    petition = bring(office, "passed_on", "returned")
    early = {"agreed_on": date(2026, 8, 4)}
    assert refusal(office, petition, "amend", "petition", **early) == "invalid_day"
    assert "NOTIFY" in office.running(petition)
    assert refusal(office, petition, "amend", "petition", agreed_on=date(2026, 8, 5)) == ""
    assert office.running(petition) == {}


# --- orders -----------------------------------------------------------------------------------------


def test_each_unit_has_two_working_days_of_its_own_to_hand_back(office: Office, at: At) -> None:
    """Monday 08-03: Wednesday 08-05 is the last day; the second unit is asked on 08-06."""
    petition = office.accept(office.register())
    office.assign(petition, "guijian")
    at("2026-08-06 09:00")
    office.assign(petition, "minshe")
    assert refusal(office, petition, "hand_back", "department", reason=some_text()) == "too_late"
    assert refusal(office, petition, "hand_back", "d02", reason=some_text()) == ""


def test_an_assignment_that_is_written_down_late_may_still_be_handed_back(
    office: Office, at: At
) -> None:
    """Given by word of mouth on 08-03, it reached the unit's desk on 08-12: until 08-14."""
    petition = office.accept(office.register())
    at("2026-08-12 09:00")
    office.assign(petition, on=date(2026, 8, 3))
    at("2026-08-14 09:00")
    assert refusal(office, petition, "hand_back", "department", reason=some_text()) == ""


def test_what_others_add_leaves_a_waiting_signature_and_a_new_answer_does_not(
    office: Office,
) -> None:
    petition = office.accept(office.register())
    office.assign(petition)
    prepared = {"days": 10, "reason": "要鉴定"}
    proposal = services.move(petition, "extend", office.town.user("petition"), **prepared).proposal
    assert proposal is not None
    office.move(petition, "record", "department", text=some_text())
    proposal.refresh_from_db()
    assert proposal.decided_at is None
    office.answer_demands(petition)
    proposal.refresh_from_db()
    assert proposal.decision == "lapsed"


# --- corrections ------------------------------------------------------------------------------------


def test_a_corrected_day_of_receipt_is_the_first_day_of_one_never_reopened(
    office: Office, at: At
) -> None:
    at("2026-08-05 09:00")
    petition = office.register(received_on="2026-08-03")
    office.move(petition, "amend", received_on=date(2026, 8, 4), reason=some_text())
    assert petition.first_received_on == date(2026, 8, 4)
    office.accept(petition)
    after = {"received_on": date(2026, 8, 6), "reason": some_text()}
    at("2026-08-06 09:00")
    assert refusal(office, petition, "amend", "petition", **after) == "invalid_day"
    before = {"received_on": date(2026, 8, 2), "reason": some_text()}
    assert refusal(office, petition, "amend", "petition", **before) == ""
