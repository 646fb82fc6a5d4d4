"""GET /reports/overview/: how the villages stand today."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting.selectors.overview import COLUMNS
from reporting.views.overview import overview_of


class OverviewColumnOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()
    definition = serializers.CharField()


class OverviewRowOut(serializers.Serializer[Any]):
    division = serializers.CharField(source="division.code", default=None, allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())


class OverviewOut(serializers.Serializer[Any]):
    """`is_partial`: only of the cases that the reader may see."""

    centre = serializers.CharField(source="centre.code")
    cut_off = serializers.DateField(source="period.last_on")
    is_partial = serializers.BooleanField()
    columns = serializers.SerializerMethodField()
    rows = OverviewRowOut(many=True)
    total = OverviewRowOut()

    def get_columns(self, _found: Any) -> list[dict[str, str]]:
        return [
            {"name": name, "label": label, "definition": definition}
            for name, label, definition in COLUMNS
        ]


class OverviewView(APIView):
    @extend_schema(
        operation_id="overview_retrieve",
        parameters=[OpenApiParameter("town", str, description="街道或镇的代码")],
        responses=OverviewOut,
    )
    def get(self, request: Request) -> Response:
        found = overview_of(request.user, request.query_params.get("town", ""))
        return Response(OverviewOut(found).data)
