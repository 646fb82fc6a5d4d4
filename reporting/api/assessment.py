"""GET /reports/assessment/: 考评 of the villages over a month, a quarter or a year."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting.selectors.assessment import COLUMNS, AssessedRow
from reporting.views.assessment import asked_of


class AssessedColumnOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    definition = serializers.CharField()
    line = serializers.CharField(allow_null=True, help_text="目标线；没有定的为空")
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class AssessedShareOut(serializers.Serializer[Any]):
    value = serializers.CharField(allow_null=True)
    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    is_below = serializers.BooleanField()


class AssessedRowOut(serializers.Serializer[Any]):
    code = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]
    shares = serializers.DictField(child=AssessedShareOut())


class UnitAssessmentOut(serializers.Serializer[Any]):
    """No score and no rank: rows stand in the order of their codes."""

    centre = serializers.CharField()
    span = serializers.CharField()
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    columns = AssessedColumnOut(many=True)
    rows = AssessedRowOut(many=True)
    total = AssessedRowOut()


def _row(row: AssessedRow) -> dict[str, Any]:
    shares = {
        column.name: share._asdict() | {"value": None if share.value is None else str(share.value)}
        for column, share in zip(COLUMNS, row.shares, strict=True)
    }
    return {"code": row.code, "label": row.label, "shares": shares}


class AssessmentView(APIView):
    @extend_schema(
        operation_id="assessment_retrieve",
        parameters=[
            OpenApiParameter("span", str, description="2026-11、2026-Q4 或 2026，默认本季度"),
            OpenApiParameter("town", str, description="街道或镇的代码"),
        ],
        responses=UnitAssessmentOut,
    )
    def get(self, request: Request) -> Response:
        found = asked_of(request.user, request.query_params)
        table = found.table
        columns = [
            {
                "name": column.name,
                "label": column.label,
                "definition": column.definition,
                "line": None if line is None else str(line),
                "source": source,
            }
            for column, line, source in zip(COLUMNS, table.lines, table.sources, strict=True)
        ]
        return Response(
            {
                "centre": table.centre.code,
                "span": found.span.code,
                "first_on": table.period.first_on,
                "last_on": table.period.last_on,
                "columns": columns,
                "rows": [_row(row) for row in table.rows],
                "total": _row(table.total),
            }
        )
