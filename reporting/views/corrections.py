"""更正: what differs from a locked half-month, its versions, and one of them as a 更正表."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.files import response_of
from reporting.access import desk
from reporting.exports import form_correction
from reporting.figures import CATALOGUE, LINES
from reporting.forms.returns import CorrectionForm
from reporting.models import HalfMonth
from reporting.report import Scope
from reporting.selectors import half_month_of
from reporting.selectors.corrections import corrected_rows, corrections_of, kept_differences
from reporting.services import corrections
from reporting.views.half_months import address, for_scope


def locked_or_404(scope: Scope) -> HalfMonth:
    """Raises Http404: only a locked half-month of a whole town is corrected."""
    found = half_month_of(scope.centre, scope.period)
    if found is None or not found.is_locked or scope.division != scope.centre:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
@for_scope
def correction_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The versions; 平安办 makes the next one by saying why."""
    user = signed_in(request)
    locked = locked_or_404(scope)
    may_correct = scope.centre.pk in desk(user).kept
    form = CorrectionForm(request.POST or None)
    if request.method == "POST":
        if not may_correct:
            raise Http404
        if form.is_valid():
            try:
                made = corrections.correct(locked, user, form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error("reason" if refused.field == "reason" else None, refused.sentence)
            else:
                messages.success(request, f"第 {made.seq} 次更正记下了，锁定的表没有变。")
                return redirect(address(scope, "correction", seq=str(made.seq)))
    context = {
        "scope": scope,
        "half_month": locked,
        "corrections": corrections_of(locked),
        "form": form,
        "may_correct": may_correct,
    }
    return render(request, "reporting/returns/corrections.html", context)


@never_cache
@require_safe
@for_scope
def correction(request: HttpRequest, scope: Scope, seq: int) -> HttpResponse:
    """One 更正表, as far as the reader sees rows; printed as it stands."""
    locked = locked_or_404(scope)
    found = get_object_or_404(corrections_of(locked), seq=seq)
    places, categories = corrected_rows(locked, kept_differences(found), scope.villages)
    context = {
        "scope": scope,
        "half_month": locked,
        "correction": found,
        "columns": [CATALOGUE[name] for name in LINES],
        "places": places,
        "categories": categories,
    }
    return render(request, "reporting/returns/correction.html", context)


@never_cache
@require_safe
@for_scope
def correction_workbook(request: HttpRequest, scope: Scope, seq: int) -> HttpResponse:
    """The 更正表 as a workbook, in the reader's rows."""
    locked = locked_or_404(scope)
    found = get_object_or_404(corrections_of(locked), seq=seq)
    rows = corrected_rows(locked, kept_differences(found), scope.villages)
    content = form_correction.correction_book(found, *rows)
    return response_of(content, form_correction.name_of(found))
