"""What must always be true, checked after seed, import, restore, and every night.

Each app adds its own checks by a line in `settings.INVARIANTS`: dotted callables without arguments
that yield one English sentence for each thing that is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from mediation.core.privacy import SealedField, is_sealed

TOLD = 20  # of each kind of fault


def faults() -> Iterator[str]:
    """Everything that is wrong, over all apps."""
    yield from unsealed_values()
    for dotted in settings.INVARIANTS:
        yield from import_string(dotted)()


def sealed_columns() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Every table's sealed columns."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedField):
                yield model, field


def raw_values(model: type[models.Model], field: SealedField) -> Iterator[tuple[int, str]]:
    """(id, what stands in the database) of a sealed column, empty ones left out."""
    rows = model._base_manager.annotate(raw=Cast(field.name, models.TextField()))
    rows = rows.exclude(raw="").exclude(raw=None)
    yield from rows.order_by("pk").values_list("pk", "raw").iterator(chunk_size=5000)


def unsealed_values() -> Iterator[str]:
    for model, field in sealed_columns():
        clear = sum(not is_sealed(raw) for _, raw in raw_values(model, field))
        if clear:
            yield f"{field.where}: {clear} values stand in clear"


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def told(matter: str, sentence: str, numbers: Iterable[object]) -> Iterator[str]:
    """ "petition 李信〔2026〕1号 has …" for each number, the first twenty of them."""
    rest = iter(numbers)
    for number in islice(rest, TOLD):
        yield f"{matter} {number} {sentence}"
    more = sum(1 for _ in rest)
    if more:
        yield f"… and {more} more: {sentence}"


def gaps(series: Mapping[str, str]) -> Iterator[str]:
    """Name → SELECT of (series, how many, highest, counter): numbers run from 1 without a gap to the
    last one that was given."""
    for name, sql in series.items():
        for one, count, highest, last in rows(sql):
            if not count == highest == last:
                yield f"{name} {one}: {count} given, the highest is {highest}, counter at {last}"
