"""`/reports/warnings/`: warnings, one of them with what was counted, and the town's measure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.utils.urls import replace_query_param

from cases.views.jurisdiction import put_beside
from grids.models import Department
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.exports.as_json import hidden_sentence
from reporting.forms.warnings import (
    AnswerForm,
    AskForm,
    CloseForm,
    MeasureForm,
    SendBackForm,
    UnitForm,
)
from reporting.models import Warning
from reporting.selectors import warning_details as details
from reporting.selectors import warnings as reading
from reporting.services import warnings
from reporting.warning_enums import WarningSeries
from reporting.warnings import Measure

PAGE = 50
HEIGHT, WIDE, TOP, LEFT = 110, 32, 18, 6


def warnings_for(user: User) -> None:
    """404 for who has nothing to do with warnings at all."""
    if not reading.may_read(user):
        raise Http404


@never_cache
@require_safe
def warning_list(request: HttpRequest) -> HttpResponse:
    """Those that are open, or with `?all=1` every one, newest first."""
    user = signed_in(request)
    warnings_for(user)
    show_all = "all" in request.GET
    found = reading.for_lists(reading.visible_warnings(user))
    is_open = found.filter(closed_on__isnull=True)
    page = Paginator(found if show_all else is_open, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reporting/warnings/list.html",
        {
            "page": page,
            "show_all": show_all,
            "open_count": is_open.count(),
            "waiting_count": is_open.filter(is_waiting=True).count(),
            "may_set": reading.keeping_centre(user) is not None,
            **turning(request, page),
        },
    )


def turning(request: HttpRequest, page: Page[Any], anchor: str = "") -> dict[str, str]:
    """Addresses of the pages before and after this one; the rest of the address stays."""
    address, at = request.get_full_path(), f"#{anchor}" if anchor else ""

    def to(number: int) -> str:
        return replace_query_param(address, "page", str(number)) + at

    return {
        "next_url": to(page.next_page_number()) if page.has_next() else "",
        "previous_url": to(page.previous_page_number()) if page.has_previous() else "",
    }


def listed(request: HttpRequest, under: details.Counted) -> dict[str, Any]:
    """One page of the matters that were counted, as reporting/cases.html shows them."""
    page = under.page(request.GET.get("page"), PAGE)
    hidden = hidden_sentence(under.hidden)
    return {"anchor": "page", "page": page, "hidden": hidden, **turning(request, page, "page")}


@never_cache
@require_http_methods(["GET", "POST"])
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """One warning. `do=answer` by its units; `ask`, `send_back`, `urge`, `close` by 平安办."""
    user = signed_in(request)
    one = get_object_or_404(reading.for_lists(reading.visible_warnings(user)), pk=pk)
    do = request.POST.get("do", "")
    forms = forms_for(user, one, request)
    if request.method == "POST":
        form = forms.get(do)
        if form is None and one.is_open:
            raise Http404
        if form is None:
            messages.warning(request, "这个预警已经结束了。")
            return redirect("reporting:warning", one.pk)
        if form.is_valid():
            try:
                STEPS[do].act(one, user, **form.cleaned_data)
            except Refused as refused:
                put_beside(form, refused)
            else:
                messages.success(request, STEPS[do].done)
                return redirect("reporting:warning", one.pk)
    under = details.counted(user, one)
    steps = list(one.steps.select_related("unit", "by", "on_behalf_of").order_by("pk"))
    return render(
        request,
        "reporting/warnings/page.html",
        {
            "one": one,
            "forms": forms,
            "asks": sorted(one.asks.all(), key=lambda ask: ask.pk),
            "today": clock.today(),
            "steps": steps,
            "late": details.answered_late(one, steps),
            "under": under,
            "listed": listed(request, under),
            "is_of_cases": one.series == WarningSeries.CASES,
            "bars": bars(details.weeks_around(one, clock.today())),
            "measure": one.setting or Measure(),
        },
    )


@dataclass(frozen=True)
class Step:
    """One thing that may be done with a warning, and what is said when it is done."""

    act: Callable[..., Any]
    done: str


STEPS = {
    "answer": Step(warnings.answer, "已回复平安办。还有补充的可以再写。"),
    "ask": Step(warnings.ask_too, "已请这个单位回复。"),
    "send_back": Step(warnings.send_back, "已请它再说明，期限重新算。"),
    "urge": Step(warnings.urge, "已催办。"),
    "close": Step(warnings.close, "已结束。"),
}


def forms_for(user: User, one: Warning, request: HttpRequest) -> dict[str, Any]:
    """A form for each step that is open to the reader now, the one that he sent with his words."""
    if not one.is_open:
        return {}
    do, asks = request.POST.get("do", ""), list(one.asks.all())

    def made(name: str, form: Any, **more: Any) -> Any:
        """With his words where he sent it, and ids of its own: several stand on the page."""
        return form(request.POST if do == name else None, auto_id=f"{name}_%s", **more)

    def units(keys: list[int]) -> Any:
        return Department.objects.filter(pk__in=keys)

    forms: dict[str, Any] = {}
    if own := [ask.unit_id for ask in reading.asks_of(user, one)]:
        first = {"unit": own[0]} if len(own) == 1 else {}
        forms["answer"] = made("answer", AnswerForm, units=units(own), initial=first)
    if not reading.may_keep(user, one.centre):
        return forms
    forms["ask"] = made("ask", AskForm, units=reading.units_to_ask_too(one))
    forms["close"] = made("close", CloseForm)
    if waiting := [ask.unit_id for ask in asks if not ask.answered_on]:
        forms["urge"] = made("urge", UnitForm, units=units(waiting))
    if answered := [ask.unit_id for ask in asks if ask.answered_on]:
        forms["send_back"] = made("send_back", SendBackForm, units=units(answered))
    return forms


@dataclass(frozen=True)
class Bar:
    """One week of the picture, as coordinates of a small SVG."""

    x: int
    y: str
    height: str
    middle: str
    above: str
    label: str
    count: int
    is_told: bool


def bars(weeks: list[details.Week]) -> dict[str, Any]:
    most = max((week.count for week in weeks), default=0) or 1
    drawn = []
    for place, week in enumerate(weeks):
        height = week.count * (HEIGHT - TOP) / most
        x = LEFT + place * WIDE
        drawn.append(
            Bar(
                x,
                f"{HEIGHT - height:.1f}",
                f"{height:.1f}",
                f"{x + WIDE / 2 - 3:.1f}",
                f"{HEIGHT - height - 4:.1f}",
                f"{week.last_on.month}.{week.last_on.day}",
                week.count,
                week.is_told,
            )
        )
    told = "、".join(f"到{one.label}{one.count}件" for one in drawn)
    return {
        "weeks": drawn,
        "width": LEFT * 2 + max(len(drawn), 1) * WIDE,
        "bar": WIDE - 6,
        "bottom": HEIGHT,
        "says": f"每周件数：{told}",
    }


@never_cache
@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest) -> HttpResponse:
    """The town's measure of each series (本镇规定): 平安办 and the director."""
    user = signed_in(request)
    centre = reading.keeping_centre(user)
    if centre is None:
        raise Http404
    sent = request.POST.get("series", "")
    forms = {
        series: MeasureForm(
            request.POST if sent == series else None,
            initial=measure_of(series, centre),
            prefix=series,
        )
        for series in WarningSeries.values
    }
    if request.method == "POST":
        form = forms.get(sent)
        if form is None:
            raise Http404
        if form.is_valid():
            warnings.set_measure(centre, user, series=sent, **form.cleaned_data)
            messages.success(request, "已记下，从下一次预警起按新的规则算。")
            return redirect("reporting:warning_measure")
    return render(
        request,
        "reporting/warnings/measure.html",
        {
            "centre": centre,
            "series": [
                (code, label, forms[code], reading.settings_of(code, centre)[:5])
                for code, label in WarningSeries.choices
            ],
        },
    )


def measure_of(series: str, centre: Any) -> dict[str, Any]:
    """What holds now, as the form shows it."""
    setting = reading.setting_of(series, centre)
    now = setting or Measure()
    return {
        "is_on": setting.is_on if setting else True,
        "at_least": now.at_least,
        "times": now.times,
        "one_in": now.one_in,
        "answer_workdays": setting.answer_workdays if setting else reading.ANSWER_WORKDAYS,
    }
