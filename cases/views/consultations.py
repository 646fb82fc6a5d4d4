"""会商: list, new, one meeting with its agenda, and its print (domain.md §7 rows 22, 23, 130)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from cases import access, selectors
from cases.forms import co_handling as forms
from cases.models import AgendaItem, Case, Consultation
from cases.selectors.consultations import Agenda, agenda_of
from cases.services import consultations, task_forces
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.numbers import parse_number


class Pages(CursorPagination):
    page_size = 50
    ordering = ("-held_on", "-pk")


@never_cache
@require_GET
def consultation_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    found = selectors.consultations_for(user)
    if not selectors.may_convene(user) and not found.exists():
        raise Http404
    pages = Pages()
    page = pages.paginate_queryset(found.annotate(items_count=Count("items")), Request(request))
    today = clock.today()
    return render(
        request,
        "cases/consultations/list.html",
        {
            "meetings": page or [],
            "ahead": found.filter(held_on__gte=today, minutes_at__isnull=True).count(),
            "unwritten": found.filter(held_on__lt=today, minutes_at__isnull=True).count(),
            "today": today,
            "may_convene": selectors.may_convene(user),
            "may_found": task_forces.may_found(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def consultation_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not selectors.may_convene(user):
        raise Http404
    if request.method == "GET":
        form = forms.MeetingForm(centre=centre, initial={"held_on": clock.today()})
        return render(request, "cases/consultations/new.html", {"form": form})
    form = forms.MeetingForm(request.POST, centre=centre)
    if form.is_valid():
        try:
            made = consultations.convene(user, **form.cleaned_data)
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            messages.success(request, f"{made.number} 建好了，议题已经列出，可以增减。")
            return redirect("cases:consultation", made.pk)
    return render(request, "cases/consultations/new.html", {"form": form})


def meeting_of(user: User, pk: int) -> Consultation:
    """The meeting, if it is one of the user's. Raises Http404."""
    return get_object_or_404(
        selectors.consultations_for(user).prefetch_related("attendees__unit", "attendees__person"),
        pk=pk,
    )


@never_cache
@require_GET
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    return show(request, user, meeting_of(user, pk))


def show(
    request: HttpRequest,
    user: User,
    meeting: Consultation,
    *,
    minutes_form: Any = None,
    on_item: int | None = None,
    item_form: Any = None,
) -> HttpResponse:
    agenda = agenda_of(user, meeting)
    is_final = meeting.minutes_at is not None
    may_prepare = consultations.may_prepare(meeting, user) and not is_final
    units = forms.unit_pairs(meeting.centre) if may_prepare else []
    attendees = [(str(one.pk), label_of(one)) for one in meeting.attendees.all()]
    today = clock.today()
    return render(
        request,
        "cases/consultations/page.html",
        {
            "meeting": meeting,
            "agenda": agenda,
            "items": items_of(agenda, units, on_item, item_form) if may_prepare else agenda.items,
            "attendees": [
                {"label": label_of(one), "is_present": one.is_present}
                for one in meeting.attendees.all()
            ],
            "may_prepare": may_prepare,
            "may_finish": may_prepare and meeting.held_on <= today,
            "is_final": is_final,
            "minutes_form": minutes_form or forms.MinutesForm(attendees=attendees),
            "may_read_minutes": is_final and agenda.is_whole,
            "today": today,
        },
    )


def label_of(attendee: Any) -> str:
    unit = attendee.unit.short_name
    return f"{unit} {attendee.person.name}" if attendee.person else unit


def items_of(
    agenda: Agenda, units: list[Any], on_item: int | None, item_form: Any
) -> list[dict[str, Any]]:
    """Each item with the forms of those who prepare the meeting."""
    return [
        {
            "item": one.item,
            "row": one.row,
            "reasons": one.reasons,
            "is_file": one.is_file,
            "decisions": one.decisions,
            "decision_form": item_form
            if on_item == one.item.pk and isinstance(item_form, forms.DecisionForm)
            else forms.DecisionForm(units=units, prefix=f"i{one.item.pk}"),
            "discussion_form": item_form
            if on_item == one.item.pk and isinstance(item_form, forms.DiscussionForm)
            else forms.DiscussionForm(
                initial={"discussion": one.item.discussion}, prefix=f"i{one.item.pk}"
            ),
        }
        for one in agenda.items
    ]


