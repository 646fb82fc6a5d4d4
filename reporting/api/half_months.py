"""GET /reports/half-months/{cut-off}/ and the cells behind it."""

from abc import abstractmethod
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from cases.models import Case
from mediation.core.errors import answer
from reporting import report
from reporting.api.serializers import CellSerializer, HalfMonthSerializer, ProblemSerializer
from reporting.exports import as_json
from reporting.figures import FIGURES
from reporting.periods import NotACutOff
from reporting.report import Scope
from reporting.selectors import behind

DIVISION = OpenApiParameter("division", str, description="辖区代码，默认为您所在的街道或镇")
CUT_OFF = OpenApiParameter("cut_off", OpenApiTypes.DATE, OpenApiParameter.PATH)
COLUMNS = {figure.name: figure for figure in FIGURES}
CASES_PAGE = 1_000


class CutOffView(APIView):
    """What is asked of a half-month; a day that is no cut-off is answered with the nearest two."""

    @abstractmethod
    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        """What the reader of this scope gets."""

    def get(self, request: Request, cut_off: str, **names: Any) -> Response:
        try:
            day = date.fromisoformat(cut_off)
            scope = report.scope_of(request.user, day, request.query_params.get("division", ""))
        except NotACutOff as refusal:
            nearest = [each.isoformat() for each in refusal.nearest]
            return answer(404, "not_a_cut_off", str(refusal), nearest=nearest)
        except ValueError as error:
            raise Http404 from error
        if scope is None:
            raise Http404
        return self.answer_for(request, scope, **names)


class HalfMonthView(CutOffView):
    """The figures of a half-month, their definitions and the checks."""

    @extend_schema(
        operation_id="half_month",
        parameters=[CUT_OFF, DIVISION],
        responses={200: HalfMonthSerializer, 404: ProblemSerializer},
    )
    def get(self, request: Request, cut_off: str, **names: Any) -> Response:
        return super().get(request, cut_off, **names)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        return Response(as_json.half_month(report.open_report(scope)))


class CellView(CutOffView):
    """The cases behind one number, as far as the reader may see them."""

    @extend_schema(
        operation_id="half_month_cell",
        parameters=[
            CUT_OFF,
            DIVISION,
            OpenApiParameter("row", str, description="辖区、类别或来源的代码；空为合计"),
            OpenApiParameter("category", str, description="只要这一类别（两位代码）"),
            OpenApiParameter("page", int, description=f"cases 的第几页，每页 {CASES_PAGE} 件"),
            OpenApiParameter("of_page", int, description=f"of 的第几页，每页 {CASES_PAGE} 件"),
        ],
        responses={200: CellSerializer, 404: ProblemSerializer},
    )
    def get(self, request: Request, cut_off: str, **names: Any) -> Response:
        return super().get(request, cut_off, **names)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        key = request.query_params.get("row", "")
        row = report.row_of(scope, key, request.query_params.get("category", ""))
        figure = COLUMNS.get(names["column"])
        if figure is None or row is None:
            raise Http404
        under = behind(request.user, figure, scope.centre, scope.period, row)
        asked = request.query_params
        page = under.page(asked.get("page"), CASES_PAGE)
        of_page = under.of.page(asked.get("of_page"), CASES_PAGE) if under.of else None
        links = {
            "next": next_of(request, page, "page"),
            "of_next": next_of(request, of_page, "of_page"),
        }
        return Response(as_json.cell(under, key, page, of_page) | links)


def next_of(request: Request, page: Page[Case] | None, parameter: str) -> str | None:
    """The address of the page after this one, like that of every list of the API."""
    if page is None or not page.has_next():
        return None
    number = str(page.next_page_number())
    return replace_query_param(request.build_absolute_uri(), parameter, number)
