"""A letter counts as told only when its delivery is recorded: what is not sent stops no clock
(rules.md §3 row 13; issue 4 Build 5)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from petitions.enums import Letter
from petitions.letters.table import LETTERS
from petitions.models import Petition
from petitions.services import issuing
from tests.petitions.factories import Office
from tests.petitions.lettering import BY_HAND

PASSED_ON = {"sender": "bureau", "sent_by": "区信访办公室", "external_number": "渝信转〔2026〕5号"}

# Letter → the verb that issues it, who signs it, what is typed, and the clock that its delivery
# stops. Read by hand from rules.md §3.
TELLS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "acceptance": ("accept", "petition", {"way": "6"}, "NOTIFY"),
    "guidance": (
        "guide",
        "petition",
        {"way": "4", "to": "区政府", "time_limit": "60 日内"},
        "NOTIFY",
    ),
    "forward_notice": ("forward", "petition", {"to": "区住建委", "reason": "归它管"}, "NOTIFY"),
    "decline": ("decline", "director", {"ground": "not_ours", "where_to": "区住建委"}, "NOTIFY"),
    "not_again": ("no_longer_accept", "director", {"number": "渝信核〔2026〕3号"}, "NOTIFY"),
}


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


@pytest.mark.parametrize("way", ["hand", "post", "left", "refused"])
@pytest.mark.parametrize("kind", sorted(TELLS))
def test_he_is_told_when_the_letter_was_sent_and_not_before(
    office: Office, petition: Petition, at: Callable[[str], Any], kind: str, way: str
) -> None:
    verb, by, data, clock = TELLS[kind]
    office.move(petition, verb, by, **data)
    assert petition.letters.filter(kind=kind, sent_on=None).exists()
    assert clock in office.running(petition)
    assert petition.notified_on is None
    at("2026-08-05 09:00")
    office.deliver(petition, kind, way, witness="某干部")
    assert clock not in office.running(petition)
    assert petition.notified_on == date(2026, 8, 5)
    stopped = petition.deadlines.get(clock=clock)
    assert (stopped.stopped_on, stopped.stopped_by) == (date(2026, 8, 5), "deliver")
    # Posted: nobody has signed for it yet.
    assert office.letter(petition, kind).received_on == (
        None if way == "post" else date(2026, 8, 5)
    )


def test_the_letter_to_the_other_body_tells_the_petitioner_nothing(
    office: Office, petition: Petition
) -> None:
    office.move(petition, "forward", to="区住建委", reason="归它管")
    office.deliver(petition, "forwarding")
    assert "NOTIFY" in office.running(petition)
    office.deliver(petition, "forward_notice")
    assert "NOTIFY" not in office.running(petition)


def test_the_opinion_concludes_when_it_was_sent_and_his_right_begins_when_he_has_it(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    office.reply(office.accept(petition, told_now=True))
    assert set(office.running(petition)) == {"CONCLUDE"}
    at("2026-08-10 09:00")
    office.deliver(petition, "opinion", "post")
    assert office.running(petition) == {}
    assert petition.concluded_on == date(2026, 8, 10)
    at("2026-08-14 09:00")
    office.deliver(
        petition, "opinion", "post", sent_on=date(2026, 8, 10), received_on=date(2026, 8, 13)
    )
    # 30 days from the day he had it, not from the day it was posted: 12 September, a Saturday off.
    assert office.running(petition) == {"Z_REVIEW": date(2026, 9, 14)}


def test_the_review_bodys_opinion_starts_his_right_when_he_has_it(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    office.deliver(office.reply(office.accept(petition, told_now=True)), "opinion")
    office.move(petition, "review_requested")
    at("2026-08-20 09:00")
    office.move(petition, "review_decided", result="uphold", number="渝信复〔2026〕7号")
    assert office.running(petition) == {}
    office.deliver(petition, "review")
    # The 19th of September is a Saturday off, the Sunday after it is worked.
    assert office.running(petition) == {"Z_FINAL": date(2026, 9, 20)}


def test_issuing_any_other_letter_moves_no_clock(office: Office) -> None:
    """Each of F1–F16 beside those above: issued and, where it goes out, delivered."""
    seen = set(TELLS) | {"opinion", "review", "forwarding"}
    returned = office.register(**PASSED_ON)
    office.move(returned, "return", reason="不归我们管")
    before = office.running(returned)
    assert set(before) == {"NOTIFY"}
    office.deliver(returned, "objection")
    assert office.running(returned) == before

    petition = office.register()
    assert set(office.running(petition)) == {"NOTIFY"}  # the registration form tells nobody
    office.accept(petition)
    asked = office.running(petition)
    office.assign(petition)
    assert set(office.running(petition)) == {*asked, "ASSIGNMENT"}
    office.move(petition, "hear", text="开了会")
    assert set(office.running(petition)) == {*asked, "ASSIGNMENT"}
    office.move(petition, "answer", "department", text="查过了")
    assert office.running(petition) == asked
    office.move(petition, "extend", "director", days=30, reason="要鉴定")
    asked = office.running(petition)
    office.deliver(petition, "extension")
    assert office.running(petition) == asked
    officer = office.town.user("petition")
    letter = str(office.letter(petition, "acceptance").pk)
    for kind, given in (BY_HAND | {"receipt": {"letter": letter}}).items():
        issuing.issue_letter(petition, kind, officer, **given)
        assert office.running(petition) == asked, kind
    seen |= set(petition.letters.values_list("kind", flat=True)) | {"objection"}
    # 复核意见 (F10) ends the road: no right runs after it.
    reviewed = office.deliver(office.reply(office.accept(office.register())), "opinion")
    office.move(reviewed, "review_requested")
    office.move(reviewed, "review_decided", result="uphold", number="渝信复〔2026〕8号")
    office.move(reviewed, "final_requested")
    office.move(reviewed, "final_decided", result="uphold", number="渝信核〔2026〕8号")
    before = office.running(reviewed)
    office.deliver(reviewed, "final")
    assert office.running(reviewed) == before
    assert seen | {"final"} == set(LETTERS) == set(Letter.values)
