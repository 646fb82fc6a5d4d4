"""GET …/xlsx/: the workbooks of the page of forms, and what else stands on that page."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from reporting import periods, report
from reporting.access import may_export, petition_town, reader
from reporting.api.half_months import CUT_OFF, DIVISION, CutOffView
from reporting.api.petition_months import MONTH, asked
from reporting.exports import as_workbook, petition_workbook
from reporting.exports.form_files import workbook_of
from reporting.report import Scope
from reporting.selectors.forms import open_form
from reporting.selectors.locks import half_month_of
from reporting.selectors.petition_months import month_table
from reporting.spans import Span

FILE = {(200, as_workbook.CONTENT_TYPE): OpenApiTypes.BINARY}


def file_answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=as_workbook.CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


class FormFileView(APIView):
    @extend_schema(
        operation_id="report_form_file",
        parameters=[
            OpenApiParameter("form", str, OpenApiParameter.PATH),
            OpenApiParameter("code", str, OpenApiParameter.PATH),
        ],
        responses=FILE,
    )
    def get(self, request: Request, form: str, code: str) -> HttpResponse:
        """One form as the workbook of its page."""
        opened = open_form(request.user, form, code)
        if opened is None:
            raise Http404
        return file_answer(*workbook_of(opened))


class HalfMonthFileView(CutOffView):
    @extend_schema(operation_id="half_month_file", parameters=[CUT_OFF, DIVISION], responses=FILE)
    def get(self, request: Request, cut_off: str, **names: Any) -> HttpResponse:
        """专项行动统计表 of a half-month as the workbook of its page."""
        return super().get(request, cut_off, **names)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> HttpResponse:
        content = as_workbook.half_month(report.open_report(scope))
        return file_answer(content, as_workbook.name_of(scope.division, scope.period))


class PetitionMonthFileView(APIView):
    @extend_schema(operation_id="petition_month_file", parameters=[MONTH], responses=FILE)
    def get(self, request: Request, month: str) -> HttpResponse:
        """信访情况月报表 as the workbook of its page."""
        town, period = asked(request, month)
        content = petition_workbook.month(month_table(request.user, town, period))
        return file_answer(content, petition_workbook.name_of(town, period))


# --- what else stands on the page of forms ------------------------------------------------------


def beside_forms(user: User, month: Span) -> list[dict[str, Any]]:
    """The half-months and the petitions' table of a month, as far as he reads them."""
    who, petitions = reader(user), petition_town(user)
    centre = who.town_of(None)
    found = _half_months(centre, month) if centre else []
    if petitions:
        found.append(
            {
                "form": "petitions",
                "title": "信访情况月报表",
                "code": month.code,
                "label": month.label,
                "is_locked": False,
            }
        )
    return found


def _half_months(centre: Division, month: Span) -> list[dict[str, Any]]:
    found = []
    for cut_off in _cut_offs(month):
        row = half_month_of(centre, periods.half_month(cut_off))
        found.append(
            {
                "form": "half_month",
                "title": "专项行动统计表（半月）",
                "code": cut_off.isoformat(),
                "label": f"截至 {cut_off.month}月{cut_off.day}日",
                "is_locked": row is not None and row.is_locked,
            }
        )
    return found


def lists_of(user: User, month: Span) -> list[dict[str, Any]]:
    """Files with a line for each case: what `POST /exports/` is asked with, with a purpose."""
    if not reader(user).may_read or not may_export(user):
        return []
    ledgers = [
        {"title": "专项行动工作台账", "params": {"of": "ledger", "cut_off": day.isoformat()}}
        for day in _cut_offs(month)
    ]
    title = "GB/T 31000 矛盾纠纷排查化解数据项（表30）"
    return [*ledgers, {"title": title, "params": {"of": "gb31000", "month": month.code}}]


def _cut_offs(month: Span) -> list[date]:
    """Those of the month whose half-month has begun."""
    first_on, today = month.period.first_on, clock.today()
    days = periods.cut_offs(first_on.year, first_on.month)
    return [day for day in days if periods.half_month(day).first_on <= today]
