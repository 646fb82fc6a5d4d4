"""GET /reports/workload/: 工作量 of mediators and grid workers, each his own, a head his people's."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting.selectors.workload import COLUMNS
from reporting.views.workload import asked_of


class LoadColumnOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    definition = serializers.CharField()


class LoadOut(serializers.Serializer[Any]):
    name = serializers.CharField(source="user.name")
    unit = serializers.CharField()
    is_own = serializers.BooleanField()
    values = serializers.DictField(source="texts", child=serializers.CharField())


class LoadTableOut(serializers.Serializer[Any]):
    columns = LoadColumnOut(many=True)
    rows = LoadOut(many=True)


class TaskLoadsOut(serializers.Serializer[Any]):
    """No score and no rank: units and posts in their order."""

    span = serializers.CharField()
    mediators = LoadTableOut()
    grid_workers = LoadTableOut()


class WorkloadView(APIView):
    @extend_schema(
        operation_id="workload_retrieve",
        parameters=[
            OpenApiParameter("span", str, description="2026-11、2026-Q4 或 2026，默认本月")
        ],
        responses=TaskLoadsOut,
    )
    def get(self, request: Request) -> Response:
        span, _, found = asked_of(request.user, request.query_params)
        tables = {
            kind: {
                "columns": [
                    {"name": name, "label": label, "definition": definition}
                    for name, label, definition in COLUMNS[kind]
                ],
                "rows": loads,
            }
            for kind, loads in found.kinds.items()
        }
        return Response(TaskLoadsOut({"span": span.code, **tables}).data)
