"""The key that every table of a petition carries."""

from typing import Any

from django.db import models


def petition_key(related_name: str) -> Any:
    return models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name=related_name, verbose_name="信访件"
    )
