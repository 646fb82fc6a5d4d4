"""What a log line may say: never a row of ours, never a phone or ID number."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import Error as DatabaseError
from psycopg2 import Error as DriverError

from mediation.core.privacy import mask_numbers_in


class PlainLine(logging.Formatter):
    """A line without the values of a refused row, and with every private number masked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_numbers_in(super().format(record))

    def formatException(self, ei: Any) -> str:
        text = super().formatException(ei)
        for refused in _refused_writes(ei[1]):
            _, _, row = str(refused).partition("\n")  # under its sentence Postgres repeats the row
            text = text.replace(row, "") if row.strip() else text
        return text


def _refused_writes(fault: BaseException | None) -> Iterator[BaseException]:
    """The database's own errors in the chain of a fault."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        if isinstance(fault, DatabaseError | DriverError):
            yield fault
        fault = fault.__cause__ or fault.__context__
