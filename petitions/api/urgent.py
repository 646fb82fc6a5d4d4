"""重大紧急信访事项 over JSON."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions import access, enums, selectors
from petitions.api.receptions import read
from petitions.models import UrgentReport, UrgentStep
from petitions.selectors import urgent as found
from petitions.services.urgent import TEXTS, add_step, report_urgent


class NewestReports(CursorPagination):
    page_size = 50
    ordering = ("-at", "-pk")


class UrgentStepOut(serializers.ModelSerializer[UrgentStep]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = UrgentStep
        fields = ("to", "means", "text", "reported_at", "by")


class UrgentReportOut(serializers.ModelSerializer[UrgentReport]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = UrgentReport
        fields = (
            "id", "number", "petition", "happened_at", "place", "head_count", *TEXTS,
            "is_crime_feared", "by", "at",
        )  # fmt: skip


class UrgentReportWhole(UrgentReportOut):
    steps = UrgentStepOut(many=True)

    class Meta(UrgentReportOut.Meta):
        fields = (*UrgentReportOut.Meta.fields, "steps")


class UrgentReportPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = UrgentReportOut(many=True)


def words(label: str) -> Any:
    return serializers.CharField(label=label, max_length=2000)


class UrgentReportIn(serializers.Serializer[Any]):
    """Facts of the event only; nobody who was there is named."""

    petition = serializers.IntegerField(label="信访件", required=False, allow_null=True)
    happened_at = serializers.DateTimeField(label="时间")
    place = serializers.CharField(label="地点", max_length=100)
    head_count = serializers.IntegerField(label="人数", min_value=1, max_value=99_999)
    demands = words("诉求")
    cause = words("起因")
    state = words("现状")
    measures = words("已采取的措施")
    advice = words("建议")
    is_crime_feared = serializers.BooleanField(label="告诉派出所", default=False)


class UrgentStepIn(serializers.Serializer[Any]):
    to = serializers.CharField(label="报给谁", max_length=100)
    means = serializers.ChoiceField(enums.ReportMeans.choices, label="怎么报的")
    text = serializers.CharField(
        label="报了什么", max_length=2000, required=False, allow_blank=True, default=""
    )
    reported_at = serializers.DateTimeField(label="什么时候", required=False, allow_null=True)


class UrgentReportsView(APIView):
    @extend_schema(operation_id="urgent_list", responses=UrgentReportPage)
    def get(self, request: Request) -> Response:
        pages = NewestReports()
        page = pages.paginate_queryset(found.urgent_reports_for(request.user), request)
        return pages.get_paginated_response(UrgentReportOut(page, many=True).data)

    @extend_schema(request=UrgentReportIn, responses={201: UrgentReportWhole})
    def post(self, request: Request) -> Response:
        """Report; director, 平安办, the petition office and the owner are told at once."""
        given = read(UrgentReportIn, request)
        petition = None
        if key := given.pop("petition", None):
            petition = selectors.get_visible(request.user, key, "directions", "demands")
            if selectors.level_of(petition) < access.FILE or petition.is_sealed:
                raise Http404
        made = report_urgent(request.user, petition=petition, **given)
        whole = found.get_urgent_report(request.user, made.pk)
        return Response(UrgentReportWhole(whole).data, status=status.HTTP_201_CREATED)


class UrgentReportView(APIView):
    @extend_schema(operation_id="urgent_retrieve", responses=UrgentReportWhole)
    def get(self, request: Request, report: int) -> Response:
        whole = found.get_urgent_report(request.user, report)
        return Response(UrgentReportWhole(whole).data)

    @extend_schema(request=UrgentStepIn, responses={201: UrgentReportWhole})
    def post(self, request: Request, report: int) -> Response:
        """One more line of the time line."""
        row = found.get_urgent_report(request.user, report)
        add_step(row, request.user, **read(UrgentStepIn, request))
        whole = found.get_urgent_report(request.user, report)
        return Response(UrgentReportWhole(whole).data, status=status.HTTP_201_CREATED)
