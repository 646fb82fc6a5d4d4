"""Typing the acts of `tests/figures_acts.csv` one after another, each under its own clock."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from cases.models import Case
from reporting.models import HalfMonth
from tests.cases.factories import fields_for, registration, some_text
from tests.factories import Town

TESTS = Path(__file__).parent.parent


def table_of(name: str) -> list[dict[str, str]]:
    """A CSV of the tests folder as rows."""
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Typed:
    """One line of the acts: who typed what, when, of which day."""

    case: str
    typed_on: str
    verb: str
    on: str
    account: str
    data: dict[str, str]

    @classmethod
    def of(cls, row: dict[str, str]) -> "Typed":
        pairs = (pair.split("=", 1) for pair in row["data"].split())
        return cls(row["case"], row["typed_on"], row["act"], row["on"], row["account"], dict(pairs))


def typed_acts() -> Iterator[Typed]:
    return (Typed.of(row) for row in table_of("figures_acts.csv"))


def lock_by_page(
    town: Town, cut_off: str, account: str = "peace", leader: str = "director"
) -> None:
    """Submitted without waiting for the villages, approved, looked over and locked."""
    address = f"/reports/half-months/{cut_off}"
    for who, step, data in (
        (account, "submit", {"why_missing": some_text()}),
        (leader, "approve", {}),
        (account, "lock", {"is_checked": "yes"}),
    ):
        page = Client()
        page.force_login(town.user(who))
        assert page.post(f"{address}/{step}/", data).status_code == 302


@dataclass
class Example:
    """The ten cases of rules.md §8, by their names there."""

    town: Town
    at: Callable[[str], Any]
    cases: dict[str, Case] = field(default_factory=dict)

    def name_of(self, case: Case) -> str:
        return next(name for name, each in self.cases.items() if each.pk == case.pk)

    def type_all(self) -> "Example":
        for number, act in enumerate(typed_acts()):
            self.at(f"{act.typed_on} {8 + number // 60:02}:{number % 60:02}")
            self.type(act)
        return self

    def type(self, act: Typed) -> None:
        """By way of the pages' and the API's view functions, as its account."""
        if act.verb == "lock":
            lock_by_page(self.town, act.data["cut_off"], act.account)
            assert HalfMonth.objects.get(cut_off=act.data["cut_off"]).is_locked
            return
        client = APIClient()
        client.force_authenticate(self.town.user(act.account))
        if act.verb == "register":
            words = registration(received_on=act.on, **act.data)
            answer = client.post("/api/v1/cases/", words, format="json")
            assert answer.status_code == 201, answer.json()
            self.cases[act.case] = Case.objects.get(pk=answer.json()["id"])
            return
        case = self.cases[act.case]
        body = {"verb": act.verb, "on": act.on, **self.complete(act, case)}
        answer = client.post(f"/api/v1/cases/{case.pk}/moves/", body, format="json")
        assert answer.status_code == 200, (act, answer.json())
        self.cases[act.case] = Case.objects.get(pk=case.pk)

    def complete(self, act: Typed, case: Case) -> dict[str, Any]:
        """The data of the line, and what the verb needs beside it."""
        data: dict[str, Any] = dict(act.data)
        if act.verb == "merge":
            data["into"] = self.cases[data["into"]].pk
        if act.verb in {"merge", "amend"}:
            return data | {"reason": some_text()}
        return fields_for(act.verb, case) | data
