"""Who is told of an act of a petition, in which words, and that no word of it leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mediation.core import clock
from mediation.core.models import Notice
from petitions.models import Petition
from petitions.notices import still_due
from tests.cases.factories import some_text
from tests.petitions.factories import Office

At = Callable[[str], Any]


def told(petition: Petition, kind: str) -> set[tuple[str, bool]]:
    """(account, whether at once) of everybody who was told of an act."""
    rows = Notice.objects.filter(matter_key=f"petition:{petition.pk}", kind=kind)
    return {(row.user.username, row.is_urgent) for row in rows}


def test_the_office_hears_of_a_petition_that_the_window_registered(office: Office, at: At) -> None:
    at("2026-08-03 09:00")
    assert told(office.register("window"), "register") == {("petition", False)}
    assert told(office.register("petition"), "register") == set()  # he did it himself


def test_a_grave_petition_is_told_at_once_up_to_the_director(office: Office, at: At) -> None:
    at("2026-08-03 09:00")
    grave = office.register("window", is_urgent=True)
    assert told(grave, "register") == {("petition", True), ("director", True), ("peace", True)}
    red = office.register("window", risk="red", risk_reason=some_text())
    assert {name for name, _ in told(red, "register")} == {"petition", "director", "peace"}


def test_the_unit_that_is_asked_is_told_and_who_asked_hears_the_answer(
    office: Office, petition: Petition
) -> None:
    office.accept(petition)
    office.assign(petition)
    assert told(petition, "assign") == {("department", False)}
    office.move(petition, "hand_back", "department", reason=some_text())
    assert told(petition, "hand_back") == {("petition", False)}
    unit, due_on = str(office.town.unit("guijian").pk), clock.today() + timedelta(days=3)
    office.move(petition, "instruct", "director", to=unit, text=some_text(), due_on=due_on)
    office.move(petition, "urge", "peace", to=unit, text=some_text())
    assert told(petition, "instruct") == {("department", True)}
    assert told(petition, "urge") == {("department", False)}
    office.move(petition, "answer", "department", text=some_text())
    assert {name for name, _ in told(petition, "answer")} == {"petition", "peace"}


def test_whoever_answered_is_not_asked_again(office: Office, petition: Petition) -> None:
    office.accept(petition)
    units = [str(office.town.unit(slug).pk) for slug in ("guijian", "police")]
    office.move(petition, "whistle", units=units, text=some_text(), due_on=clock.today())
    rows = {row.user.username: row for row in Notice.objects.filter(kind="whistle")}
    assert set(rows) == {"department", "police"}
    assert all(row.is_urgent for row in rows.values())
    assert still_due(list(rows.values())) == {row.pk for row in rows.values()}
    office.move(petition, "answer", "police", text=some_text())
    assert still_due(list(rows.values())) == {rows["department"].pk}


def test_a_signed_reply_is_the_officers_to_deliver(office: Office, petition: Petition) -> None:
    office.accept(petition)
    office.assign(petition)
    office.reply(petition)
    assert told(petition, "reply") == {("petition", False), ("department", False)}
    (row,) = Notice.objects.filter(kind="reply", user__username="petition")
    assert row.text == f"{petition.aloud}：信访事项处理意见书已签发，请送到信访人手里并记送达"
    assert still_due([row]) == {row.pk}
    office.deliver(petition, "opinion")
    office.move(petition, "review_requested")
    assert still_due([row]) == set()
    assert {name for name, _ in told(petition, "review_requested")} == {"director", "department"}


def test_notices_of_a_petition_and_of_a_case_do_not_swallow_each_other(
    office: Office, petition: Petition
) -> None:
    """Both doors count their events from 1; a notice is unique on person, kind, subject, day."""
    assert not Notice.objects.filter(
        matter_key=f"petition:{petition.pk}", subject__startswith="event:"
    ).exists()
    office.accept(petition)
    office.assign(petition)
    rows = Notice.objects.filter(matter_key=f"petition:{petition.pk}")
    assert {row.subject.split(":")[0] for row in rows} == {"petition_event"}


def test_of_an_accusation_only_discipline_hears_and_only_that_something_moved(
    office: Office, at: At
) -> None:
    at("2026-08-03 09:00")
    second = office.town.hire("discipline", "discipline")
    words = {name: some_text() for name in ("title", "narrative", "place")}
    petition = office.register(
        "discipline", kind="accusation", risk="red", risk_reason=some_text(), **words
    )
    office.move(petition, "forward", "discipline", to=some_text(), reason=some_text())
    rows = list(Notice.objects.filter(matter_key=f"petition:{petition.pk}"))
    assert {row.user_id for row in rows} == {second.pk}
    assert {(row.kind, row.text, row.url) for row in rows} == {
        ("sealed", "一件密件有新动静", "/petitions/")
    }
    assert len(rows) == 2
    control = office.register("window", risk="red", risk_reason=some_text())
    assert Notice.objects.filter(matter_key=f"petition:{control.pk}").count() == 3
