"""GET /reports/periods/{name}/ with the cells behind it, and /reports/goals/{year}/."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting import report
from reporting.api.half_months import CASES_PAGE, DIVISION, next_of
from reporting.api.serializers import CellSerializer, ColumnSerializer
from reporting.exports import as_json, period_json
from reporting.report import Scope
from reporting.spans import Span, begun_span
from reporting.views.goals import goals_for
from reporting.views.period_sheets import PeriodSheet
from reporting.views.periods import scope_of, under_of

NAME = OpenApiParameter(
    "name", str, OpenApiParameter.PATH, description="2026-11 是月，2026-Q4 是季，2026 是年"
)


class QualityOut(serializers.Serializer[Any]):
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.DictField())
    total = serializers.DictField()


class PeriodOut(serializers.Serializer[Any]):
    """Rows have every figure by its name; counts are numbers, rates text, null on a base of 0."""

    name = serializers.CharField()
    to = serializers.DateField()
    division = serializers.CharField()
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.DictField())
    by_category = serializers.ListField(child=serializers.DictField())
    by_source = serializers.ListField(child=serializers.DictField())
    total = serializers.DictField()
    quality = QualityOut()

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language; `label` of a serializer is its own."""
        own = {"from": serializers.DateField(), "label": serializers.CharField()}
        return own | super().get_fields()


class ReachedOut(serializers.Serializer[Any]):
    value = serializers.CharField(allow_null=True)
    basis = serializers.CharField()


class GoalOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    wish = serializers.CharField()
    unit = serializers.CharField()
    this = ReachedOut()
    before = ReachedOut()
    change = serializers.CharField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """`label` of a serializer is its own."""
        return super().get_fields() | {"label": serializers.CharField()}


class GoalsOut(serializers.Serializer[Any]):
    centre = serializers.CharField()
    year = serializers.IntegerField()
    goals = GoalOut(many=True)


def asked(request: Request, name: str) -> tuple[Span, Scope]:
    """The stretch and the reader's scope. Raises Http404."""
    span = begun_span(name)
    code = request.query_params.get("division", "")
    scope = scope_of(request.user, span, code) if span else None
    if span is None or scope is None:
        raise Http404
    return span, scope


class PeriodView(APIView):
    """The figures of a natural month, quarter, half-year or year."""

    @extend_schema(operation_id="period", parameters=[NAME, DIVISION], responses=PeriodOut)
    def get(self, request: Request, name: str) -> Response:
        span, scope = asked(request, name)
        sheet = PeriodSheet(span, scope)
        return Response(period_json.period(span, sheet.table, sheet.quality))


class PeriodCellView(APIView):
    """The cases behind one number, as far as the reader may see them."""

    @extend_schema(
        operation_id="period_cell",
        parameters=[
            NAME,
            DIVISION,
            OpenApiParameter("row", str, description="辖区、类别或来源的代码；空为合计"),
            OpenApiParameter("page", int, description=f"cases 的第几页，每页 {CASES_PAGE} 件"),
            OpenApiParameter("of_page", int, description=f"of 的第几页，每页 {CASES_PAGE} 件"),
        ],
        responses=CellSerializer,
    )
    def get(self, request: Request, name: str, column: str) -> Response:
        _, scope = asked(request, name)
        key = request.query_params.get("row", "")
        under = under_of(request.user, scope, column, report.row_of(scope, key))
        page = under.page(request.query_params.get("page"), CASES_PAGE)
        of_asked = request.query_params.get("of_page")
        of_page = under.of.page(of_asked, CASES_PAGE) if under.of else None
        links = {
            "next": next_of(request, page, "page"),
            "of_next": next_of(request, of_page, "of_page"),
        }
        return Response(as_json.cell(under, key, page, of_page) | links)


class GoalsView(APIView):
    """两升三降四提高 of a year; numbers from outside say where they come from."""

    @extend_schema(
        operation_id="goals",
        parameters=[OpenApiParameter("town", str, description="街道或镇的代码")],
        responses=GoalsOut,
    )
    def get(self, request: Request, year: str) -> Response:
        town = request.query_params.get("town", "")
        centre, number, lines = goals_for(request.user, year, town)
        found = [period_json.goal(line) for line in lines]
        return Response({"centre": centre.code, "year": number, "goals": found})
