"""A town in a rolling round, and what is typed in a report or after a visit."""

import uuid
from datetime import date
from typing import Any

from django.test import Client

from grids.models import SweepRound, SweepUnit
from grids.services import sweeps
from mediation.core.models import User
from tests.cases.factories import some_text
from tests.factories import V1, Town

# Every committee (19 villages of divisions.csv), 14 departments, 派出所, 司法所 (departments.csv).
UNITS = 19 + 14 + 2


def rolling(on: date | None = None) -> SweepRound:
    (made,) = sweeps.make_rolling_rounds(on)
    return made


def asked(round_: SweepRound, town: Town, slug: str) -> SweepUnit:
    return SweepUnit.objects.get(round=round_, unit=town.unit(slug))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def unit_page(line: SweepUnit) -> str:
    return f"/sweeps/{line.round_id}/units/{line.pk}/"


def typed_report(**more: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "c02": "2",
        "settled_count": "1",
        "analysis": f"多发在相邻用水 {some_text()}",
    } | more


def zero(**more: Any) -> dict[str, Any]:
    return typed_report(c02="", settled_count="", is_zero="on") | more


def typed_visit(town: Town, account: str = "village", **more: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "division": V1,
        "place": "农贸市场",
        "on": "2026-11-02",
        "goers": [str(town.user(account).pk)],
        "asked_for": f"希望修好排水沟 {some_text()}",
    } | more


def typed_round(town: Town, *slugs: str, **more: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "kind": "theme",
        "title": f"土地纠纷专题排查 {some_text()}",
        "from_on": "2026-11-02",
        "to_on": "2026-11-10",
        "categories": ["07"],
        "units": [str(town.unit(slug).pk) for slug in slugs],
    } | more


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())
