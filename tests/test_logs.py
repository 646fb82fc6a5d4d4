"""No name, number, narrative or query string reaches a log line of the running system."""

import logging
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError

from cases import services
from cases.enums import Outcome
from cases.models import Case
from mediation.core.logs import PlainLine
from tests.cases.factories import registration, some_text
from tests.factories import Town
from tests.faults import MARK, MARK_OF_A_BROKEN_ROW
from tests.servers import gunicorn, token_of

CASES = "/api/v1/cases/"


def secret_row(mark: str = "") -> tuple[dict[str, Any], list[str]]:
    """A registration, and the words of it that no line may show."""
    words = [f"zq{some_text(10)}" for _ in range(3)]
    phone = f"19{random.randrange(10**9):09}"
    row = registration(narrative=f"{words[0]} {mark}")
    row["parties"][0] |= {"name": words[1], "phone": phone, "address": f"{words[2]}1号"}
    return row, [*words, phone]


@pytest.mark.django_db(transaction=True)
def test_the_servers_log_names_paths_and_faults_but_nothing_of_a_matter(
    town: Town, tmp_path: Path
) -> None:
    token = token_of(town.user("window"))
    secrets: list[str] = []
    statuses = []
    with gunicorn(tmp_path) as server:
        for mark in ("", MARK, MARK_OF_A_BROKEN_ROW):
            row, words = secret_row(mark)
            secrets += words
            statuses.append(server.post(CASES, token, row).status)
            statuses.append(server.call("GET", f"{CASES}?q={quote(words[1])}", token).status)
            statuses.append(server.post(f"{CASES}search/", token, {"phone": words[3]}).status)
        lost = f"zq{some_text(10)}"
        server.call("GET", f"/cases/987654321/?q={lost}", token)
        server.call("GET", f"/nothing-here/?name={lost}", token)
        server.post(CASES, token, row | {"risk": lost})
        log = server.log.read_text("utf-8")
    assert statuses == [201, 200, 200, 500, 200, 200, 500, 200, 200]
    assert [word for word in [*secrets, lost] if word in log] == []
    # The same log does say what happened, and where.
    assert "GET /api/v1/cases/ 200" in log
    assert "tests.faults.Planted" in log
    assert "case_outcome_iff_not_open" in log
    assert "Failing row" not in log
    assert "?" not in "".join(line for line in log.splitlines() if " GET " in line)


def test_a_fault_of_the_database_is_told_without_the_row(town: Town) -> None:
    words = [f"zq{some_text(10)}" for _ in range(2)]
    case = services.register(
        town.user("window"), **registration(narrative=f"{words[0]}\n{words[1]}")
    ).case
    with pytest.raises(IntegrityError) as caught:
        Case.objects.filter(pk=case.pk).update(outcome=Outcome.WRITTEN)
    assert all(word in str(caught.value) for word in words)
    line = PlainLine("%(message)s").formatException((caught.type, caught.value, caught.tb))
    assert "case_outcome_iff_not_open" in line
    assert "test_a_fault_of_the_database_is_told_without_the_row" in line
    assert [word for word in words if word in line] == []


def test_a_line_masks_private_numbers() -> None:
    line = PlainLine("%(message)s")

    def written(message: str) -> str:
        return line.format(logging.LogRecord("x", logging.ERROR, "", 0, message, None, None))

    assert written("打给 19912345678") == "打给 199****5678"
    assert written("证件 50010219800101123X") == "证件 5001**********123X"
    assert written("李矛调〔2026〕1号 2026-11-18") == "李矛调〔2026〕1号 2026-11-18"
