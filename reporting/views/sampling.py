"""`/reports/samplings/`: draws, what came out of one, the sheet of a case and what was mended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.jurisdiction import put_beside
from grids.models import Division
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import sampling as lots
from reporting import spans
from reporting.forms.sampling import DrawForm, ReplyForm, SheetForm
from reporting.models import SampledCase
from reporting.review_enums import Mark, ReplyKind, SampleState
from reporting.selectors import sampling as reading
from reporting.services import sampling

SAMPLINGS = 20


@never_cache
@require_http_methods(["GET", "POST"])
def samplings(request: HttpRequest) -> HttpResponse:
    """The draws, newest first; who may draws the next one here."""
    user = signed_in(request)
    if not reading.may_read(user):
        raise Http404
    centre = drawing_centre(user)
    form = DrawForm(request.POST or None) if centre else None
    if request.method == "POST":
        if form is None or centre is None:
            raise Http404
        if form.is_valid():
            span = spans.begun_span(form.cleaned_data["span"])
            try:
                if span is None:
                    raise Http404
                found = sampling.draw(user, centre, span, form.cleaned_data["size"])
            except Refused as refused:
                put_beside(form, refused)
            else:
                messages.success(request, "抽好了。种子和名单都留着，随时可以照着再算一遍。")
                return redirect("reporting:sampling", found.pk)
    return render(
        request,
        "reporting/sampling/list.html",
        {"samplings": reading.visible_samplings(user)[:SAMPLINGS], "form": form},
    )


def drawing_centre(user: User) -> Division | None:
    """The town where he draws; None for who does not."""
    centre = centre_of(user)
    return centre if centre is not None and centre.pk in reading.towns_sampled(user) else None


@never_cache
@require_safe
def one_sampling(request: HttpRequest, pk: int) -> HttpResponse:
    """What came out, unit by unit, as far as the reader sees the cases."""
    user = signed_in(request)
    found = reading.sampling_of(user, pk)
    samples = list(reading.visible_samples(user).filter(of__sampling=found))
    lines = [(one, reading.state_of(one), reading.due_of(one)) for one in samples]
    return render(
        request,
        "reporting/sampling/page.html",
        {
            "found": found,
            "span": spans.around(found.first_on)[1],
            "lines": lines,
            "waiting": sum(state == SampleState.TO_REVIEW for _, state, _ in lines),
            "mending": sum(state == SampleState.TO_MEND for _, state, _ in lines),
            "lists": reading.lists_of(user, found),
            "reads_numbers": reading.reads_numbers(user, found),
            "today": clock.today(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def sampled_case(request: HttpRequest, pk: int) -> HttpResponse:
    """One drawn case: `do=fill` its sheet, then `answer`, `accept` or `again`."""
    user = signed_in(request)
    sampled = reading.sample_of(user, pk)
    do = request.POST.get("do", "")
    forms = forms_for(user, sampled, request)
    if request.method == "POST":
        form = forms.get(do)
        if form is None:
            raise Http404
        if do == ReplyKind.ACCEPT or form.is_valid():
            try:
                _act(user, sampled, do, form)
            except Refused as refused:
                put_beside(form, refused)
            else:
                messages.success(request, "记下了。")
                return redirect("reporting:sampled_case", sampled.pk)
    sheet = reading.sheet_of(sampled)
    return render(
        request,
        "reporting/sampling/case.html",
        {
            "sampled": sampled,
            "sheet": sheet,
            "state": reading.state_of(sampled),
            "due_on": reading.due_of(sampled),
            "forms": forms,
            "marks": [
                (point, Mark(sheet.marks[point.code]))
                for point in lots.points_of(sampled.of.kind)
                if point.code in sheet.marks
            ]
            if sheet
            else [],
            "replies": list(sheet.replies.all()) if sheet else [],
            "today": clock.today(),
        },
    )


def forms_for(user: User, sampled: SampledCase, request: HttpRequest) -> dict[str, Any]:
    """A form for each step that is open to the reader now."""
    state, do = reading.state_of(sampled), request.POST.get("do", "")

    def typed(name: str) -> Any:
        return request.POST if do == name else None

    if state == SampleState.TO_REVIEW and reading.may_review(user, sampled):
        return {"fill": SheetForm(typed("fill"), kind=sampled.of.kind)}
    if state == SampleState.TO_MEND and reading.may_mend(user, sampled):
        return {"answer": ReplyForm(typed("answer"))}
    if state == SampleState.TO_CHECK and reading.may_check(user, sampled):
        return {"accept": ReplyForm(), "again": ReplyForm(typed("again"))}
    return {}


def _act(user: User, sampled: SampledCase, do: str, form: Any) -> None:
    if do == "fill":
        sampling.fill(user, sampled, marks=form.marks, findings=form.cleaned_data["findings"])
    else:
        text = "" if do == ReplyKind.ACCEPT else form.cleaned_data["text"]
        sampling.reply(user, sampled, do, text)
