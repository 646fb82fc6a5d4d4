"""Whatever is thrown at the API, it never falls over: every operation of its own schema.

`make check` throws a little at the reading calls; `make fuzz` throws a lot at all of them.
"""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error

from mediation.wsgi import application

IS_LONG = "FUZZ" in os.environ


@pytest.fixture
def kept_connection():
    """As Django's own test client does: the end of a request does not close the test's database."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def api(town, kept_connection):
    """The schema as 平安办 sees it, who may see and do most."""
    _, token = AuthToken.objects.create(town.user("peace"))
    headers = {"Authorization": f"Token {token}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, headers=headers)
    schema.config.update(headers=headers)
    return schema if IS_LONG else schema.include(method="GET")


def test_no_input_makes_the_api_fall_over(api):
    operations = [result.ok() for result in api.get_all_operations()]
    assert operations
    for operation in operations:
        throw_at(operation)


def throw_at(operation):
    @settings(
        max_examples=500 if IS_LONG else 10,
        derandomize=not IS_LONG,  # a red run can be had again; the long one throws dice
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def throw(case):
        case.call_and_validate(checks=[not_a_server_error])

    throw()
