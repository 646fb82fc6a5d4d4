"""The half-month's own steps, what is said of a rise, and corrections over JSON (DESIGN §5.4)."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from mediation.core.models import User
from reporting import findings
from reporting.access import desk
from reporting.api.form_files import FILE, file_answer
from reporting.api.half_months import CutOffView
from reporting.api.return_shapes import (
    CorrectedRowOut,
    CorrectionOut,
    CorrectionSheetOut,
    HalfMonthStepIn,
    HalfMonthStepsOut,
    ReturnReasonIn,
    RiseIn,
)
from reporting.api.returns import CUT_OFF, PROBLEMS, ScopeView, state_of, typed_in
from reporting.enums import Step
from reporting.exports import form_correction
from reporting.findings import Finding
from reporting.models import Correction, HalfMonth, HalfMonthStep
from reporting.report import Scope
from reporting.selectors import cell_sums, half_month_of, table
from reporting.selectors.corrections import (
    CorrectedRow,
    corrected_rows,
    corrections_of,
    kept_differences,
)
from reporting.selectors.returns import Line, lines_of
from reporting.services import corrections, steps


class StepsView(ScopeView):
    @extend_schema(
        operation_id="half_month_steps",
        parameters=[CUT_OFF],
        responses={200: HalfMonthStepsOut} | PROBLEMS,
    )
    def get(self, request: Request, cut_off: str) -> Response:
        """Where the half-month stands and what was done with it."""
        return self.handled(request, cut_off)

    @extend_schema(
        operation_id="half_month_step",
        parameters=[CUT_OFF],
        request=HalfMonthStepIn,
        responses={200: HalfMonthStepsOut} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str) -> Response:
        """submit (平安办) → approve (领导) → lock (平安办); send_back with a reason."""
        return self.handled(request, cut_off)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        own = desk(self.person)
        if scope.centre.pk not in own.read:
            raise Http404
        if request.method == "POST":
            data = typed_in(request, HalfMonthStepIn)
            take_step(self.person, scope, data["step"], data["words"])
        half_month = half_month_of(scope.centre, scope.period)
        taken = (
            half_month.steps.select_related("by") if half_month else HalfMonthStep.objects.none()
        )
        lines = lines_of(scope.centre, scope.period.last_on)
        found = {
            "state": state_of(scope),
            "steps": taken,
            "missing": [line for line in lines if line.is_owing],
            "findings": findings_of(scope, lines),
        }
        return Response(HalfMonthStepsOut(found).data)


def findings_of(scope: Scope, lines: Iterable[Line]) -> list[Finding]:
    """What the page lists under 核对."""
    sums = cell_sums(scope.centre, scope.period)
    figures = table(scope.centre, scope.period, sums=sums)
    return [] if figures.is_locked else findings.of_half_month(figures, sums, lines)


def take_step(user: User, scope: Scope, step: str, said: str) -> None:
    if step == Step.SUBMIT:
        steps.submit(scope.centre, scope.period, user, said)
    elif step == Step.APPROVE:
        steps.approve(scope.centre, scope.period, user)
    elif step == Step.SEND_BACK:
        steps.give_back(scope.centre, scope.period, user, said)
    else:
        steps.lock_approved(scope.centre, scope.period.last_on, user)


class ExplainView(ScopeView):
    @extend_schema(
        operation_id="half_month_explain",
        parameters=[CUT_OFF],
        request=RiseIn,
        responses={200: RiseIn} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str) -> Response:
        """One sentence on why a category rose."""
        return self.handled(request, cut_off)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        if scope.centre.pk not in desk(self.person).kept:
            raise Http404
        data = typed_in(request, RiseIn)
        steps.explain(scope.centre, scope.period, self.person, data["category"], data["text"])
        return Response(data)


class CorrectionsView(ScopeView):
    @extend_schema(
        operation_id="corrections_list",
        parameters=[CUT_OFF],
        responses={200: CorrectionOut(many=True)} | PROBLEMS,
    )
    def get(self, request: Request, cut_off: str) -> Response:
        """The corrections of a locked half-month, newest first."""
        return self.handled(request, cut_off)

    @extend_schema(
        operation_id="correction_make",
        parameters=[CUT_OFF],
        request=ReturnReasonIn,
        responses={201: CorrectionSheetOut} | PROBLEMS,
    )
    def post(self, request: Request, cut_off: str) -> Response:
        """Write down all that differs by now as the next version; the locked table stays."""
        return self.handled(request, cut_off)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        locked = locked_or_404(scope)
        if request.method == "GET":
            return Response(CorrectionOut(corrections_of(locked), many=True).data)
        if scope.centre.pk not in desk(self.person).kept:
            raise Http404
        made = corrections.correct(locked, self.person, typed_in(request, ReturnReasonIn)["reason"])
        return Response(sheet_out(scope, locked, made), status.HTTP_201_CREATED)


class CorrectionView(ScopeView):
    @extend_schema(
        operation_id="correction",
        parameters=[CUT_OFF],
        responses={200: CorrectionSheetOut} | PROBLEMS,
    )
    def get(self, request: Request, cut_off: str, seq: int) -> Response:
        """One 更正表: what was locked, what differs, what it comes to, in the reader's rows."""
        return self.handled(request, cut_off, seq=seq)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> Response:
        locked = locked_or_404(scope)
        found = get_object_or_404(corrections_of(locked), seq=names["seq"])
        return Response(sheet_out(scope, locked, found))


class CorrectionFileView(CutOffView):
    @extend_schema(operation_id="correction_file", parameters=[CUT_OFF], responses=FILE)
    def get(self, request: Request, cut_off: str, **names: Any) -> HttpResponse:
        """One 更正表 as the workbook of its page."""
        return super().get(request, cut_off, **names)

    def answer_for(self, request: Request, scope: Scope, **names: Any) -> HttpResponse:
        locked = locked_or_404(scope)
        found = get_object_or_404(corrections_of(locked), seq=names["seq"])
        rows = corrected_rows(locked, kept_differences(found), scope.villages)
        content = form_correction.correction_book(found, *rows)
        return file_answer(content, form_correction.name_of(found))


def locked_or_404(scope: Scope) -> HalfMonth:
    found = half_month_of(scope.centre, scope.period)
    if found is None or not found.is_locked:
        raise Http404
    return found


def sheet_out(scope: Scope, locked: HalfMonth, correction: Correction) -> dict[str, Any]:
    places: list[CorrectedRow]
    places, categories = corrected_rows(locked, kept_differences(correction), scope.villages)
    return dict(CorrectionOut(correction).data) | {
        "places": CorrectedRowOut(places, many=True).data,
        "categories": CorrectedRowOut(categories, many=True).data,
    }
