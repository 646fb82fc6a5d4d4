"""GET /reports/situation/: what the wall shows, as numbers; `hall=1` as the public hall reads it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting.views.wall import wall_of
from reporting.wall import Board, Tile

SAID = "件数；大厅里 1、2 件和会泄露它们的合计写“·”"


class TileOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(help_text=SAID)
    unit = serializers.CharField(allow_blank=True)


class HeatRowOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    cells = serializers.ListField(child=serializers.CharField(), help_text=SAID)
    total = serializers.CharField(help_text=SAID)


class LateUnitOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    numbers = serializers.CharField(allow_blank=True, help_text="您能看到的短号")


class SittingOut(serializers.Serializer[Any]):
    at = serializers.CharField()
    place = serializers.CharField()
    words = serializers.CharField()


class PaceOut(serializers.Serializer[Any]):
    cut_off = serializers.DateField()
    new = serializers.IntegerField(allow_null=True, help_text="大厅里不给")
    resolved = serializers.IntegerField(allow_null=True, help_text="大厅里 1、2 件不给")
    new_before = serializers.IntegerField(allow_null=True, help_text="去年同期新增；大厅里不给")


class SituationOut(serializers.Serializer[Any]):
    centre = serializers.CharField()
    cut_off = serializers.DateField()
    at = serializers.DateTimeField()
    is_hall = serializers.BooleanField()
    open = serializers.CharField(help_text=SAID)
    late = serializers.IntegerField(allow_null=True)
    red = serializers.IntegerField(allow_null=True)
    rungs = TileOut(many=True)
    columns = serializers.ListField(child=serializers.CharField())
    rows = HeatRowOut(many=True)
    column_totals = serializers.ListField(child=serializers.CharField(), help_text=SAID)
    total = serializers.CharField(help_text=SAID)
    pace = PaceOut(many=True)
    late_units = LateUnitOut(many=True)
    sittings = SittingOut(many=True)
    rates = TileOut(many=True)


def as_data(board: Board) -> dict[str, Any]:
    """The board without its shapes: exactly what the page says, nothing beside it."""
    found = board.situation
    return {
        "centre": found.centre.code,
        "cut_off": found.period.last_on,
        "at": found.at,
        "is_hall": board.is_hall,
        "open": board.open,
        "late": None if board.is_hall else board.late,
        "red": None if board.is_hall else board.red,
        "rungs": [_tile(tile) for tile in board.rungs],
        "columns": board.columns,
        "rows": [
            {
                "label": line.label,
                "cells": [cell.text or 0 for cell in line.cells],
                "total": line.total,
            }
            for line in board.heat
        ],
        "column_totals": board.foot,
        "total": board.heat_total,
        "pace": [
            {
                "cut_off": pace.period.last_on,
                "new": None if board.is_hall else pace.new,
                "resolved": None if board.is_hall and 0 < pace.resolved < 3 else pace.resolved,
                "new_before": None if board.is_hall else pace.new_before,
            }
            for pace in found.paces
        ],
        "late_units": board.late_units,
        "sittings": board.sittings,
        "rates": [_tile(tile) for tile in board.rates],
    }


def _tile(tile: Tile) -> dict[str, Any]:
    return {"label": tile.label, "value": tile.value, "unit": tile.unit}


class SituationView(APIView):
    @extend_schema(
        operation_id="situation_retrieve",
        parameters=[
            OpenApiParameter("town", str, description="街道或镇的代码"),
            OpenApiParameter("hall", str, description="1：按大厅大屏的口径"),
        ],
        responses=SituationOut,
    )
    def get(self, request: Request) -> Response:
        asked = {name: request.query_params.get(name, "") for name in ("town", "hall")}
        return Response(SituationOut(as_data(wall_of(request.user, asked).board)).data)
