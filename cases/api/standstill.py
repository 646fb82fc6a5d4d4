"""What stands still, what owes a note, and the risk of one case over time, over JSON."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.co_handling import case_of
from cases.selectors.risk import risk_spans
from cases.selectors.standstill import progress_of, standing_still
from cases.views.standstill import reader
from mediation.core import clock


class HeapOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    longest = serializers.IntegerField()


class StagnantOut(serializers.Serializer[Any]):
    case = serializers.IntegerField(source="row.case.pk")
    number = serializers.CharField(source="row.case.number")
    division = serializers.CharField(source="row.case.division.code")
    unit = serializers.CharField(source="row.case.unit.code")
    risk = serializers.CharField(source="row.case.risk")
    last_on = serializers.DateField()
    days = serializers.IntegerField()


class AgeingOut(serializers.Serializer[Any]):
    """`limit`: from how many days on; null where the town has no such list."""

    limit = serializers.IntegerField(allow_null=True)
    places = HeapOut(many=True)
    units = HeapOut(many=True)
    rows = StagnantOut(many=True)
    has_more = serializers.BooleanField()


class ProgressOut(serializers.Serializer[Any]):
    case = serializers.IntegerField(source="row.case.pk")
    number = serializers.CharField(source="row.case.number")
    unit = serializers.CharField(source="row.case.unit.code")
    officer = serializers.CharField(source="row.case.officer.name", default=None, allow_null=True)
    risk = serializers.CharField(source="row.case.risk")
    due_on = serializers.DateField()
    days = serializers.IntegerField()
    is_running = serializers.BooleanField()


class AssessmentOut(serializers.Serializer[Any]):
    risk = serializers.CharField()
    tier = serializers.CharField()
    reason = serializers.CharField()
    grounds = serializers.CharField()
    from_on = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    days = serializers.IntegerField()
    by = serializers.CharField()


def code(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, description="代码")


class AgeingView(APIView):
    @extend_schema(
        operation_id="ageing_retrieve",
        parameters=[code("division"), code("unit")],
        responses=AgeingOut,
    )
    def get(self, request: Request) -> Response:
        """Open cases in which nothing was done for some days, the longest first, at most 200."""
        asked = request.query_params
        found = standing_still(
            reader(request.user),
            clock.today(),
            division=asked.get("division", ""),
            unit=asked.get("unit", ""),
        )
        return Response(AgeingOut(found).data)


class ProgressView(APIView):
    @extend_schema(operation_id="progress_list", responses=ProgressOut(many=True))
    def get(self, request: Request) -> Response:
        """Red and orange cases and the day by which each owes its next note."""
        rows = progress_of(reader(request.user), clock.today())
        return Response(ProgressOut(rows, many=True).data)


class AssessmentsView(APIView):
    @extend_schema(operation_id="cases_assessments_list", responses=AssessmentOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """The risk of a case over time, oldest first; level file."""
        spans = risk_spans(case_of(request, pk), clock.today())
        return Response(AssessmentOut(spans, many=True).data)
