"""Written reports over JSON: the list, one with its figures, and every step of its life."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.selectors.campaigns import visible_campaigns
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.enums import Disclosure
from reporting.exports.written import CONTENT_TYPE
from reporting.kinds import KIND_CHOICES
from reporting.models import ReportRecipient, WrittenReport
from reporting.selectors import written as reading
from reporting.services import report_receipts, reports
from reporting.views.written import docx_of


class NewestReports(CursorPagination):
    page_size = 50
    ordering = ("-last_on", "-pk")


class RecipientOut(serializers.ModelSerializer[ReportRecipient]):
    class Meta:
        model = ReportRecipient
        fields = ("id", "name", "unit", "sent_at", "received_at", "received_by")


class WrittenReportOut(serializers.ModelSerializer[WrittenReport]):
    unit = serializers.CharField(source="unit.short_name")
    division = serializers.CharField(source="division.code")
    signed_by = serializers.CharField(source="signed_by.name", default=None, allow_null=True)

    class Meta:
        model = WrittenReport
        fields = (
            "id", "kind", "unit", "division", "campaign", "first_on", "last_on", "due_on",
            "edition", "corrects", "reason", "state", "disclosure", "number", "signed_by",
            "sent_at", "version",
        )  # fmt: skip


class WrittenReportPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = WrittenReportOut(many=True)


class WrittenReportWhole(serializers.Serializer[Any]):
    """`facts` are the figures: those put before the issuer, or as they stand in a draft."""

    report = WrittenReportOut()
    title = serializers.CharField()
    sections = serializers.DictField(child=serializers.CharField(allow_blank=True))
    facts = serializers.DictField()
    recipients = RecipientOut(many=True)


class WrittenReportIn(serializers.Serializer[Any]):
    """`day`: any day of the turn. A campaign's closing report names the campaign alone."""

    kind = serializers.ChoiceField(KIND_CHOICES, label="哪一种")
    unit = serializers.IntegerField(label="编报单位", required=False)
    day = serializers.DateField(label="哪一期", required=False)
    campaign = serializers.IntegerField(label="专项行动", required=False)


class WordsIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(label="版本", required=False)
    sections = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False), label="研判文字"
    )
    disclosure = serializers.ChoiceField(Disclosure.choices, label="公开属性", required=False)


class StepIn(serializers.Serializer[Any]):
    """`reason` for return and correct; `recipient` for receive, with `received_by` for receipt."""

    version = serializers.IntegerField(label="版本", required=False)
    reason = serializers.CharField(label="理由", max_length=200, required=False)
    recipient = serializers.IntegerField(label="收件单位", required=False)
    received_by = serializers.CharField(label="谁签收的", max_length=40, required=False)


def read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Raises ValidationError for a wrong shape."""
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def whole(user: User, pk: int) -> dict[str, Any]:
    report = reading.get_report(user, pk)
    return dict(
        WrittenReportWhole(
            {
                "report": report,
                "title": reading.title_of(report).replace("\n", ""),
                "sections": {
                    section.name: report.sections.get(section.name, "")
                    for section in reading.kind_of(report).sections
                },
                "facts": reading.facts_now(report),
                "recipients": list(report.recipients.all()),
            }
        ).data
    )


PK = OpenApiParameter("pk", OpenApiTypes.INT, OpenApiParameter.PATH)


class WrittenReportsView(APIView):
    @extend_schema(operation_id="written_reports", responses=WrittenReportPage)
    def get(self, request: Request) -> Response:
        pages = NewestReports()
        page = pages.paginate_queryset(reading.visible_reports(request.user), request)
        return pages.get_paginated_response(WrittenReportOut(page, many=True).data)

    @extend_schema(
        operation_id="written_report_open",
        request=WrittenReportIn,
        responses={200: WrittenReportWhole},
    )
    def post(self, request: Request) -> Response:
        """Begin one, or get the one that was begun."""
        given = read(WrittenReportIn, request)
        if "campaign" in given:
            campaign = get_object_or_404(visible_campaigns(request.user), pk=given["campaign"])
            report = reports.open_campaign_report(request.user, campaign)
        elif "unit" in given:
            report = reports.open_report(
                request.user, given["kind"], given["unit"], day=given.get("day")
            )
        else:
            raise Refused("needs_unit", "请选编报单位。", field="unit")
        return Response(whole(request.user, report.pk))


class WrittenReportView(APIView):
    @extend_schema(operation_id="written_report", parameters=[PK], responses=WrittenReportWhole)
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(request.user, pk))

    @extend_schema(
        operation_id="written_report_write",
        parameters=[PK],
        request=WordsIn,
        responses=WrittenReportWhole,
    )
    def post(self, request: Request, pk: int) -> Response:
        """A person's words; sections that are not named stay."""
        report = reading.get_report(request.user, pk)
        given = read(WordsIn, request)
        reports.write_report(
            report,
            request.user,
            version=given.get("version"),
            sections=given["sections"],
            disclosure=given.get("disclosure", ""),
        )
        return Response(whole(request.user, pk))


class WrittenReportFileView(APIView):
    @extend_schema(
        operation_id="written_report_file",
        parameters=[PK],
        responses={(200, CONTENT_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The Word file of the page, a draft as a draft."""
        return docx_of(request.user, pk)


class WrittenReportStepView(APIView):
    """submit · sign · return · correct · receive · receipt."""

    @extend_schema(
        operation_id="written_report_step",
        parameters=[PK, OpenApiParameter("step", str, OpenApiParameter.PATH)],
        request=StepIn,
        responses={200: WrittenReportWhole, 201: WrittenReportWhole},
    )
    def post(self, request: Request, pk: int, step: str) -> Response:
        user = request.user
        report = reading.get_report(user, pk)
        given = read(StepIn, request)
        if step == "submit":
            reports.submit_report(report, user, version=given.get("version"))
        elif step == "sign":
            reports.sign_report(report, user, version=given.get("version"))
        elif step == "return":
            reports.return_report(report, user, given.get("reason", ""))
        elif step == "correct":
            edition = reports.correct_report(report, user, given.get("reason", ""))
            return Response(whole(user, edition.pk), status=status.HTTP_201_CREATED)
        elif step in {"receive", "receipt"}:
            one = get_object_or_404(report.recipients.all(), pk=given.get("recipient", 0))
            if step == "receive":
                report_receipts.receive_report(one, user)
            else:
                report_receipts.record_receipt(one, user, given.get("received_by", ""))
        else:
            raise Http404
        return Response(whole(user, pk))
