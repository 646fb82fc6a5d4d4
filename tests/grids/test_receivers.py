"""Who receives a case on each rung: rules.md §5, every line and every "if nobody"."""

from dataclasses import dataclass
from datetime import date

import pytest

from grids.enums import ReceiverNote, Role
from grids.models import (
    Category,
    Department,
    Deputy,
    Division,
    Post,
    RoutingRule,
    Station,
    Subtype,
)
from grids.selectors import receiver
from mediation.core.errors import Refused
from mediation.core.models import User
from tests.factories import GRID, V1, V2, Town

DAY = date(2026, 11, 14)


@dataclass
class Matter:
    division: Division
    centre: Division
    category: Category
    subtype: Subtype | None = None
    lead_department: Department | None = None
    owner: User | None = None


@pytest.fixture
def matter(town: Town) -> Matter:
    return Matter(town.v1, town.centre, town.category("02"))


def close(*users: User) -> None:
    User.objects.filter(pk__in=[user.pk for user in users]).update(is_active=False)


def deputise(user: User, deputy: User) -> None:
    Deputy.objects.create(user=user, deputy=deputy, from_on=DAY)


@pytest.mark.parametrize("place", [V1, GRID])
def test_a_village_or_grids_case_goes_to_the_villages_committee(
    town: Town, matter: Matter, place: str
) -> None:
    matter.division = town.place(place)
    got = receiver("village", matter, DAY)
    assert (got.unit, got.officer, got.note, got.tell) == (town.unit(V1), None, "", ())


def test_a_village_whose_people_are_away_sends_to_their_deputy(town: Town, matter: Matter) -> None:
    away, deputy = town.user("village"), town.user("mediator2")
    deputise(away, deputy)
    assert receiver("village", matter, DAY).officer is None
    close(away)
    got = receiver("village", matter, DAY)
    assert (got.unit, got.officer) == (town.unit(V1), deputy)


def test_a_village_without_deputy_sends_to_its_first_responsible(
    town: Town, matter: Matter
) -> None:
    Post.objects.filter(department=town.unit(V1), role=Role.MEDIATOR).update(
        to_on=date(2026, 11, 13)
    )
    got = receiver("village", matter, DAY)
    assert (got.unit, got.officer) == (town.unit(V1), town.user("village"))
    assert got.note == ReceiverNote.NONE


def test_a_village_with_nobody_at_all_sends_to_the_centre_and_tells_the_peace_office(
    town: Town, matter: Matter
) -> None:
    close(town.user("village"))
    got = receiver("village", matter, DAY)
    assert (got.unit, got.officer) == (town.unit("centre"), None)
    assert got.note == ReceiverNote.NO_POST_HOLDER
    assert got.tell == (town.unit("peace"),)
    matter.division = town.v2
    assert receiver("village", matter, DAY).unit == town.unit(V2)


def test_the_street_rung_is_the_street_room_and_never_the_lead_department(
    town: Town, matter: Matter
) -> None:
    matter.lead_department = town.unit("guijian")
    got = receiver("street", matter, DAY)
    assert (got.unit, got.officer) == (town.unit("room"), None)


def test_a_street_room_with_nobody_at_all_sends_to_the_centre(town: Town, matter: Matter) -> None:
    close(town.user("mediator"))
    assert receiver("street", matter, DAY).unit == town.unit("room")
    close(town.user("mediator2"))
    got = receiver("street", matter, DAY)
    assert (got.unit, got.tell) == (town.unit("centre"), (town.unit("peace"),))


def test_the_owner_comes_before_the_stationed_leader(town: Town, matter: Matter) -> None:
    got = receiver("leader", matter, DAY)
    assert (got.unit, got.officer) == (town.unit("leadership"), town.user("leader"))
    matter.owner = town.user("leader2")
    assert receiver("leader", matter, DAY).officer == town.user("leader2")


def test_the_other_village_has_the_other_leader(town: Town, matter: Matter) -> None:
    matter.division = town.v2
    assert receiver("leader", matter, DAY).officer == town.user("leader2")


def test_an_owner_whose_account_is_closed_is_replaced_by_his_deputy_or_passed_over(
    town: Town, matter: Matter
) -> None:
    gone, deputy = town.hire("leadership", Role.LEADER), town.hire("leadership", Role.LEADER)
    matter.owner = gone
    close(gone)
    gone.refresh_from_db()
    assert receiver("leader", matter, DAY).officer == town.user("leader")
    deputise(gone, deputy)
    assert receiver("leader", matter, DAY).officer == deputy


def test_without_a_stationed_leader_the_one_in_charge_of_the_lead_department_takes_it(
    town: Town, matter: Matter
) -> None:
    Station.objects.filter(division=town.v1).update(to_on=date(2026, 11, 13))
    assert receiver("leader", matter, DAY).officer == town.user("leader")  # 02: 司法所
    matter.category = town.category("08")  # 规建办
    assert receiver("leader", matter, DAY).officer == town.user("leader2")
    matter.lead_department = town.unit("fulian")
    assert receiver("leader", matter, DAY).officer == town.user("leader")


def test_with_no_leader_at_all_it_waits_and_the_peace_office_is_told(
    town: Town, matter: Matter
) -> None:
    Station.objects.all().delete()
    RoutingRule.objects.all().delete()
    got = receiver("leader", matter, DAY)
    assert (got.unit, got.officer) == (town.unit("leadership"), None)
    assert got.note == ReceiverNote.AWAITING_OWNER
    assert got.tell == (town.unit("peace"),)


def test_a_referred_case_goes_to_the_justice_offices_duty_officer(
    town: Town, matter: Matter
) -> None:
    duty = town.hire("justice", Role.JUSTICE_OFFICER)
    Post.objects.filter(user=duty).update(is_duty=True)
    Post.objects.filter(user=town.user("justice")).update(is_duty=False)
    got = receiver("litigation", matter, DAY)
    assert (got.unit, got.officer) == (town.unit("justice"), duty)


def test_without_a_duty_officer_the_head_of_the_justice_office(town: Town, matter: Matter) -> None:
    Post.objects.filter(department=town.unit("justice")).update(is_duty=False)
    assert receiver("litigation", matter, DAY).officer == town.user("justice")


def test_without_a_justice_office_the_centre(town: Town, matter: Matter) -> None:
    Department.objects.filter(pk=town.unit("justice").pk).update(is_active=False)
    got = receiver("litigation", matter, DAY)
    assert (got.unit, got.tell) == (town.unit("centre"), (town.unit("peace"),))


def test_a_town_without_a_centre_is_told_what_to_do(town: Town, matter: Matter) -> None:
    Department.objects.filter(pk=town.unit("centre").pk).update(is_active=False)
    assert receiver("village", matter, DAY).unit == town.unit(V1)
    close(town.user("village"))
    with pytest.raises(Refused) as refused:
        receiver("village", matter, DAY)
    assert refused.value.code == "no_centre"
    assert refused.value.instead
