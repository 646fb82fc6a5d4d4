"""What must always be true, checked after seed, import, restore, and every night.

Each app adds its own checks by a line in `settings.INVARIANTS`: dotted callables without arguments
that yield one English sentence for each thing that is wrong.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from mediation.core.privacy import SealedField, is_sealed


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
