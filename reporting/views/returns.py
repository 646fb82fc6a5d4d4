"""Returns of the villages and the half-month's steps, as pages (screen h)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grids.models import Category, Division
from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import periods
from reporting.access import desk
from reporting.enums import ReturnState, State
from reporting.figures import CATALOGUE
from reporting.forms.returns import ExplainForm, ReasonForm, ReturnForm, begun_with, refreshed
from reporting.models import ReturnVersion, TypedNumber, VillageReturn
from reporting.report import Scope
from reporting.selectors import Table, half_month_of
from reporting.selectors.returns import (
    RATE,
    Line,
    Numbers,
    counts_of,
    lines_of,
    numbers_of,
    timeliness,
    village_table,
    visible_returns,
)
from reporting.services import return_review, returns, steps
from reporting.views.half_months import address, for_scope
from reporting.views.sheets import ACROSS

CHANGED_WORDS = "报后案件变了，重新核对"
Act = Callable[[HttpRequest, Scope], str]


def village_address(scope: Scope, village: Division) -> str:
    return address(scope, "village_return", code=village.code)


@never_cache
@require_safe
@for_scope
def return_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who has sent, who is missing, who was late: every village of a reader of all, else his own."""
    own = desk(signed_in(request))
    reads_all = scope.centre.pk in own.read
    if not (reads_all or own.written):
        raise Http404
    lines = lines_of(scope.centre, scope.period.last_on, None if reads_all else own.written)
    year = periods.reporting_year(scope.period.last_on)
    by_village = timeliness(scope.centre, year.first_on, year.last_on)
    counts = counts_of(lines)
    half_month = half_month_of(scope.centre, scope.period)
    return render(
        request,
        "reporting/returns/list.html",
        {
            "scope": scope,
            "half_month": half_month,
            "lines": [(line, by_village.get(line.village.pk)) for line in lines],
            "counts": counts,
            "definition": RATE,
            "may_urge": scope.centre.pk in own.kept
            and counts.owing > 0
            and (half_month is None or half_month.state == State.OPEN)
            and returns.is_current(scope.centre, scope.period),
            "earlier": periods.previous(scope.period),
            "later": periods.following(scope.period),
            "today": clock.today(),
        },
    )


# --- one village --------------------------------------------------------------------------------


def line_or_404(user: User, scope: Scope, code: str) -> Line:
    """Raises Http404: no such village that owes a return, or out of his sight."""
    village = get_object_or_404(Division, code=code)
    if not village.is_under(scope.centre) or not desk(user).may_open(scope.centre.pk, village.pk):
        raise Http404
    lines = lines_of(scope.centre, scope.period.last_on, [village.pk])
    if not lines:
        raise Http404
    return lines[0]


