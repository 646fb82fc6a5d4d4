"""`/api/v1/window/handling/`: windows × ways of handling in a month."""

from datetime import date
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums
from cases.enums.handling import Handling
from cases.selectors import handling as reading
from mediation.core import clock


class HandlingOut(serializers.Serializer[Any]):
    window = serializers.CharField()
    label = serializers.CharField()
    total = serializers.IntegerField()
    cells = serializers.DictField(child=serializers.IntegerField())


class HandledOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    what = serializers.CharField()
    on = serializers.DateField()


MONTH = OpenApiParameter("month", str, description="月份里的任一天，如 2026-11-01")


def month_asked(request: Request) -> tuple[date, date]:
    """First and last day of `?month=`, of this month where none is asked."""
    asked = request.query_params.get("month")
    day = serializers.DateField().run_validation(asked) if asked else clock.today()
    return reading.month_of(day)


class HandlingView(APIView):
    @extend_schema(parameters=[MONTH], responses=HandlingOut(many=True))
    def get(self, request: Request) -> Response:
        """Counts of the matters in the caller's sight, of one month (default this one)."""
        if not reading.may_read_handling(request.user):
            raise Http404
        lines = reading.matrix(request.user, *month_asked(request))
        body = [
            {
                "window": line.window,
                "label": line.label,
                "total": line.total,
                "cells": {name: many for name, _, many in line.cells},
            }
            for line in lines
        ]
        return Response(HandlingOut(body, many=True).data)


class HandlingCellView(APIView):
    @extend_schema(parameters=[MONTH], responses=HandledOut(many=True))
    def get(self, request: Request, window: str, kind: str) -> Response:
        """The matters behind one count, the newest first."""
        is_cell = window in enums.Window.values and kind in Handling.values
        if not is_cell or not reading.may_read_handling(request.user):
            raise Http404
        found = reading.behind(request.user, window, kind, *month_asked(request))
        return Response(HandledOut(found, many=True).data)
