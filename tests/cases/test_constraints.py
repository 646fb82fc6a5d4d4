"""What the database refuses by itself, whoever writes: the last line of defence."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import enums, services
from cases.models import Agreement, Case, Party, Stage
from mediation.core import clock
from tests.cases.factories import registration
from tests.factories import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Town) -> Case:
    return services.register(town.user("village"), **registration()).case


def refuses(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


def test_a_case_stands_in_one_place_only(case: Case) -> None:
    stage = case.stages.get()
    Stage.objects.filter(pk=stage.pk).update(
        left_at=clock.now(), left_on=clock.today(), outcome=enums.StageOutcome.ESCALATED
    )
    copy = {"pk": None, "left_at": None, "left_on": None, "outcome": ""}
    for seq in (2, 3):
        row = Stage(**{f.attname: getattr(stage, f.attname) for f in Stage._meta.fields} | copy)
        row.pk, row.seq = None, seq
        if seq == 2:
            row.save(force_insert=True)
            continue
        with refuses("stage_one_open"), transaction.atomic():
            row.save(force_insert=True)
    assert case.stages.filter(left_at=None).count() == 1


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("case_outcome_iff_not_open", {"outcome": enums.Outcome.ORAL}),
        ("case_open_below_litigation", {"tier": enums.Tier.LITIGATION}),
        ("case_codes_known", {"risk": "purple"}),
        ("case_street_route_has_reason", {"route": enums.Route.STREET, "route_reason": ""}),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(
    case: Case, name: str, change: dict[str, Any]
) -> None:
    row = Case.objects.filter(pk=case.pk)
    with refuses(name), transaction.atomic():
        row.update(**change)
    assert row.update(risk=enums.Risk.YELLOW) == 1


def test_a_number_and_a_form_key_are_given_once(town: Town, case: Case) -> None:
    other = services.register(town.user("village"), **registration()).case
    for name, change in (
        ("case_number_once", {"short_number": case.short_number}),
        ("form_key", {"form_key": case.form_key}),
        ("number", {"number": case.number}),
    ):
        with refuses(name), transaction.atomic():
            Case.objects.filter(pk=other.pk).update(**change)


def test_a_party_has_his_own_place_and_a_case_one_agreement_in_force(
    town: Town, case: Case
) -> None:
    with refuses("party_position_once"), transaction.atomic():
        Party.objects.filter(case=case).update(position=0)
    terms = {
        "centre": case.centre, "case": case, "stage": case.stages.get(), "form": "oral",
        "terms": "各让一步", "on": clock.today(), "by": town.user("village"), "at": clock.now(),
    }  # fmt: skip
    Agreement.objects.create(**terms)
    with refuses("agreement_one_in_force"), transaction.atomic():
        Agreement.objects.create(**terms)
    Agreement.objects.update(is_undone=True)
    assert Agreement.objects.create(**terms).pk
