"""Closing is a validated act: each check by itself (rules.md §2 row 17)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cases import services
from cases.enums import Status, Tier
from cases.models import Case
from cases.workflow import CHECKS
from mediation.core import clock
from tests.cases.agreements import client_of, mediating, now, obligation, officer, owes, post, sides
from tests.cases.agreements import settle as settle_written
from tests.cases.factories import Cast, act, bring, deliver, instruct_department, some_text
from tests.cases.reminders import Move

pytestmark = pytest.mark.django_db

Prepare = Callable[[Cast], Case]


def oral(cast: Cast) -> Case:
    """Orally settled and followed up: nothing is missing."""
    case = act(mediating(cast), "settle", officer(cast), form="oral")
    return act(case, "follow_up", officer(cast), how="phone", performed="done")


def written(cast: Cast, **more: Any) -> Case:
    """Settled in writing, handed over, followed up; both sides want no confirmation."""
    case = deliver(cast, settle_written(cast, mediating(cast), **more))
    case = act(case, "confirm", officer(cast), step="waived")
    return act(case, "follow_up", officer(cast), how="phone", performed="done")


def terminated(cast: Cast) -> Case:
    return deliver(cast, act(mediating(cast), "terminate", officer(cast)))


def referred(cast: Cast) -> Case:
    case = deliver(cast, bring(cast, Status.REFERRED, Tier.LITIGATION))
    return act(case, "follow_up", cast.justice, how="phone", court_result="judged")


def undelivered_agreement(cast: Cast) -> Case:
    case = settle_written(cast, mediating(cast))
    case = act(case, "confirm", officer(cast), step="waived")
    return act(case, "follow_up", officer(cast), how="phone", performed="done")


def undelivered_notice(cast: Cast) -> Case:
    return act(mediating(cast), "terminate", officer(cast))


def unanswered(cast: Cast) -> Case:
    case = instruct_department(cast.town, act(mediating(cast), "settle", officer(cast)))
    return act(case, "follow_up", officer(cast), how="phone", performed="done")


def unvisited(cast: Cast) -> Case:
    return act(mediating(cast), "settle", officer(cast), form="oral")


def unheard(cast: Cast) -> Case:
    return deliver(cast, bring(cast, Status.REFERRED, Tier.LITIGATION))


def unjudged(cast: Cast) -> Case:
    """Due today and nobody said how it went; both visits were made."""
    case = mediating(cast)
    rows = [owes(sides(case)[1], clock.today())]
    case = act(case, "settle", officer(cast), form="oral", obligations=rows)
    for _ in range(2):
        case = act(case, "follow_up", officer(cast), how="phone", performed="not_due")
    return case


def unconfirmed(cast: Cast) -> Case:
    case = deliver(cast, settle_written(cast, mediating(cast)))
    return act(case, "follow_up", officer(cast), how="phone", performed="done")


# (how the case stands, the names of the checks that are open)
TABLE: list[tuple[Prepare, set[str]]] = [
    (oral, set()),
    (written, set()),
    (terminated, set()),
    (referred, set()),
    (undelivered_agreement, {"paper"}),
    (undelivered_notice, {"paper"}),
    (unanswered, {"answers"}),
    (unvisited, {"follow_up"}),
    (unheard, {"court_result"}),
    (unjudged, {"obligations"}),
    (unconfirmed, {"confirmation"}),
]


@pytest.mark.parametrize(("prepare", "open_"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_what_is_missing_is_listed_on_the_page_and_refused_by_the_door(
    scene: Cast, prepare: Prepare, open_: set[str]
) -> None:
    case = prepare(scene)
    head = scene.head(case.tier)
    sentences = {check.name: check.sentence for check in CHECKS}
    page = client_of(head).get(f"/cases/{case.pk}/").content.decode()
    assert {name for name, words in sentences.items() if words in page} == open_
    answer = post(head, case, "close")
    if open_:
        body = answer.json()
        assert (answer.status_code, body["code"]) == (409, "closing_gaps")
        assert body["fields"] == {name: [sentences[name]] for name in open_}
        assert now(case).status != Status.CLOSED
    else:
        assert answer.status_code == 200, answer.content
        assert now(case).status == Status.CLOSED


def test_every_check_of_the_rules_has_its_name() -> None:
    assert [check.name for check in CHECKS] == [
        "paper",
        "record",
        "answers",
        "signature",
        "follow_up",
        "court_result",
        "obligations",
        "confirmation",
        "pause",
        "listing",
        "duties",
    ]
    assert all(check.sentence.endswith("。") for check in CHECKS)


def test_an_unsigned_proposal_holds_the_closing_up_but_not_its_own(scene: Cast) -> None:
    case = oral(scene)
    first = services.move(case, "close", officer(scene))
    assert first.proposal is not None
    assert not [check.name for check in CHECKS if not check.test(now(case))]
    services.sign(first.proposal, scene.heads[Tier.VILLAGE])
    assert now(case).status == Status.CLOSED


def test_the_confirmation_may_be_used_or_run_out(scene: Cast, at: Move) -> None:
    for step in ("applied", "waived"):
        case = act(unconfirmed(scene), "confirm", officer(scene), step=step)
        assert post(scene.heads[Tier.VILLAGE], case, "close").status_code == 200, step
    case = unconfirmed(scene)
    assert case.deadlines.get(clock="CONFIRM").due_on == date(2026, 4, 1)
    at("2026-04-01 09:00")
    assert post(scene.heads[Tier.VILLAGE], case, "close").status_code == 409
    at("2026-04-02 09:00")
    assert post(scene.heads[Tier.VILLAGE], case, "close").status_code == 200


def test_without_a_result_two_rounds_at_the_court_are_enough(scene: Cast, at: Move) -> None:
    case = unheard(scene)
    head = scene.heads[Tier.LITIGATION]
    assert post(head, case, "close").status_code == 409
    at("2026-04-01 09:00")
    case = act(case, "follow_up", scene.justice, how="phone", court_result="unknown")
    assert post(head, case, "close").status_code == 409
    at("2026-05-06 09:00")
    case = act(case, "follow_up", scene.justice, how="phone", court_result="unknown")
    assert post(head, case, "close").status_code == 200


def test_what_is_judged_no_longer_holds_it_up(scene: Cast) -> None:
    case = unjudged(scene)
    assert post(scene.heads[Tier.VILLAGE], case, "close").status_code == 409
    key = obligation(case, 1).pk
    case = act(case, "perform", officer(scene), obligation=key, state="broken", text=some_text())
    assert post(scene.heads[Tier.VILLAGE], case, "close").status_code == 200
