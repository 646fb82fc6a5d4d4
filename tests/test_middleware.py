"""Text with a NUL in it is refused before any view sees it; the same text without it passes."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import Town

NUL = "\x00"


@pytest.fixture
def desk(client: Client, town: Town) -> Client:
    client.force_login(town.user("window"))
    return client


@pytest.mark.parametrize("said", ["", NUL])
def test_a_nul_in_the_address_or_a_form_is_a_plain_400(desk: Client, said: str) -> None:
    asked = desk.get("/cases/", {"q": f"两家{said}"})
    typed = desk.post("/lookup/", {"code": f"ABCD{said}", "second": "1234"})
    expected = 400 if said else 200
    assert {asked.status_code, typed.status_code} == {expected}
    assert ("没看懂" in asked.content.decode()) == bool(said)


@pytest.mark.parametrize("said", ["", NUL])
def test_a_nul_in_json_is_told_in_the_words_of_the_api(desk: Client, said: str) -> None:
    body: dict[str, Any] = {"phone": f"1390000{said}0000"}
    answer = desk.post("/api/v1/cases/search/", body, content_type="application/json")
    is_refused = answer.status_code == 400 and answer.json()["code"] == "invalid_text"
    assert is_refused == bool(said)
