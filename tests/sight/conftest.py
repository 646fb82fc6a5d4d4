"""The walked world, once per file that asks for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import override_settings

from mediation.core import binding, documents
from tests import database
from tests.conftest import SHANGHAI
from tests.sight import planting
from tests.sight.walking import bound_in_clear
from tests.sight.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; the clock stands still on the walking day while these tests run.

    A dossier is walked with every word of it in clear: what the converter and the binder make of
    them is packed, and looked at by tests/cases/test_dossier.py.
    """
    travels: list[time_machine.travel] = []

    def move(moment: str) -> None:
        if travels:
            travels.pop().stop()
        local = time_machine.travel(
            datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI),
            tick=False,
        )
        local.start()
        travels.append(local)

    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        database.copy("sight"),
        patch.object(documents, "to_pdfs", list),
        patch.object(binding, "bind", bound_in_clear),
    ):
        with transaction.atomic():
            world = build(move)
            planting.plant(world)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else the planner guesses at tables that it never saw
        yield world
        travels.pop().stop()
