"""GET /reports/forms/{form}/{stretch}/ and the cells behind it: the real forms of natural
months, quarters and years."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core import clock
from reporting.access import reader
from reporting.api.form_files import beside_forms, lists_of
from reporting.api.half_months import CASES_PAGE, next_of
from reporting.api.serializers import CellSerializer, ProblemSerializer
from reporting.enums import FormKind
from reporting.exports import as_json, forms_json
from reporting.exports.form_cells import cell_of
from reporting.selectors.forms import WORDS, mediation_of, open_form, states_of, survey_of
from reporting.spans import around, begun_span

FORM = OpenApiParameter(
    "form",
    str,
    OpenApiParameter.PATH,
    enum=FormKind.values,
    description="survey 排查情况表（月、季、半年、年），mediation 人民调解案件情况统计表（季、年）",
)
STRETCH = OpenApiParameter(
    "code", str, OpenApiParameter.PATH, description="如 2026-11、2026-Q4、2026-H2、2026"
)


class FormsView(APIView):
    """The forms of a month and of the longer stretches it lies in, and how far each is settled.

    `others`: its half-months and its petitions' table; `lists`: what `POST /exports/` draws up of
    it, each with the `params` to send.
    """

    @extend_schema(
        operation_id="report_forms",
        parameters=[OpenApiParameter("month", str, description="如 2026-11，默认本月")],
        responses={200: OpenApiTypes.OBJECT, 404: ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        month = begun_span(request.query_params.get("month") or f"{clock.today():%Y-%m}")
        who = reader(request.user)
        centre = who.town_of(None)
        if month is None or not month.is_month:
            raise Http404
        beside = beside_forms(request.user, month)
        if centre is None and not beside:
            raise Http404
        stretches = around(month.period.first_on) if centre else []
        states = states_of(who, centre, stretches) if centre else {}
        return Response(
            {
                "month": month.code,
                "forms": [
                    {
                        "form": form.value,
                        "title": form.label,
                        "code": span.code,
                        "label": span.label,
                        "is_locked": states[span].is_locked,
                        "state": states[span].short,
                        "missing": list(states[span].missing),
                    }
                    for form in FormKind
                    for span in stretches
                    if span.word in WORDS[form]
                ],
                "others": beside,
                "lists": lists_of(request.user, month),
            }
        )


class FormView(APIView):
    """One form: its columns, its lines, how far it is settled and who has not reported."""

    @extend_schema(
        operation_id="report_form",
        parameters=[FORM, STRETCH],
        responses={200: OpenApiTypes.OBJECT, 404: ProblemSerializer},
    )
    def get(self, request: Request, form: str, code: str) -> Response:
        opened = open_form(request.user, form, code)
        if opened is None:
            raise Http404
        found: dict[str, Any]
        if opened.form == FormKind.SURVEY:
            found = forms_json.survey(survey_of(opened))
        else:
            found = forms_json.mediation(mediation_of(opened))
        return Response(found)


class FormCellView(APIView):
    """The cases behind one number of a form, as far as the reader may see them."""

    @extend_schema(
        operation_id="report_form_cell",
        parameters=[
            FORM,
            STRETCH,
            OpenApiParameter(
                "number",
                int,
                OpenApiParameter.PATH,
                description="survey：第几行；mediation：第几栏（从 1 起）",
            ),
            OpenApiParameter(
                "at",
                str,
                description="survey：street、village、sum 或 year；mediation：单位代码，空为合计",
            ),
            OpenApiParameter("page", int, description=f"cases 的第几页，每页 {CASES_PAGE} 件"),
            OpenApiParameter("of_page", int, description=f"of 的第几页，每页 {CASES_PAGE} 件"),
        ],
        responses={200: CellSerializer, 404: ProblemSerializer},
    )
    def get(self, request: Request, form: str, code: str, number: int) -> Response:
        opened, at = open_form(request.user, form, code), request.query_params.get("at", "")
        found = None if opened is None else cell_of(request.user, opened, number, at)
        if found is None:
            raise Http404
        under, label = found
        asked = request.query_params
        page = under.page(asked.get("page"), CASES_PAGE)
        of_page = under.of.page(asked.get("of_page"), CASES_PAGE) if under.of else None
        return Response(
            as_json.cell(under, at, page, of_page)
            | {
                "label": label,
                "next": next_of(request, page, "page"),
                "of_next": next_of(request, of_page, "of_page"),
            }
        )