@never_cache
@require_http_methods(["GET", "POST"])
@for_scope
def village_return(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One village's return: to be written, or as it was confirmed; POST confirms or prepares."""
    user = signed_in(request)
    line = line_or_404(user, scope, code)
    village = line.village
    half_month = half_month_of(scope.centre, scope.period)
    is_open = half_month is None or half_month.state == State.OPEN
    is_asked = returns.is_current(scope.centre, scope.period)
    is_late = half_month is not None and returns.is_late_first(half_month.state, line.state)
    may_write = returns.may_write(user, village) and (is_open or is_late) and is_asked
    figures = village_table(scope.centre, scope.period, village)
    numbers = numbers_of(figures)
    form = None
    if request.method == "POST" and not may_write:
        raise Http404
    if may_write:
        form = form_for(request, user, scope, line, numbers)
        if request.method == "POST" and form.is_valid():
            try:
                said = confirm(user, scope, village, form)
            except Refused as refused:
                if refused.code == "stale":
                    typed = refreshed(request.POST.dict(), numbers)
                    typed |= {"form_key": form["form_key"].value()}
                    typed |= {"seen": returns.seen_of(numbers)}
                    form = form_of(line, numbers, data=typed)
                form.add_error(
                    refused.field if refused.field in form.fields else None, refused.sentence
                )
            else:
                messages.success(request, said)
                return redirect(village_address(scope, village))
    own = desk(user)
    versions = list(visible_versions(user, line))
    return render(
        request,
        "reporting/returns/village.html",
        {
            "scope": scope,
            "line": line,
            "village": village,
            "half_month": half_month,
            "is_open": is_open,
            "form": form,
            "errors": error_lines(form) if form else [],
            "signs": form is not None and returns.signs(user, village),
            "draft_url": draft_url(scope, village),
            "versions": versions,
            "sent_back": versions[0].send_back
            if versions and line.state == ReturnState.SENT_BACK
            else None,
            "columns": [CATALOGUE[name] for name in ACROSS[:7]],
            "rows": table_rows(scope, figures, village),
            "changes": change_rows(line, figures),
            "is_keeper": scope.centre.pk in own.kept and is_open and is_asked,
            "reason_form": ReasonForm(),
        },
    )


def table_rows(scope: Scope, figures: Any, village: Division) -> list[tuple[str, list[Any], bool]]:
    """The village's seven lines by category with a figure, and their sum; each with its address.

    Where a merged village's row is added in, a number is not one cell of the table.
    """
    names = ACROSS[:7]
    is_one_row = len(figures.rows) == 1
    rows: list[tuple[str, list[Any], bool]] = []
    sums = dict.fromkeys(names, 0)
    for row in figures.by_category:
        cells = []
        for name in names:
            value = int(row[name])
            sums[name] += value
            is_cell = value and is_one_row
            url = cell_url(scope, name, village.code, row.key) if is_cell else ""
            cells.append((value, url))
        if any(row.sums.get(name) for name in names):
            rows.append((row.short_label, cells, False))
    total = [
        (sums[name], cell_url(scope, name, village.code) if sums[name] and is_one_row else "")
        for name in names
    ]
    return [*rows, ("合计", total, True)]


def change_rows(line: Line, figures: Table) -> list[tuple[str, str, int, int]]:
    """Where the system has another number than the village confirmed: category, column, then, now."""
    labels = {row.key: row.short_label for row in figures.by_category}
    return [
        (
            labels.get(each.category, each.category),
            CATALOGUE[each.line].label,
            each.then,
            each.now,
        )
        for each in line.changes
    ]


def cell_url(scope: Scope, name: str, key: str, category: str = "") -> str:
    asked = {"row": key} | ({"category": category} if category else {})
    return f"{address(scope, 'cell', column=name)}?{urlencode(asked)}"


def confirm(user: User, scope: Scope, village: Division, form: ReturnForm) -> str:
    """Confirm, or lay before the head; what is said of it."""
    if returns.signs(user, village):
        version = returns.file_return(village, scope.centre, scope.period, user, **form.confirmed())
        return "零报告报好了，谢谢。" if version.is_zero else "报好了，谢谢。"
    kept = {name: value for name, value in form.data.items() if name in form.fields}
    returns.prepare_return(village, scope.centre, scope.period, user, kept)
    return "填的内容存好了，已经请负责人确认。"


def form_for(
    request: HttpRequest, user: User, scope: Scope, line: Line, numbers: Numbers
) -> ReturnForm:
    if request.method == "POST":
        return form_of(line, numbers, data=request.POST)
    kept = drafts.load_shared(
        returns.DRAFT,
        returns.draft_key(scope.centre, scope.period, line.village),
        lambda writer: returns.may_write(writer, line.village),
    )
    begun = refreshed(kept.data, numbers) if kept else begun_with(line.latest)
    if line.changes:
        begun = {"reason": CHANGED_WORDS} | begun
    return form_of(line, numbers, initial=begun)


def form_of(line: Line, numbers: Numbers, **kwargs: Any) -> ReturnForm:
    return ReturnForm(
        **kwargs,
        numbers=numbers,
        categories=Category.objects.filter(is_active=True).order_by("order", "code"),
        is_again=line.latest is not None,
        needs_reason=line.state == ReturnState.FILED,
    )


def error_lines(form: ReturnForm) -> list[dict[str, str]]:
    return [
        {"id": form[name].id_for_label, "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]


def draft_url(scope: Scope, village: Division) -> str:
    key = returns.draft_key(scope.centre, scope.period, village)
    return f"{reverse('core:draft', args=[returns.DRAFT])}?{urlencode({'key': key})}"


def visible_versions(user: User, line: Line) -> Any:
    """The versions of a return, newest first, with what was typed over and decided."""
    if line.found is None:
        return ReturnVersion.objects.none()
    return (
        ReturnVersion.objects.filter(of__in=visible_returns(user).filter(pk=line.found.pk))
        .select_related("by", "on_behalf_of", "send_back__by")
        .prefetch_related("typed__category", "typed__case", "typed__decisions__by")
        .order_by("-seq")
    )


# --- buttons ------------------------------------------------------------------------------------


def button(act: Act) -> Callable[..., HttpResponse]:
    """A POST that does one thing, says what became of it and goes back to the half-month.

    What the reader's posts do not open to him is not there (404), like any page.
    """

    @require_POST
    @for_scope
    @wraps(act)
    def pressed(request: HttpRequest, scope: Scope, **names: Any) -> HttpResponse:
        try:
            said = act(request, scope, **names)
        except Refused as refused:
            if refused.code == "not_yours":
                raise Http404 from refused
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, said)
        if "code" in names and request.POST.get("stay") == "village":
            return redirect(address(scope, "village_return", code=names["code"]))
        return redirect(address(scope))

    return pressed


def named_village(user: User, scope: Scope, code: str) -> Division:
    return line_or_404(user, scope, code).village


@button
def urge(request: HttpRequest, scope: Scope, code: str = "") -> str:
    user = signed_in(request)
    if code:
        village = named_village(user, scope, code)
        return_review.urge(village, scope.centre, scope.period, user)
        return f"催了{village.short_name}，已经通知。"
    many = return_review.urge_all(scope.centre, scope.period, user)
    return (
        f"催了 {many} 个村（社区），已经通知。" if many else "没有要催的：都报了，或者今天催过了。"
    )


@button
def send_back(request: HttpRequest, scope: Scope, code: str) -> str:
    user = signed_in(request)
    asked = get_object_or_404(
        visible_returns(user),
        centre=scope.centre,
        half_month__cut_off=scope.period.last_on,
        division__code=code,
    )
    return_review.send_back(asked, user, request.POST.get("reason", ""))
    return f"退回{asked.division.short_name}了，已经通知。"


@button
def decide(request: HttpRequest, scope: Scope, pk: int) -> str:
    user = signed_in(request)
    number = get_object_or_404(
        TypedNumber.objects.filter(
            version__of__in=VillageReturn.objects.filter(
                pk__in=visible_returns(user).values("pk"),
                centre=scope.centre,
                half_month__cut_off=scope.period.last_on,
            )
        ).select_related("version__of__division", "category"),
        pk=pk,
    )
    made = return_review.decide(
        number, user, request.POST.get("how", ""), request.POST.get("words", "")
    )
    name = number.version.of.division.short_name
    if made.how == "register":
        return f"请{name}补登或者更正案件，已经通知；案件改好，这一处就对上了。"
    return "定了，用系统的数。"


@button
def explain(request: HttpRequest, scope: Scope) -> str:
    form = ExplainForm(request.POST)
    form.is_valid()
    data = form.cleaned_data
    steps.explain(
        scope.centre,
        scope.period,
        signed_in(request),
        data.get("category", ""),
        data.get("text", ""),
    )
    return "原因存好了。"


@button
def submit(request: HttpRequest, scope: Scope) -> str:
    steps.submit(
        scope.centre, scope.period, signed_in(request), request.POST.get("why_missing", "")
    )
    return "提交了，已经通知领导。"


@button
def approve(request: HttpRequest, scope: Scope) -> str:
    steps.approve(scope.centre, scope.period, signed_in(request))
    return "批准了，平安办可以锁定。"


@button
def give_back(request: HttpRequest, scope: Scope) -> str:
    steps.give_back(scope.centre, scope.period, signed_in(request), request.POST.get("reason", ""))
    return "退回了，村里和平安办可以改。"
