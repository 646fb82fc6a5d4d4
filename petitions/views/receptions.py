"""接访: the table of the year, one day with its visits, and what is done with a visit there."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grids.selectors import centre_of
from mediation.core import clock, workbooks
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.enums import Kind
from petitions.forms.receptions import AnswerForm, AssignForm, DayForm, VisitForm, VisitorsForm
from petitions.models import Petition, Reception, ReceptionDay
from petitions.selectors import receptions as found
from petitions.services import receptions
from petitions.views.supports import error_lines

COLUMNS = {"期次": 16, "哪天": 12, "种类": 12, "接访领导": 24} | dict.fromkeys(
    found.LABELS.values(), 12
)


def year_asked(request: HttpRequest) -> int:
    """`?year=`, this year by default. Raises Http404."""
    asked = request.GET.get("year") or str(clock.today().year)
    if not asked.isdecimal() or not 1949 <= int(asked) <= 9998:
        raise Http404
    return int(asked)


def reader(request: HttpRequest) -> User:
    """Raises Http404 for who has nothing to do with reception days."""
    user = signed_in(request)
    if not found.may_read_receptions(user):
        raise Http404
    return user


@never_cache
@require_GET
def reception_table(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    return render(
        request,
        "petitions/receptions/table.html",
        {
            "table": found.table_of(user, year_asked(request)),
            "years": found.years_of(user),
            "columns": columns(),
            "may_hold": receptions.may_hold(user),
            "today": clock.today(),
        },
    )


def columns() -> list[dict[str, Any]]:
    """Name, label and definition of each number; `is_open` where it opens to petitions."""
    return [
        {
            "name": name,
            "label": label,
            "definition": found.DEFINITIONS[name],
            "is_open": name in found.COUNTS,
        }
        for name, label in found.LABELS.items()
    ]


@never_cache
@require_GET
def reception_workbook(request: HttpRequest) -> HttpResponse:
    table = found.table_of(reader(request), year_asked(request))
    lines = [
        [
            str(one.day),
            one.day.on,
            one.day.get_kind_display(),
            one.leaders,
            *(getattr(one.counts, name) for name in found.LABELS),
        ]
        for one in table.days
    ]
    total = [getattr(table.total, name) for name in found.LABELS]
    lines.append([f"合计 {len(table.days)} 期", "", "", "", *total])
    notes = [f"{found.LABELS[name]}：{words}" for name, words in found.DEFINITIONS.items()]
    content = workbooks.workbook(f"{table.year}年领导接访统计表", COLUMNS, lines, notes)
    return workbooks.download(f"receptions-{table.year}", content)


@never_cache
@require_GET
def reception_behind(request: HttpRequest, column: str) -> HttpResponse:
    """The petitions behind a number: `?year=` of a year's, `?day=` of one day's."""
    user, day = reader(request), None
    if asked := request.GET.get("day"):
        if not asked.isdecimal():
            raise Http404
        day = found.get_day(user, int(asked))
    year = year_asked(request) if day is None else day.year
    behind = found.behind(user, column, year=year, day=day)
    return render(
        request,
        "petitions/receptions/behind.html",
        {
            "behind": behind,
            "day": day,
            "year": year,
            "label": found.LABELS[column],
            "definition": found.DEFINITIONS[column],
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def reception_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not receptions.may_hold(user):
        raise Http404
    form = DayForm(request.POST or None, centre=centre, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            day = receptions.arrange(user, **form.cleaned_data)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, f"{day}排好了。")
            return redirect("petitions:reception_day", day.pk)
    return render(
        request, "petitions/receptions/new.html", {"form": form, "errors": error_lines(form)}
    )


def put(form: Any, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


@never_cache
@require_http_methods(["GET", "POST"])
def reception_day(request: HttpRequest, day_pk: int) -> HttpResponse:
    """One day with the visits in the reader's sight; POST writes down how many came."""
    user = reader(request)
    day = found.get_day(user, day_pk)
    form = VisitorsForm(request.POST or None, initial={"visitors": day.visitors, "note": day.note})
    if request.method == "POST" and form.is_valid():
        try:
            receptions.write_day(day, user, **form.cleaned_data)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, "接待人次记好了。")
            return redirect("petitions:reception_day", day.pk)
    visits = found.visits_of(user, day)
    return render(
        request,
        "petitions/receptions/day.html",
        {
            "day": day,
            "leaders": found.leaders_of(day),
            "counts": found.counts_of(user, day),
            "columns": columns(),
            "visits": visits,
            "may_hold": receptions.may_hold(user),
            "may_take_in": may_take_in(user, day),
            "form": form,
            "errors": error_lines(form),
        },
    )


