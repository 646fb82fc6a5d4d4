"""联席会议: list, new, one meeting with its agenda and minutes."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.request import Request

from cases.forms.co_handling import DecisionForm, DiscussionForm, MinutesForm, unit_pairs
from cases.views.consultations import Pages
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.forms.joint_meetings import JointMeetingForm
from petitions.models import JointItem, JointMeeting, Petition
from petitions.selectors import joint_meetings as found
from petitions.selectors.searching import asked_number
from petitions.services import joint_meetings
from petitions.views.supports import error_lines


@never_cache
@require_GET
def joint_meeting_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    meetings = found.joint_meetings_for(user)
    if not found.may_read_joint_meetings(user) and not meetings.exists():
        raise Http404
    pages = Pages()
    page = pages.paginate_queryset(meetings.annotate(items_count=Count("items")), Request(request))
    today = clock.today()
    unwritten = meetings.filter(held_on__lt=today, minutes_at__isnull=True).count()
    return render(
        request,
        "petitions/joint_meetings/list.html",
        {
            "meetings": page or [],
            "ahead": meetings.filter(held_on__gte=today, minutes_at__isnull=True).count(),
            "unwritten": unwritten,
            "today": today,
            "may_convene": found.may_convene(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def joint_meeting_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not found.may_convene(user):
        raise Http404
    form = JointMeetingForm(request.POST or None, centre=centre, initial={"held_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = joint_meetings.convene(user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, f"{made.number} 建好了，议题已经列出，可以增减。")
            return redirect("petitions:joint_meeting", made.pk)
    return render(
        request, "petitions/joint_meetings/new.html", {"form": form, "errors": error_lines(form)}
    )


@never_cache
@require_GET
def joint_meeting(request: HttpRequest, meeting_pk: int) -> HttpResponse:
    user = signed_in(request)
    return show(request, user, found.get_joint_meeting(user, meeting_pk))


def show(
    request: HttpRequest,
    user: User,
    meeting: JointMeeting,
    *,
    minutes_form: Any = None,
    on_item: int | None = None,
    item_form: Any = None,
) -> HttpResponse:
    agenda = found.joint_agenda_of(user, meeting)
    is_final = meeting.minutes_at is not None
    may_prepare = joint_meetings.may_prepare(meeting, user) and not is_final
    units = unit_pairs(meeting.centre) if may_prepare else []
    attendees = list(meeting.attendees.all())
    return render(
        request,
        "petitions/joint_meetings/page.html",
        {
            "meeting": meeting,
            "agenda": agenda,
            "items": [line_of(one, units, on_item, item_form) for one in agenda.items],
            "attendees": attendees,
            "may_prepare": may_prepare,
            "may_finish": may_prepare and meeting.held_on <= clock.today(),
            "is_final": is_final,
            "minutes_form": minutes_form or minutes_form_of(meeting),
            "may_read_minutes": is_final and agenda.is_whole,
        },
    )


def minutes_form_of(meeting: JointMeeting, data: Any = None) -> MinutesForm:
    pairs = [(str(one.pk), one.unit.short_name) for one in meeting.attendees.all()]
    return MinutesForm(data, attendees=pairs)


def line_of(one: Any, units: list[Any], on_item: int | None, item_form: Any) -> dict[str, Any]:
    """An item with the forms of those who prepare the meeting."""
    prefix = f"i{one.item.pk}"
    typed = item_form if on_item == one.item.pk else None
    said = {"discussion": one.item.discussion}
    return {
        "item": one.item,
        "row": one.row,
        "reasons": one.reasons,
        "is_file": one.is_file,
        "decisions": one.decisions,
        "decision_form": typed
        if isinstance(typed, DecisionForm)
        else DecisionForm(units=units, prefix=prefix),
        "discussion_form": typed
        if isinstance(typed, DiscussionForm)
        else DiscussionForm(initial=said, prefix=prefix),
    }


@require_POST
def joint_agenda(request: HttpRequest, meeting_pk: int) -> HttpResponse:
    """`do=add` one petition by its number; else take up the hard ones that are not there yet."""
    user = signed_in(request)
    meeting = found.get_joint_meeting(user, meeting_pk)
    try:
        if request.POST.get("do") == "add":
            petition = petition_by_number(user, request.POST.get("number", ""))
            joint_meetings.add_item(meeting, user, petition)
            messages.success(request, f"{petition.aloud}列入了。")
        else:
            joint_meetings.fill_agenda(meeting, user)
            messages.success(request, "议题列好了。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("petitions:joint_meeting", meeting.pk)


def petition_by_number(user: User, typed: str) -> Petition:
    """One petition in sight by its number, as said (信12号: of this year) or as written.

    Raises `Refused`: invalid_choice.
    """
    asked, petition = asked_number(typed), None
    if asked is not None:
        year = asked.year or clock.today().year
        seen = access.visible_to(user).exclude(access.SEALED)
        petition = seen.filter(short_number=asked.number, year=year).order_by("pk").first()
    if petition is None:
        raise Refused(
            "invalid_choice", "没有按这个编号找到，请写 信12号 或全编号再试。", field="number"
        )
    return petition


@require_POST
def joint_item(request: HttpRequest, meeting_pk: int, item_pk: int) -> HttpResponse:
    """`do=decide` writes a decision, `do=discuss` what was said, `do=drop` takes the item off."""
    user = signed_in(request)
    meeting = found.get_joint_meeting(user, meeting_pk)
    item = item_in_sight(user, meeting, item_pk)
    do, form = request.POST.get("do"), None
    try:
        if do == "drop":
            joint_meetings.drop_item(item, user)
            messages.success(request, f"{item.petition.aloud}拿掉了。")
        else:
            form = item_form_of(request, meeting, item)
            if not form.is_valid():
                return show(request, user, meeting, on_item=item.pk, item_form=form)
            if do == "discuss":
                joint_meetings.discuss(item, user, form.cleaned_data["discussion"])
                said = "研究情况存好了。"
            else:
                made = joint_meetings.decide(item, user, **form.cleaned_data)
                said = "议定事项存好了。"
                if made.direction is not None:
                    to = made.direction.to_unit.short_name
                    said = f"已转成任务：{made.direction.get_kind_display()}{to}。"
            messages.success(request, f"{item.petition.aloud}：{said}")
    except Refused as refused:
        if form is None:
            messages.warning(request, refused.sentence)
        else:
            field = "unit" if refused.field in ("units", "to") else refused.field
            form.add_error(field if field in form.fields else None, refused.sentence)
            return show(request, user, meeting, on_item=item.pk, item_form=form)
    return redirect("petitions:joint_meeting", meeting.pk)


def item_form_of(request: HttpRequest, meeting: JointMeeting, item: JointItem) -> Any:
    prefix = f"i{item.pk}"
    if request.POST.get("do") == "discuss":
        return DiscussionForm(request.POST, prefix=prefix)
    return DecisionForm(request.POST, units=unit_pairs(meeting.centre), prefix=prefix)


def item_in_sight(user: User, meeting: JointMeeting, pk: int) -> JointItem:
    """An item of a petition that the user sees. Raises Http404."""
    items = meeting.items.select_related("petition", "meeting", "centre")
    item = get_object_or_404(items, pk=pk)
    if not access.visible_to(user).filter(pk=item.petition_id).exists():
        raise Http404
    return item


@require_POST
def joint_minutes(request: HttpRequest, meeting_pk: int) -> HttpResponse:
    user = signed_in(request)
    meeting = found.get_joint_meeting(user, meeting_pk)
    form = minutes_form_of(meeting, request.POST)
    if not form.is_valid():
        return show(request, user, meeting, minutes_form=form)
    try:
        joint_meetings.finish_minutes(meeting, user, **form.cleaned_data)
    except Refused as refused:
        if refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
            return show(request, user, meeting, minutes_form=form)
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{meeting.number}：纪要定稿了。")
    return redirect("petitions:joint_meeting", meeting.pk)


@never_cache
@require_GET
def joint_minutes_print(request: HttpRequest, meeting_pk: int) -> HttpResponse:
    """会议纪要 on A4, as far as the reader's sight goes."""
    user = signed_in(request)
    meeting = found.get_joint_meeting(user, meeting_pk)
    agenda = found.joint_agenda_of(user, meeting)
    attendees = list(meeting.attendees.all())
    return render(
        request,
        "petitions/joint_meetings/print.html",
        {
            "meeting": meeting,
            "agenda": agenda,
            "present": [one.unit.short_name for one in attendees if one.is_present],
            "absent": [one.unit.short_name for one in attendees if not one.is_present],
            "may_read_minutes": meeting.minutes_at is not None and agenda.is_whole,
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )
