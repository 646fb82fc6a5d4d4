"""突发情况即时报 over JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums
from cases.models import InstantReport, InstantStep
from cases.selectors import instant as found
from cases.services.instant import add_step, report_instantly
from cases.services.urgent import TEXTS
from cases.views.instant import NewestReports, matter_asked


class InstantStepOut(serializers.ModelSerializer[InstantStep]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = InstantStep
        fields = ("to", "means", "text", "reported_at", "by")


class InstantReportOut(serializers.ModelSerializer[InstantReport]):
    by = serializers.CharField(source="by.name")

    class Meta:
        model = InstantReport
        fields = (
            "id", "number", "case", "lead", "happened_at", "place", "head_count", *TEXTS,
            "is_crime_feared", "by", "at",
        )  # fmt: skip


class InstantReportWhole(InstantReportOut):
    steps = InstantStepOut(many=True)

    class Meta(InstantReportOut.Meta):
        fields = (*InstantReportOut.Meta.fields, "steps")


class InstantReportPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = InstantReportOut(many=True)


def words(label: str) -> Any:
    return serializers.CharField(label=label, max_length=2000)


class InstantReportIn(serializers.Serializer[Any]):
    """Facts of the event only; nobody who was there is named."""

    form_key = serializers.UUIDField(label="表单标识", required=False, allow_null=True)
    case = serializers.IntegerField(label="案件", required=False, allow_null=True, min_value=1)
    lead = serializers.IntegerField(label="苗头", required=False, allow_null=True, min_value=1)
    happened_at = serializers.DateTimeField(label="时间")
    place = serializers.CharField(label="地点", max_length=100)
    head_count = serializers.IntegerField(label="人数", min_value=1, max_value=99_999)
    demands = words("诉求")
    cause = words("起因")
    state = words("现状")
    measures = words("已采取的措施")
    advice = words("建议")
    is_crime_feared = serializers.BooleanField(label="告诉派出所", default=False)


class InstantStepIn(serializers.Serializer[Any]):
    to = serializers.CharField(label="报给谁", max_length=100)
    means = serializers.ChoiceField(enums.ReportMeans.choices, label="怎么报的")
    text = serializers.CharField(
        label="报了什么", max_length=2000, required=False, allow_blank=True, default=""
    )
    reported_at = serializers.DateTimeField(label="什么时候", required=False, allow_null=True)


def read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class InstantReportsView(APIView):
    @extend_schema(operation_id="instant_reports_list", responses=InstantReportPage)
    def get(self, request: Request) -> Response:
        pages = NewestReports()
        page = pages.paginate_queryset(found.instant_reports_for(request.user), request)
        return pages.get_paginated_response(InstantReportOut(page, many=True).data)

    @extend_schema(request=InstantReportIn, responses={201: InstantReportWhole})
    def post(self, request: Request) -> Response:
        """Report; director, 平安办 and those who answer for the case are told at once."""
        given = read(InstantReportIn, request)
        matter = matter_asked(request.user, given.pop("case", None), given.pop("lead", None))
        made = report_instantly(request.user, case=matter.case, lead=matter.lead, **given)
        whole = found.get_instant_report(request.user, made.pk)
        return Response(InstantReportWhole(whole).data, status=status.HTTP_201_CREATED)


class InstantReportView(APIView):
    @extend_schema(operation_id="instant_reports_retrieve", responses=InstantReportWhole)
    def get(self, request: Request, report: int) -> Response:
        whole = found.get_instant_report(request.user, report)
        return Response(InstantReportWhole(whole).data)

    @extend_schema(request=InstantStepIn, responses={201: InstantReportWhole})
    def post(self, request: Request, report: int) -> Response:
        """One more line of the time line."""
        row = found.get_instant_report(request.user, report)
        add_step(row, request.user, **read(InstantStepIn, request))
        whole = found.get_instant_report(request.user, report)
        return Response(InstantReportWhole(whole).data, status=status.HTTP_201_CREATED)