def may_take_in(user: User, day: ReceptionDay) -> bool:
    return not day.is_closed and day.on <= clock.today() and access.may_register(user, Kind.CLAIM)


@require_POST
def reception_close(request: HttpRequest, day_pk: int) -> HttpResponse:
    user = reader(request)
    day = found.get_day(user, day_pk)
    try:
        receptions.close_day(day, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{day}接访结束了，交办的接着办。")
    return redirect("petitions:reception_day", day.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, day_pk: int) -> HttpResponse:
    user = reader(request)
    day = found.get_day(user, day_pk)
    if not may_take_in(user, day):
        raise Http404
    if request.method == "GET":
        form = VisitForm(centre=day.centre, initial={"form_key": uuid.uuid4()})
    else:
        form = VisitForm(request.POST, centre=day.centre)
        if form.is_valid():
            try:
                reception = receptions.take_in(day, user, **form.registration())
            except Refused as refused:
                put(form, refused)
            else:
                messages.success(request, f"{reception.petition.aloud}登记好了。")
                return redirect("petitions:visit", day.pk, reception.pk)
    return render(
        request,
        "petitions/receptions/visit_new.html",
        {
            "day": day,
            "leaders": found.leaders_of(day),
            "form": form,
            "errors": error_lines(form),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, day_pk: int, visit_pk: int) -> HttpResponse:
    """What is done with a visit: `do=answer` there and then, `do=assign`, or `do=hand_over`."""
    user = reader(request)
    day = found.get_day(user, day_pk)
    try:
        reception, petition = found.get_visit(user, day, visit_pk)
    except Http404:
        return registered_only(request, user, day, visit_pk)
    do = request.POST.get("do", "")
    answering = do == "answer"
    answers = [
        (one, AnswerForm(request.POST if answering else None, prefix=f"d{one.pk}"))
        for one in petition.demands.all()
    ]
    assigning = AssignForm(request.POST if do == "assign" else None, centre=day.centre)
    if request.method == "POST":
        try:
            if said := done(user, reception, do, answers, assigning):
                messages.success(request, said)
                return redirect("petitions:visit", day.pk, reception.pk)
        except Refused as refused:
            if do == "assign":
                put(assigning, refused)
            else:
                messages.warning(request, refused.sentence)
        reception, petition = found.get_visit(user, day, visit_pk)
    forms = [*(form for _, form in answers), assigning]
    may_settle = found.is_unsettled(reception, petition) and may_decide(user, petition)
    return render(
        request,
        "petitions/receptions/visit.html",
        {
            "day": day,
            "reception": reception,
            "petition": petition,
            "row": found.rows([petition])[0],
            "answers": answers,
            "assigning": assigning,
            "errors": [line for form in forms if form.is_bound for line in error_lines(form)],
            "may_settle": may_settle,
            "waits_for_hands": found.waits_for_his_hands(reception, petition),
            "is_to_be_signed": petition.proposals.filter(
                verb="reply", decided_at__isnull=True
            ).exists(),
        },
    )


def may_decide(user: User, petition: Petition) -> bool:
    return "PO" in access.relations(user, petition)


def done(
    user: User, reception: Reception, do: str, answers: list[Any], assigning: AssignForm
) -> str:
    """Carry out what the button says; "" where a form has faults. Raises Refused."""
    if do == "hand_over":
        receptions.hand_over(reception, user)
        return "处理意见书当面交给他了，已经记了送达。"
    if do == "assign":
        if not assigning.is_valid():
            return ""
        receptions.assign_there(reception, user, **assigning.cleaned_data)
        return "交办了，承办单位已经收到通知。"
    faulty = [form for _, form in answers if not form.is_valid()]  # each says its own
    if faulty:
        return ""
    written = {demand.pk: form.cleaned_data for demand, form in answers}
    moved = receptions.answer_on_the_spot(reception, user, written)
    if moved.proposal is not None:
        return "答复写好了，等中心主任签；签了以后当面交给他。"
    return "答复签好了，请当面交给他。"


def registered_only(
    request: HttpRequest, user: User, day: ReceptionDay, visit_pk: int
) -> HttpResponse:
    """The window registers and reads no file: it goes on to the receipt. Raises Http404."""
    reception = day.receptions.filter(pk=visit_pk, by=user).first()
    if reception is None or request.method != "GET":
        raise Http404
    return redirect("petitions:receipt", reception.petition_id)