@require_POST
def agenda_change(request: HttpRequest, pk: int) -> HttpResponse:
    """`do=fill` takes up what is major or cross-unit, `do=add` one case by its number."""
    user = signed_in(request)
    meeting = meeting_of(user, pk)
    try:
        if request.POST.get("do") == "add":
            case = case_by_number(user, request.POST.get("number", ""))
            consultations.add_item(meeting, user, case)
            messages.success(request, f"{case.aloud}列入了。")
        else:
            left_out = consultations.fill_agenda(meeting, user)
            messages.success(
                request, "议题列好了。" if not left_out else "议题列满了，其余的可以另开一次会。"
            )
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("cases:consultation", meeting.pk)


def case_by_number(user: User, typed: str) -> Case:
    """One case in the user's sight by its number, as said (797号: of this year) or as written.

    Raises `Refused`: invalid_choice.
    """
    asked = parse_number(typed)
    found = None
    if asked is not None:
        year = asked.year or clock.today().year
        seen = access.visible_to(user).filter(short_number=asked.number, year=year)
        found = seen.order_by("pk").first()
    if found is None:
        raise Refused(
            "invalid_choice", "没有按这个案号找到，请写 797号 或全案号再试。", field="number"
        )
    return found


@require_POST
def item_change(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """`do=decide` writes a decision, `do=discuss` what was said, `do=drop` takes the item off."""
    user = signed_in(request)
    meeting = meeting_of(user, pk)
    item = item_in_sight(user, meeting, item_pk)
    do, prefix = request.POST.get("do"), f"i{item.pk}"
    form: Any = None
    try:
        if do == "drop":
            consultations.drop_item(item, user)
            messages.success(request, f"{item.case.aloud}拿掉了。")
        elif do == "discuss":
            form = forms.DiscussionForm(request.POST, prefix=prefix)
            if not form.is_valid():
                return show(request, user, meeting, on_item=item.pk, item_form=form)
            consultations.discuss(item, user, form.cleaned_data["discussion"])
            messages.success(request, f"{item.case.aloud}：研究情况存好了。")
        else:
            units = forms.unit_pairs(meeting.centre)
            form = forms.DecisionForm(request.POST, units=units, prefix=prefix)
            if not form.is_valid():
                return show(request, user, meeting, on_item=item.pk, item_form=form)
            made = consultations.decide(item, user, **form.cleaned_data)
            done = "议定事项存好了。"
            if made.direction is not None:
                done = f"已转成任务：{made.direction.get_kind_display()}{made.unit.short_name}。"  # type: ignore[union-attr]
            messages.success(request, f"{item.case.aloud}：{done}")
    except Refused as refused:
        if form is None:
            messages.warning(request, refused.sentence)
        else:
            field = "unit" if refused.field in ("units", "to") else refused.field
            form.add_error(field if field in form.fields else None, refused.sentence)
            return show(request, user, meeting, on_item=item.pk, item_form=form)
    return redirect("cases:consultation", meeting.pk)


def item_in_sight(user: User, meeting: Consultation, pk: int) -> AgendaItem:
    """An item of a case that the user sees. Raises Http404."""
    item = meeting.items.select_related("case", "consultation").filter(pk=pk).first()
    if item is None or not access.visible_to(user).filter(pk=item.case_id).exists():
        raise Http404
    return item


@require_POST
def minutes_write(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    meeting = meeting_of(user, pk)
    attendees = [(str(one.pk), label_of(one)) for one in meeting.attendees.all()]
    form = forms.MinutesForm(request.POST, attendees=attendees)
    if not form.is_valid():
        return show(request, user, meeting, minutes_form=form)
    try:
        consultations.finish_minutes(meeting, user, **form.cleaned_data)
    except Refused as refused:
        if refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
            return show(request, user, meeting, minutes_form=form)
        messages.warning(request, refused.sentence)
        return redirect("cases:consultation", meeting.pk)
    messages.success(request, f"{meeting.number}：纪要定稿了。")
    return redirect("cases:consultation", meeting.pk)


@never_cache
@require_GET
def consultation_print(request: HttpRequest, pk: int) -> HttpResponse:
    """会议纪要 on A4, as far as the reader's sight goes."""
    user = signed_in(request)
    meeting = meeting_of(user, pk)
    agenda = agenda_of(user, meeting)
    return render(
        request,
        "cases/consultations/print.html",
        {
            "meeting": meeting,
            "agenda": agenda,
            "present": [label_of(one) for one in meeting.attendees.all() if one.is_present],
            "absent": [label_of(one) for one in meeting.attendees.all() if not one.is_present],
            "may_read_minutes": meeting.minutes_at is not None and agenda.is_whole,
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )
