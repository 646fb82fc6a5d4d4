"""统计表: the real forms of a month, where each stands, and the two that are drawn up here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from grids.models import Division
from mediation.core import clock
from mediation.core.purposes import ExportPurpose
from reporting import periods, spans
from reporting.access import Reader, may_export, petition_town, reader
from reporting.enums import FormKind
from reporting.exports import form_mediation, form_survey
from reporting.exports.drawing import CONTENT_TYPE, ROUNDING, Cell
from reporting.exports.form_cells import cell_of
from reporting.exports.form_files import workbook_of
from reporting.selectors.forms import Opened, mediation_of, open_form, states_of, survey_of
from reporting.selectors.locks import half_month_of
from reporting.selectors.mediation_form import MediationForm
from reporting.selectors.survey import Survey
from reporting.spans import Span
from reporting.views.half_months import listed

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Choice:
    """One form of one stretch: what it is called, how far it is, where it is opened."""

    label: str
    state: str
    is_final: bool
    url: str
    file_url: str = ""


@dataclass(frozen=True)
class Shown:
    """One number on the page; `url` leads to its cases."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """One form with its stretches; `of` names the list of which a file is asked for."""

    title: str
    about: str
    choices: tuple[Choice, ...] = ()
    of: str = ""
    asked: tuple[tuple[str, str, str], ...] = ()


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """Every form of the month that was asked for, and of the longer stretches it lies in."""
    who, petitions = reader(request.user), petition_town(request.user)
    centre = who.town_of(None) or petitions
    asked = request.GET.get("month") or f"{clock.today():%Y-%m}"
    month = spans.begun_span(asked)
    if centre is None or month is None or not month.is_month:
        raise Http404
    before = spans.month_of(month.period.first_on - periods.DAY)
    after = spans.month_of(month.period.last_on + periods.DAY)
    context = {
        "centre": centre,
        "month": month,
        "earlier": before.code,
        "later": after.code if after.period.first_on <= clock.today() else "",
        "kinds": [
            *(_of_cases(who, centre, month) if who.may_read else ()),
            *(_of_petitions(month) if petitions else ()),
            *(_lists(month) if who.may_read and may_export(request.user) else ()),
        ],
        "purposes": ExportPurpose.choices,
        "rounding": ROUNDING,
    }
    return render(request, "reporting/forms/index.html", context)


def _of_cases(who: Reader, centre: Division, month: Span) -> list[Kind]:
    stretches = spans.around(month.period.first_on)
    states = states_of(who, centre, stretches)

    def choice(form: FormKind, span: Span) -> Choice:
        names = {"form": form.value, "code": span.code}
        state = states[span]
        return Choice(
            span.label,
            state.short,
            state.is_locked,
            reverse("reporting:form", kwargs=names),
            reverse("reporting:form_workbook", kwargs=names),
        )

    survey, mediation = FormKind.SURVEY, FormKind.MEDIATION
    return [
        Kind(
            "专项行动统计表（半月）",
            "村（社区）一行，末行合计；A3 横向，没有人名。",
            tuple(_half_months(centre, month)),
        ),
        Kind(
            survey.label,
            "52 行，分乡镇街道、村居两级和年度累计；类别对照省综治的 19 类。",
            tuple(choice(survey, span) for span in stretches),
        ),
        Kind(
            mediation.label,
            "调委会一行，按主体、来源、类型和协议形式分；季报和年报。",
            tuple(choice(mediation, span) for span in stretches if span.word in ("季度", "年度")),
        ),
    ]


def _half_months(centre: Division, month: Span) -> list[Choice]:
    first_on = month.period.first_on
    found = []
    for cut_off in periods.cut_offs(first_on.year, first_on.month):
        period = periods.half_month(cut_off)
        if period.first_on > clock.today():
            continue
        half_month = half_month_of(centre, period)
        names = {"cut_off": f"{cut_off:%Y-%m-%d}"}
        state = half_month.get_state_display() if half_month else "未锁定"
        is_final = half_month is not None and half_month.is_locked
        found.append(
            Choice(
                f"截至 {cut_off.month}月{cut_off.day}日",
                state if is_final else f"草稿：{state}",
                is_final,
                reverse("reporting:half_month", kwargs=names),
                reverse("reporting:workbook", kwargs=names),
            )
        )
    return found


def _of_petitions(month: Span) -> list[Kind]:
    names = {"month": month.code}
    is_over = month.period.last_on < clock.today()
    state = "本月已过完，办理情况仍会变动" if is_over else "草稿：本月还没有过完"
    one = Choice(
        month.label,
        state,
        is_over,
        reverse("reporting:petition_month", kwargs=names),
        reverse("reporting:petition_workbook", kwargs=names),
    )
    about = "来访、来信、网上、来电，三分类，办理、评价、复查复核和领导接访；附环比、同比。"
    return [Kind("信访情况月报表", about, (one,))]


def _lists(month: Span) -> list[Kind]:
    """What has a line for each case is a file of its own, with a purpose (domain.md §8 row 26)."""
    first_on = month.period.first_on
    cut_offs = periods.cut_offs(first_on.year, first_on.month)
    begun = [day for day in cut_offs if periods.half_month(day).first_on <= clock.today()]
    return [
        Kind(
            "专项行动工作台账",
            "和半月统计表同一期，一件一行；当事人只写“张某、李某等3人”。",
            of="ledger",
            asked=tuple(
                ("cut_off", f"{day:%Y-%m-%d}", f"截至 {day.month}月{day.day}日") for day in begun
            ),
        ),
        Kind(
            "GB/T 31000 矛盾纠纷排查化解数据项（表30）",
            "本月新增的件，一件一行 27 项，供综治系统录入；当事人本人的信息不带出，"
            "“主要当事人人员类别”留空，由有权的人依法判断后自己填。",
            of="gb31000",
            asked=(("month", month.code, month.label),),
        ),
    ]


def for_form(view: View) -> View:
    """The view with the opened form; 404 for who may not read, and for no such form."""

    @wraps(view)
    def found(request: HttpRequest, form: str, code: str, **names: Any) -> HttpResponse:
        opened = open_form(request.user, form, code)
        if opened is None:
            raise Http404
        return view(request, opened, **names)

    return found


@require_safe
@for_form
def form(request: HttpRequest, opened: Opened) -> HttpResponse:
    """One form as a page: the same cells as in the workbook."""
    names = {"form": opened.form.value, "code": opened.span.code}
    context: dict[str, Any] = {
        "opened": opened,
        "month": f"{min(opened.span.period.last_on, clock.today()):%Y-%m}",
        "file_url": reverse("reporting:form_workbook", kwargs=names),
        "rounding": ROUNDING,
    }
    if opened.form == FormKind.SURVEY:
        shown = survey_of(opened)
        context |= {
            "shown": shown,
            "title": form_survey.title_of(shown),
            "columns": form_survey.COLUMNS,
            "lines": list(_survey_lines(opened, shown)),
            "words": (form_survey.LEVEL_WORDS, form_survey.LINE_WORDS),
        }
        return render(request, "reporting/forms/survey.html", context)
    drawn = mediation_of(opened)
    context |= {
        "shown": drawn,
        "title": form_mediation.title_of(drawn),
        "columns": drawn.columns,
        "lines": list(_mediation_lines(opened, drawn)),
    }
    return render(request, "reporting/forms/mediation.html", context)


def _survey_lines(opened: Opened, shown: Survey) -> Iterator[tuple[Any, list[Shown]]]:
    for line, wanted in zip(form_survey.lines(shown), form_survey.WANTED, strict=True):
        has_list = form_survey.is_counted(wanted)
        cells = zip(form_survey.KEYS, line.cells, strict=True)
        yield line, [_shown(opened, line.number, at, cell, has_list) for at, cell in cells]


def _mediation_lines(
    opened: Opened, drawn: MediationForm
) -> Iterator[tuple[form_mediation.Line, list[Shown]]]:
    for line in form_mediation.lines(drawn):
        cells = zip(drawn.columns, line.cells, strict=True)
        yield (
            line,
            [
                _shown(opened, number, line.key, cell, column.has_cases)
                for number, (column, cell) in enumerate(cells, 1)
            ],
        )


def _shown(opened: Opened, number: int, at: str, cell: Cell, has_list: bool) -> Shown:
    """A number that is not nought leads to its cases, if it counts any."""
    if not has_list or not cell.value:
        return Shown(cell.text)
    names = {"form": opened.form.value, "code": opened.span.code, "number": number}
    url = reverse("reporting:form_cell", kwargs=names)
    return Shown(cell.text, f"{url}?{urlencode({'at': at})}" if at else url)


@require_safe
@for_form
def form_cell(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """The cases behind one number; `at` names its column, or its unit."""
    found = cell_of(request.user, opened, number, request.GET.get("at", ""))
    if found is None:
        raise Http404
    under, label = found
    names = {"form": opened.form.value, "code": opened.span.code}
    context = {
        "opened": opened,
        "under": under,
        "label": label,
        "back_url": reverse("reporting:form", kwargs=names),
        "listed": listed(request, under, "page"),
        "of_listed": listed(request, under.of, "of_page") if under.of else None,
    }
    return render(request, "reporting/forms/cell.html", context)


@require_safe
@for_form
def form_workbook(_request: HttpRequest, opened: Opened) -> HttpResponse:
    content, name = workbook_of(opened)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
