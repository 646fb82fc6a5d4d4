"""A case that is handed over to the petition office becomes a petition (rules.md §2 row 13)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cases.models import Case, Party
from petitions.models import Petition
from tests.cases.factories import registration as case_registration
from tests.cases.factories import some_person
from tests.petitions.factories import Office
from tests.petitions.pages import desk

pytestmark = pytest.mark.django_db


def test_the_day_of_receipt_and_the_people_go_with_it(
    office: Office, at: Callable[[str], Any]
) -> None:
    """Received on 08-03, handed over on 08-06: told until 08-18, as if it had come to us."""
    at("2026-08-03 09:00")
    people = [some_person("applicant") for _ in range(7)] + [some_person("respondent")]
    made = desk(office, "window").post(
        "/api/v1/cases/", case_registration(parties=people), content_type="application/json"
    )
    case = Case.objects.get(pk=made.json()["id"])
    at("2026-08-06 09:00")
    given = {
        "kind": "petition",
        "to": "信访办",
        "reason": "要行政机关答复",
        "version": case.version,
    }
    answer = desk(office, "peace").post(f"/cases/{case.pk}/moves/transfer/", given)
    assert answer.status_code == 302
    petition = Petition.objects.get()
    assert Case.objects.get(pk=case.pk).status == "transferred"
    assert petition.received_on == case.received_on == date(2026, 8, 3)
    assert office.running(petition) == {"NOTIFY": date(2026, 8, 18)}
    assert petition.narrative == case.narrative
    # Five speak for them, all are counted (条例20(3)).
    names = list(Party.objects.filter(case=case).values_list("name", flat=True)[:5])
    assert [one.name for one in petition.petitioners.all()] == names
    assert petition.head_count == 7
    link = petition.mediations.get()
    assert (link.case, link.is_from_case) == (case, True)
    page = desk(office, "petition").get(f"/petitions/{petition.pk}/").content.decode()
    assert case.number in page
    assert petition.number in desk(office, "peace").get(f"/cases/{case.pk}/").content.decode()
