"""Reference tables, read only, for whoever has logged in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils.module_loading import import_string
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.api.serializers import CodesSerializer
from grids.models import Category, Department, Division, Subtype


class Codes(APIView):
    """Codes of places, units, categories and closed lists, each with its Chinese label."""

    @extend_schema(responses=CodesSerializer)
    def get(self, request: Request) -> Response:
        tables = {
            "divisions": Division.objects.active().select_related("parent"),
            "departments": Department.objects.filter(is_active=True).select_related(
                "centre", "division"
            ),
            "categories": Category.objects.filter(is_active=True),
            "subtypes": Subtype.objects.filter(is_active=True).select_related("parent"),
            "tables": {name: _entries(dotted) for name, dotted in settings.CODE_TABLES.items()},
        }
        return Response(CodesSerializer(tables).data)


def _entries(dotted: str) -> list[dict[str, str]]:
    """A `TextChoices` class of an upper floor, or its function that reads a table into pairs; named
    in the settings because nothing below it may import it."""
    found: type[Choices] | Callable[[], Any] = import_string(dotted)
    pairs = found.choices if isinstance(found, type) else found()
    return [{"code": code, "label": label} for code, label in pairs]
