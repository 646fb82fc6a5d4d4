"""Foreign keys that many tables of a case share, said once."""

from typing import Any

from django.conf import settings
from django.db import models


def centre_key() -> Any:
    """The town of the matter: first column of list indexes, later the partition key."""
    return models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )


def case_key(related_name: str) -> Any:
    return models.ForeignKey(
        "cases.Case", models.PROTECT, related_name=related_name, verbose_name="案件"
    )


def person_key(verbose_name: str, *, null: bool = False, related_name: str = "+") -> Any:
    """A member of staff: never deleted, so never cascaded from."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name=related_name,
        verbose_name=verbose_name,
    )


def code_field(choices: Any, verbose_name: str, *, blank: bool = False, **options: Any) -> Any:
    """A code of an enum; sorted and compared bytewise."""
    if blank:
        options.setdefault("default", "")
    return models.CharField(
        verbose_name, max_length=20, choices=choices, blank=blank, db_collation="C", **options
    )
