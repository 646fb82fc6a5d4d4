"""`/api/v1/window/handling/`: windows × ways of handling in a month."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.selectors import handling as reading
from mediation.core import clock


class HandlingOut(serializers.Serializer[Any]):
    window = serializers.CharField()
    label = serializers.CharField()
    total = serializers.IntegerField()
    cells = serializers.DictField(child=serializers.IntegerField())


class HandlingView(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("month", str, description="月份里的任一天，如 2026-11-01")],
        responses=HandlingOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Counts of the matters in the caller's sight, of one month (default this one)."""
        if not reading.may_read_handling(request.user):
            raise Http404
        asked = request.query_params.get("month")
        day = serializers.DateField().run_validation(asked) if asked else clock.today()
        lines = reading.matrix(request.user, *reading.month_of(day))
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
