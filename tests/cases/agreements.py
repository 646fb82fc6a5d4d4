"""What the tests about agreements share: a case of 致远社区 being mediated, and its settling."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.test import Client

from cases.enums import Tier
from cases.models import Agreement, Case
from mediation.core.models import User
from tests.cases.factories import Cast, act, register, some_text

TICKS = {"signed": True, "mediator_signed": True, "sealed": True, "harmless": True}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def officer(cast: Cast) -> User:
    return cast.members[Tier.VILLAGE]


def mediating(cast: Cast, **more: Any) -> Case:
    return act(register(cast, **more), "accept", officer(cast))


def sides(case: Case) -> tuple[int, int]:
    """Keys of the applicant and of the respondent."""
    return case.parties.get(role="applicant").pk, case.parties.get(role="respondent").pk


def owes(debtor: int, due_on: str | dt.date, **more: Any) -> dict[str, Any]:
    return {"debtor": debtor, "what": some_text(), "due_on": str(due_on), **more}


def settle(cast: Cast, case: Case, **more: Any) -> Case:
    """A written agreement signed, sealed and in force today."""
    return act(case, "settle", officer(cast), **{"form": "written", **TICKS, **more})


def in_force(case: Case) -> Agreement:
    return case.agreements.get(is_undone=False)


def obligation(case: Case, seq: int) -> Any:
    return in_force(case).obligations.get(seq=seq)


def post(user: User, case: Case, verb: str, **fields: Any) -> Any:
    """A move over JSON."""
    data = {"verb": verb, **{name: _plain(value) for name, value in fields.items()}}
    return client_of(user).post(
        f"/api/v1/cases/{case.pk}/moves/", data, content_type="application/json"
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date) else value


def said(answer: Any) -> Mapping[str, list[str]]:
    fields: Mapping[str, list[str]] = answer.json()["fields"]
    return fields


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)
