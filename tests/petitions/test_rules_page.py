"""`/rules/` shows the petitions' own tables as they stand, beside those of cases."""

import pytest
from django.test import Client

from mediation.core.models import Rule
from petitions.enums import Clock, Verb
from petitions.selectors.rules import tables
from petitions.workflow import EDGES
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def test_every_edge_clock_and_sight_of_petitions_stands_on_the_page(office: Office) -> None:
    client = Client()
    client.force_login(office.town.user("village"))
    answer = client.get("/rules/")
    page = answer.content.decode()
    assert answer.status_code == 200
    found = tables()
    assert len(found["edges"]) == len(EDGES)
    assert {row["verb"] for row in found["edges"]} == {
        str(verb.label) for verb in Verb if verb != Verb.REGISTER
    }
    assert {row["clock"] for row in found["runs"]} == {str(one.label) for one in Clock}
    for row in (*found["edges"], *found["runs"], *found["sights"]):
        for words in row.values():
            assert words in page
    assert "检举控告，其他岗位都看不到" in page


def test_a_clock_that_the_town_has_not_switched_on_says_so(office: Office) -> None:
    client = Client()
    client.force_login(office.town.user("village"))
    assert "信访办结（简易）（没有启用）" in client.get("/rules/").content.decode()
    assert Rule.objects.filter(variant="simple").update(is_on=True) == 1
    page = client.get("/rules/").content.decode()
    assert "信访办结（简易）" in page
    assert "信访办结（简易）（没有启用）" not in page
