"""Asking for files in tests, and reading them back row by row."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl

from cases import services as case_services
from cases.models import Case
from mediation.core.models import User
from reporting import services
from reporting.models import Export
from tests.cases.factories import registration
from tests.factories import Town


def register(town: Town, **more: Any) -> Case:
    return case_services.register(town.user("window"), **registration(**more)).case


def asked(user: User, format: str = "xlsx", purpose: str = "check", **params: Any) -> Export:
    return services.request_export(user, params, purpose, format)


def written(export: Export) -> Export:
    assert services.write_export(export.pk)
    export.refresh_from_db()
    return export


def made(user: User, format: str = "xlsx", **params: Any) -> Export:
    return written(asked(user, format, **params))


def rows_of(export: Export) -> list[list[Any]]:
    """Every row of every sheet, headings and last line among them."""
    with export.file.open("rb") as file:
        content = file.read()
    if export.format == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [list(row) for row in _values(content)]


def _values(content: bytes) -> Iterator[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    for sheet in book:
        yield from sheet.iter_rows(values_only=True)
