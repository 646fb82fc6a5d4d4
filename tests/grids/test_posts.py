"""Who holds which post on a day, and who stands for whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from grids.enums import DeputyKind, Role, Seat
from grids.models import Deputy, Post, Station, TeamSeat
from grids.selectors import (
    centre_of,
    deputised,
    duty_people,
    handling_people,
    heads_of,
    liaisons_of,
    people_with_role,
    posts_of,
    roles_of,
    standings,
    stands_for,
    stationed_leader,
    stationed_villages,
    team_of,
    units_of,
)
from grids.services import appoint, staff_resource, station
from tests.factories import GRID, V1, Town, make_user

DAY = date(2026, 11, 14)


@pytest.mark.parametrize(
    ("day", "in_post"),
    [
        (date(2026, 11, 9), False),
        (date(2026, 11, 10), True),
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
    ],
)
def test_a_post_holds_from_its_first_to_its_last_day(town: Town, day: date, in_post: bool) -> None:
    user = town.hire("jingfa", from_on=date(2026, 11, 10), to_on=date(2026, 11, 20))
    assert posts_of(user, day).exists() is in_post
    assert (user in handling_people(town.unit("jingfa"), day)) is in_post
    assert (centre_of(user, day) == town.centre) is in_post


def test_a_term_cannot_end_before_it_begins(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        town.hire("jingfa", from_on=DAY, to_on=date(2026, 11, 13))
    town.hire("jingfa", from_on=DAY, to_on=DAY)


def test_today_is_the_clocks_day(town: Town, at: Callable[[str], Any]) -> None:
    user = town.hire("jingfa", from_on=date(2026, 11, 14))
    at("2026-11-13 23:59")
    assert roles_of(user) == frozenset()
    at("2026-11-14 00:00")
    assert roles_of(user) == {Role.DEPARTMENT_OFFICER}


def test_a_grid_worker_belongs_to_the_committee_but_handles_none_of_its_cases(town: Town) -> None:
    grid, village = town.user("grid"), town.user("village")
    committee = town.unit(V1)
    assert list(handling_people(committee, DAY)) == [village]
    assert list(units_of(grid, DAY)) == [committee]
    assert list(units_of(grid, DAY, handling=True)) == []
    assert list(units_of(village, DAY, handling=True)) == [committee]
    assert posts_of(grid, DAY).get().division == town.place(GRID)


def test_a_grid_workers_post_needs_a_grid(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        town.hire(V1, Role.GRID_WORKER)
    town.hire(V1, Role.GRID_WORKER, division=town.place(GRID))


def test_offices_that_only_guide_handle_no_case(town: Town) -> None:
    assert not handling_people(town.unit("peace"), DAY).exists()
    assert not handling_people(town.unit("discipline"), DAY).exists()
    assert handling_people(town.unit("room"), DAY).count() == 2


def test_a_closed_account_holds_its_post_but_is_not_offered(town: Town) -> None:
    user = town.user("mediator2")
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert list(handling_people(town.unit("room"), DAY)) == [town.user("mediator")]


def test_the_head_is_who_holds_the_heads_post_else_the_first_responsible(town: Town) -> None:
    assert list(heads_of(town.unit("room"), DAY)) == [town.user("mediator")]
    assert list(heads_of(town.unit("centre"), DAY)) == [town.user("director")]
    unit = town.unit("discipline")
    assert list(heads_of(unit, DAY)) == []
    assert list(duty_people(town.unit("justice"), DAY)) == [town.user("justice")]


def test_everybody_with_a_role_in_the_town(town: Town) -> None:
    leaders = [town.user("leader"), town.user("leader2")]
    assert list(people_with_role(Role.LEADER, town.centre, DAY)) == leaders
    guides = [town.user("guide")]
    assert list(people_with_role(Role.GUIDANCE_MEDIATOR, town.centre, DAY)) == guides
    assert list(people_with_role(Role.LIAISON, town.centre, DAY)) == []


def test_a_deputy_stands_for_another_in_the_days_given_and_only_then(town: Town) -> None:
    away, deputy = town.user("village"), town.user("mediator2")
    Deputy.objects.create(
        user=away, deputy=deputy, from_on=date(2026, 11, 10), to_on=date(2026, 11, 20)
    )
    assert list(deputised(away, DAY)) == [deputy]
    assert list(stands_for(deputy, DAY)) == [away]
    own, other = standings(deputy, DAY)
    assert own.user == deputy
    assert own.on_behalf_of is None
    assert other.on_behalf_of == away
    assert other.headed_units == {town.unit(V1).pk}
    assert own.handling_units == {town.unit("room").pk}
    assert [one.user for one in standings(deputy, date(2026, 11, 21))] == [deputy]


def test_a_liaison_types_for_a_leader_but_receives_nothing_in_his_place(town: Town) -> None:
    leader, liaison = town.user("leader"), town.hire("leadership", Role.LIAISON)
    Deputy.objects.create(user=leader, deputy=liaison, from_on=DAY, kind=DeputyKind.LIAISON)
    assert list(liaisons_of(leader, DAY)) == [liaison]
    assert list(stands_for(liaison, DAY)) == [leader]
    assert list(deputised(leader, DAY)) == []


def test_nobody_is_his_own_deputy(town: Town) -> None:
    user, other = make_user(), make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(user=user, deputy=user, from_on=DAY)
    Deputy.objects.create(user=user, deputy=other, from_on=DAY)


def test_standings_cost_the_same_for_one_post_and_for_many(
    town: Town, django_assert_num_queries: Any
) -> None:
    user = town.user("mediator2")
    with django_assert_num_queries(2):
        standings(user, DAY)
    for slug in ("jingfa", "minshe", "yingji"):
        appoint(user, town.unit(slug), Role.DEPARTMENT_OFFICER, date(2026, 1, 1))
    Deputy.objects.create(user=town.user("village"), deputy=user, from_on=DAY)
    with django_assert_num_queries(2):
        assert len(standings(user, DAY)[0].units) == 4


def test_the_leaders_share_the_villages_nine_and_ten(town: Town) -> None:
    leader, leader2 = town.user("leader"), town.user("leader2")
    first, second = set(stationed_villages(leader, DAY)), set(stationed_villages(leader2, DAY))
    assert (len(first), len(second)) == (9, 10)
    assert not first & second
    assert town.v1 in first
    assert town.v2 in second
    assert stationed_leader(town.place(GRID), DAY) == leader


def test_a_new_stationed_leader_ends_the_term_of_the_one_before(town: Town) -> None:
    leader, leader2 = town.user("leader"), town.user("leader2")
    station(leader2, town.v1, DAY)
    assert stationed_leader(town.v1, date(2026, 11, 13)) == leader
    assert stationed_leader(town.v1, DAY) == leader2
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.create(user=leader, division=town.v1, from_on=DAY)


def test_the_team_of_a_village_is_one_one_one_and_three(town: Town) -> None:
    seats = [seat.seat for seat in team_of(town.place(GRID), DAY)]
    assert sorted(seats) == sorted([Seat.LEADER, Seat.CHIEF, Seat.SECRETARY, *[Seat.STAFF] * 3])
    assert {seat.user for seat in team_of(town.v1, DAY)} >= {town.user("leader"), town.user("grid")}
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamSeat.objects.create(
            division=town.v1, user=make_user(), seat=Seat.SECRETARY, from_on=DAY
        )
    TeamSeat.objects.create(division=town.v1, user=make_user(), seat=Seat.STAFF, from_on=DAY)


def test_appointing_twice_gives_one_post(town: Town) -> None:
    user = make_user()
    first = appoint(user, town.unit("jingfa"), Role.DEPARTMENT_OFFICER, DAY)
    assert appoint(user, town.unit("jingfa"), Role.DEPARTMENT_OFFICER, DAY) == first
    assert Post.objects.filter(user=user).count() == 1


def test_a_person_is_booked_under_one_resource(town: Town) -> None:
    user = make_user()
    assert staff_resource(user) == staff_resource(user) != staff_resource(make_user())
