"""The usual path of a petition through its door, with its clocks (rules.md §3, §4, §9)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.core.errors import Refused
from petitions.models import Petition
from tests.petitions.factories import Office


def test_a_petition_is_registered_accepted_answered_delivered_and_reviewed(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    assert petition.number == "李信〔2026〕1号"
    assert office.running(petition) == {"NOTIFY": date(2026, 8, 18)}
    office.accept(petition, told_now=True)
    assert office.running(petition) == {"CONCLUDE": date(2026, 10, 2)}
    office.assign(petition)
    at("2026-08-20 09:00")
    office.move(petition, "answer", "department", text="查过了")
    office.move(petition, "extend", "director", days=30, reason="要鉴定")
    assert office.running(petition) == {"CONCLUDE": date(2026, 11, 1)}
    at("2026-09-01 09:00")
    office.reply(petition)
    assert petition.status == "replied"
    assert "CONCLUDE" in office.running(petition)
    office.deliver(petition, "opinion")
    assert office.running(petition) == {"Z_REVIEW": date(2026, 10, 8)}
    at("2026-10-08 16:00")
    office.move(petition, "review_requested")
    assert office.running(petition) == {"REVIEW": date(2026, 11, 7)}
    office.move(petition, "review_decided", result="uphold", number="渝信复〔2026〕7号")
    assert petition.status == "reviewed"


def test_a_second_extension_is_refused(office: Office, petition: Petition) -> None:
    office.accept(petition)
    office.move(petition, "extend", "director", days=10, reason="要鉴定")
    with pytest.raises(Refused) as refused:
        office.move(petition, "extend", "director", days=10, reason="还要鉴定")
    assert refused.value.code == "not_extendable"


def test_a_reply_waits_until_each_demand_is_answered(office: Office, petition: Petition) -> None:
    office.accept(petition)
    with pytest.raises(Refused) as refused:
        office.move(petition, "reply", "director")
    assert refused.value.code == "demands_open"
    assert office.reply(petition).status == "replied"
