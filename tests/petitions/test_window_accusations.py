"""A ticket whose holder came to accuse somebody: nothing of it stays at the counter (条例30(3))."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Visit
from cases.services import visits
from grids.enums import Role
from grids.models import Post
from petitions.models import Petition
from tests.cases.factories import some_text
from tests.factories import V1
from tests.petitions.factories import Office
from tests.petitions.test_register_page import typed

pytestmark = pytest.mark.django_db


def test_an_accusation_leaves_no_word_on_the_ticket_it_came_with(shared_office: Office) -> None:
    town = shared_office.town
    # In a small town the discipline post may sit at a window too.
    both = town.user("discipline")
    Post.objects.create(
        user=both, department=town.unit("centre"), role=Role.WINDOW_CLERK, from_on=date(2020, 1, 1)
    )
    client = Client()
    client.force_login(both)
    for kind, more in (("accusation", {"content": "", "division": ""}), ("claim", {})):
        said, name = some_text(), some_text(4)
        taken = visits.take_ticket(
            both,
            window="petition",
            form_key=uuid4(),
            said=said,
            name_to_call=name,
            division=V1,
        )
        visits.call(both, taken)
        form = typed(kind=kind, received_on="2026-08-03", **more)
        answer = client.post(f"/petitions/new/?visit={taken.pk}", form)
        assert answer.status_code == 302, answer.content.decode()
        petition, visit = Petition.objects.latest("pk"), Visit.objects.get(pk=taken.pk)
        assert (petition.kind, visit.matter_key) == (kind, f"petition:{petition.pk}")
        left = (visit.said, visit.name_to_call, visit.division)
        assert left == (("", "", None) if kind == "accusation" else (said, name, town.v1))
        # Which petition it became is for who served it.
        clerk = Client()
        clerk.force_login(town.user("window"))
        assert clerk.get(f"/api/v1/visits/{visit.pk}/").json()["matter_key"] == ""
