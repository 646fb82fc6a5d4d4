"""送达: which paper reached whom, how and when (rules.md §2 row 29)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import services
from cases.enums import Tier
from cases.models import Case, Paper
from mediation.core.errors import Refused
from tests.cases.factories import Cast, act, register
from tests.cases.reminders import mediating

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY = (dt.date(2026, 3, day) for day in (2, 3, 4))


@pytest.fixture
def ended(scene: Cast, at: Any) -> Case:
    """Mediation was ended on Monday, its notice issued; today is Wednesday."""
    case = act(mediating(scene), "terminate", scene.heads[Tier.VILLAGE])
    at("2026-03-04 09:00")
    return case


def notice_of(case: Case) -> Paper:
    return Paper.objects.get(case=case, kind="termination")


def refusal(*args: Any, **data: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused, transaction.atomic():
        services.move(*args, **data)
    return refused.value.code, refused.value.field


def test_a_notice_is_delivered_from_the_page_and_then_offered_no_more(
    scene: Cast, browser: Any, ended: Case
) -> None:
    paper = notice_of(ended)
    client, url = browser(scene.heads[Tier.VILLAGE]), f"/cases/{ended.pk}/moves/deliver/"
    page = client.get(url).content.decode()
    assert f'<option value="{paper.pk}">终止调解告知书' in page
    sent = {"paper": paper.pk, "way": "hand", "sent_on": "2026-03-03", "version": ended.version}
    assert client.post(url, sent).status_code == 302
    paper.refresh_from_db()
    assert (paper.way, paper.sent_on, paper.received_on, paper.delivered_by) == (
        "hand", TUESDAY, TUESDAY, scene.heads[Tier.VILLAGE],
    )  # fmt: skip
    assert f'<option value="{paper.pk}"' not in client.get(url).content.decode()
    assert (
        "终止调解告知书：当面交，3月3日发出，3月3日收到"
        in client.get(f"/cases/{ended.pk}/").content.decode()
    )


def test_what_is_posted_is_sent_first_and_received_later(
    scene: Cast, browser: Any, ended: Case
) -> None:
    paper, clerk = notice_of(ended), browser(scene.clerk)
    url = f"/api/v1/cases/{ended.pk}/moves/"
    body = {"verb": "deliver", "paper": paper.pk, "way": "post", "sent_on": "2026-03-02"}
    assert clerk.post(url, body, "application/json").status_code == 200
    paper.refresh_from_db()
    assert (paper.sent_on, paper.received_on) == (MONDAY, None)
    assert (
        clerk.post(url, body | {"received_on": "2026-03-04"}, "application/json").status_code == 200
    )
    paper.refresh_from_db()
    assert (paper.sent_on, paper.received_on) == (MONDAY, WEDNESDAY)
    again = clerk.post(url, body, "application/json")
    assert again.status_code == 400  # no longer among the choices
    data = {"paper": paper.pk, "way": "post", "sent_on": TUESDAY}
    assert refusal(ended, "deliver", scene.clerk, **data) == ("delivered_already", "paper")


@pytest.mark.parametrize("way", ["left", "refused"])
def test_left_or_refused_counts_as_delivered_that_day(scene: Cast, ended: Case, way: str) -> None:
    paper = notice_of(ended)
    act(ended, "deliver", scene.clerk, paper=paper.pk, way=way, sent_on=TUESDAY)
    paper.refresh_from_db()
    assert (paper.way, paper.received_on) == (way, TUESDAY)


@pytest.mark.parametrize(
    ("sent_on", "received_on", "field"),
    [
        (dt.date(2026, 3, 1), None, "sent_on"),  # before it was issued
        (dt.date(2026, 3, 5), None, "sent_on"),  # tomorrow
        (WEDNESDAY, TUESDAY, "received_on"),  # received before it was sent
        (TUESDAY, dt.date(2026, 3, 5), "received_on"),
        (TUESDAY, WEDNESDAY, ""),
    ],
)
def test_days_come_in_their_order(
    scene: Cast, ended: Case, sent_on: dt.date, received_on: dt.date | None, field: str
) -> None:
    paper = notice_of(ended)
    data = {"paper": paper.pk, "way": "post", "sent_on": sent_on, "received_on": received_on}
    if not field:
        assert act(ended, "deliver", scene.clerk, **data)
        paper.refresh_from_db()
        assert (paper.sent_on, paper.received_on) == (sent_on, received_on)
        return
    assert refusal(ended, "deliver", scene.clerk, **data) == ("invalid_day", field)


def test_a_paper_of_another_case_is_not_delivered_here(scene: Cast, ended: Case) -> None:
    other = register(scene).papers.get()
    data = {"way": "hand", "sent_on": WEDNESDAY}
    assert refusal(ended, "deliver", scene.clerk, paper=other.pk, **data) == (
        "invalid_choice",
        "paper",
    )
    assert act(ended, "deliver", scene.clerk, paper=notice_of(ended).pk, **data)


def test_the_database_holds_the_order_of_sending_and_receiving(ended: Case) -> None:
    row = Paper.objects.filter(pk=notice_of(ended).pk)
    with pytest.raises(IntegrityError, match="sent_before_received"), transaction.atomic():
        row.update(sent_on=TUESDAY, received_on=MONDAY)
    assert row.update(sent_on=MONDAY, received_on=TUESDAY) == 1
