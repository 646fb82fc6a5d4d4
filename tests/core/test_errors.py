"""Every error of the API has one shape and speaks Chinese."""

import secrets

import pytest
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions

from mediation.core.errors import Refused, api_exception_handler


def answered(error: Exception) -> tuple[int, dict]:
    response = api_exception_handler(error, {})
    assert response is not None
    return response.status_code, response.data


def test_a_refusal_by_the_rules_says_why_who_and_what_instead() -> None:
    refused = Refused(
        "not_yours", "这件现在由街道调解室承办", who="承办人是王芳", instead="可以催办。"
    )
    status, body = answered(refused)
    assert status == 409
    assert body == {
        "code": "not_yours",
        "message": "这件现在由街道调解室承办。承办人是王芳。可以催办。",
        "fields": {},
    }


def test_a_missing_input_is_a_fault_of_shape_with_its_field() -> None:
    word = secrets.token_hex(4)
    status, body = answered(Refused("needs_reason", word, field="reason"))
    assert status == 400
    assert body["fields"] == {"reason": [word]}


def test_who_comes_second_is_told_what_stands_now() -> None:
    current = {"version": 4, "status": "settled"}
    status, body = answered(Refused("stale", "王芳刚改过", current=current))
    assert status == 409
    assert body["current"] == current


def test_nested_input_errors_name_the_field_by_its_path() -> None:
    detail = {"parties": [{}, {"phone": ["少 1 位"]}], "narrative": ["写几句经过"]}
    status, body = answered(exceptions.ValidationError(detail))
    assert status == 400
    assert body["code"] == "invalid"
    assert body["fields"] == {"parties.1.phone": ["少 1 位"], "narrative": ["写几句经过"]}


def test_a_plain_list_of_errors_belongs_to_the_whole() -> None:
    assert answered(exceptions.ValidationError(["不行"]))[1]["fields"] == {
        "non_field_errors": ["不行"]
    }
    assert answered(DjangoValidationError({"name": ["太长"]}))[1]["fields"] == {"name": ["太长"]}


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404(), 404, "not_found"),
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.AuthenticationFailed(), 401, "not_authenticated"),
        (exceptions.ParseError(), 400, "invalid"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.Throttled(wait=7), 429, "throttled"),
    ],
)
def test_every_expected_error_has_the_same_shape(error: Exception, status: int, code: str) -> None:
    got, body = answered(error)
    assert (got, body["code"]) == (status, code)
    assert set(body) == {"code", "message", "fields"}
    assert "一" <= body["message"][0] <= "鿿"


def test_who_is_too_fast_is_told_how_long_to_wait() -> None:
    assert "7 秒" in answered(exceptions.Throttled(wait=7))[1]["message"]


def test_what_nobody_expected_stays_a_fault_of_ours() -> None:
    assert api_exception_handler(ZeroDivisionError(), {}) is None
