"""All that lies open with one post goes to a successor in one act, with an event each."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cases import services as case_services
from cases.models import Case, Plan, Recusal
from cases.services.invariants import faults as case_faults
from grids.models import Handover, Post
from grids.selectors import stationed_leader
from mediation.core import clock
from mediation.core.models import Notice, User
from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.cases.factories import registration, some_text
from tests.factories import V1, V2, Town
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Any) -> Client:
    settings.DEMO = True
    return Client()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def post_of(user: User) -> Post:
    return Post.objects.get(user=user, to_on=None)


def hand_over(client: Client, post: Post, successor: User, **more: str) -> Any:
    words = {"successor": str(successor.pk), "on": "2026-11-16", "reason": "调岗"}
    return client.post(f"/posts/{post.pk}/handover/", words | {"gives_post": "on"} | more)


def opened(town: Town, by: str = "village", **more: Any) -> Case:
    case = case_services.register(town.user("window"), **registration(**more)).case
    return case_services.move(case, "accept", town.user(by), consent=True).case


def test_the_cases_of_a_post_go_over_in_one_act(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    leaving, successor = town.user("village"), town.hire("jingfa")
    first, second = opened(town), opened(town)
    settled = case_services.move(
        opened(town), "settle", leaving, form="oral", terms=some_text(), signed=True
    ).case
    clocks = list(first.deadlines.order_by("pk").values_list("clock", "due_on", "stopped_on"))

    signed_in(client, town.user("secadmin"))
    post = post_of(leaving)
    assert "案件 3 件" in client.get(f"/posts/{post.pk}/handover/").content.decode()
    answer = hand_over(client, post, successor, ends_post="on")
    assert answer.status_code == 302, answer.context["form"].errors

    for case in (first, second, settled):
        case.refresh_from_db()
        assert case.officer == successor
        event = case.events.order_by("-seq")[0]
        assert (event.verb, event.actor) == ("handed_over", town.user("secadmin"))
        assert (event.payload["from"], event.payload["to"]) == (leaving.pk, successor.pk)
        assert Notice.objects.filter(user=successor, matter_key=f"case:{case.pk}").exists()
    rows = first.deadlines.order_by("pk").values_list("clock", "due_on", "stopped_on")
    assert list(rows) == clocks
    done = Handover.objects.get()
    # He is the village's secretary in the team of each.
    assert (done.moved, done.is_post_ended) == ({"cases": 3, "seats": 3}, True)
    for case in (first, second, settled):
        assert case.team.get(seat="secretary").user == successor
    post.refresh_from_db()
    assert post.to_on == date(2026, 11, 16)
    held = Post.objects.get(user=successor, department=town.unit(V1))
    assert (held.is_head, held.from_on) == (True, date(2026, 11, 16))
    assert list(case_faults()) == []

    at("2026-11-17 09:00")
    signed_in(client, leaving)
    assert client.get(f"/cases/{first.pk}/").status_code == 404
    signed_in(client, successor)
    assert client.get(f"/cases/{first.pk}/").status_code == 200


def test_a_leader_hands_over_cases_villages_and_petitions(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    leader, leader2 = town.user("leader"), town.user("leader2")
    case = opened(town)
    Case.objects.filter(pk=case.pk).update(owner=leader)
    load_contents()
    petition = Office(town).register()
    Petition.objects.filter(pk=petition.pk).update(owner=leader)
    signed_in(client, town.user("secadmin"))
    answer = hand_over(client, post_of(leader), leader2, gives_post="", ends_post="on")
    assert answer.status_code == 302, answer.context["form"].errors
    case.refresh_from_db()
    petition.refresh_from_db()
    assert (case.owner, petition.owner) == (leader2, leader2)
    assert petition.events.order_by("-seq")[0].verb == "handed_over"
    assert stationed_leader(town.v1) == leader2


def test_who_may_and_to_whom(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    leaving, other = town.user("village"), town.user("village2")
    case = opened(town)
    for account in ("peace", "village", "sysadmin"):
        answer = hand_over(signed_in(client, town.user(account)), post_of(leaving), other)
        assert answer.status_code == 404, account
    signed_in(client, town.user("secadmin"))
    page = hand_over(client, post_of(leaving), other, gives_post="").content.decode()
    assert "接不了这些工作" in page
    own = post_of(town.user("secadmin"))
    assert hand_over(client, own, other).status_code == 200
    assert not Handover.objects.exists()
    assert hand_over(client, post_of(leaving), other).status_code == 302
    case.refresh_from_db()
    assert case.officer == other


def test_a_case_does_not_go_to_whom_it_may_not(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    """He stepped aside from it once: the unit names somebody else."""
    at("2026-11-16 09:00")
    leaving, successor = town.user("village"), town.user("village2")
    case, free = opened(town), opened(town)
    Recusal.objects.create(
        centre=town.centre, case=case, stage=case.stages.get(), user=successor,
        ground="relative", reason="", on=date(2026, 11, 16), by=leaving, at=case.registered_at,
    )  # fmt: skip
    signed_in(client, town.user("director"))
    assert hand_over(client, post_of(leaving), successor).status_code == 302
    case.refresh_from_db()
    free.refresh_from_db()
    assert case.officer is None
    assert free.officer == successor
    assert list(case_faults()) == []


def test_nothing_of_a_case_that_he_stepped_aside_from_goes_to_the_successor(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    """Its step waits with the unit and his seat stays empty; the other case's go along."""
    at("2026-11-16 09:00")
    leaving, successor = town.user("village"), town.hire("jingfa")
    case, free = opened(town), opened(town)
    for one in (case, free):
        plan = Plan.objects.create(
            centre=town.centre, case=one, version=1, goal=some_text(), measures=some_text(),
            ends_on=date(2026, 11, 30), by=leaving, at=one.registered_at,
        )  # fmt: skip
        plan.steps.create(
            centre=town.centre, case=one, position=1, what=some_text(), unit=town.unit(V1),
            person=leaving, due_on=date(2026, 11, 20),
        )  # fmt: skip
    Recusal.objects.create(
        centre=town.centre, case=case, stage=case.stages.get(), user=successor,
        ground="relative", reason="", on=date(2026, 11, 16), by=leaving, at=case.registered_at,
    )  # fmt: skip
    signed_in(client, town.user("secadmin"))
    assert hand_over(client, post_of(leaving), successor, ends_post="on").status_code == 302
    assert case.plans.get().steps.get().person is None
    assert free.plans.get().steps.get().person == successor
    for one, seats in ((case, 0), (free, 1)):
        assert one.team.filter(user=successor).count() == seats
        assert not one.team.filter(user=leaving).exists()


def test_sittings_go_along_where_the_successor_is_free(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    leaving, successor = town.user("village"), town.user("village2")
    first, second, other = opened(town), opened(town), opened(town, division=V2, by="village2")

    def arrange(case: Case, by: User, hour: int) -> None:
        starts_at = clock.now().replace(hour=hour, minute=0) + timedelta(days=1)
        case_services.move(
            case, "schedule", by, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
            place="村委会",
        )  # fmt: skip

    arrange(first, leaving, 9)
    arrange(second, leaving, 15)
    arrange(other, successor, 15)  # the successor sits elsewhere at that time
    signed_in(client, town.user("secadmin"))
    assert hand_over(client, post_of(leaving), successor).status_code == 302
    assert first.sessions.get().mediator == successor
    assert second.sessions.get().mediator == leaving
    assert Handover.objects.get().moved == {"cases": 2, "sittings": 1, "sittings_left": 1}
