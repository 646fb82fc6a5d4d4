"""`/meetings/`: meetings that are held again and again, one of them with agenda, seats, minutes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.co_handling import unit_pairs
from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.exports.written import FONTS_HINT, file_name, minutes_file, minutes_title
from reporting.forms.meetings import ArrangeForm, ItemForm, MinutesForm, ResultForm, TaskForm
from reporting.models import Meeting
from reporting.selectors import meetings as reading
from reporting.selectors.written import own_units
from reporting.services import meetings
from reporting.views.written import pager, word_file

PAGE = 50
DRAFT = "meeting"


@never_cache
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Those of the reader's sight, the latest first; the coming ones are there by themselves."""
    user = signed_in(request)
    found = reading.visible_meetings(user)
    if not own_units(user) and not found.exists():
        raise Http404
    today = clock.today()
    mine = found.filter(unit__in=own_units(user), minutes_at__isnull=True)
    page = Paginator(reading.for_list(found), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reporting/meetings/list.html",
        {
            "page": page,
            "today": today,
            "unwritten": mine.filter(held_on__lt=today).count(),
            "ahead": found.filter(held_on__gte=today, minutes_at__isnull=True).count(),
            **pager(request, page),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """`do=arrange` `item` `task` `minutes` by who calls it; `sign_in` by who is asked."""
    user = signed_in(request)
    one = reading.get_meeting(user, pk)
    if request.method == "POST":
        step = STEPS.get(request.POST.get("do", ""))
        if step is None:
            raise Http404
        return step(request, user, one)
    return show(request, user, one)


def show(request: HttpRequest, user: User, one: Meeting, **typed: Any) -> HttpResponse:
    is_final = one.minutes_at is not None
    may_prepare = reading.may_prepare(user, one) and not is_final
    today = clock.today()
    own = own_units(user)
    context = {
        "meeting": one,
        "row": reading.row_of(one),
        "title": minutes_title(one),
        "is_final": is_final,
        "is_over": one.held_on <= today,
        "may_prepare": may_prepare,
        "my_seats": reading.seats_of(user, one) if not is_final and one.held_on <= today else [],
        "came": sum(seat.signed_at is not None for seat in one.seats.all()),
        "tasks": [
            {
                "row": task,
                "is_ours": task.unit_id in own and task.done_on is None,
                "is_late": reading.is_late(task, today),
            }
            for task in one.tasks.all()
        ],
        "earlier": reading.open_tasks_of(one) if not is_final else [],
        "draft_url": f"{reverse('core:draft', args=[DRAFT])}?key={one.pk}",
        "result_form": ResultForm(),
        "fonts_hint": FONTS_HINT,
        "today": today,
    }
    if may_prepare:
        context |= {
            "arrange_form": ArrangeForm(
                prefix="arrange", initial={"held_on": one.held_on, "place": one.place}
            ),
            "item_form": ItemForm(prefix="item"),
            "task_form": TaskForm(prefix="task", units=unit_pairs(one.centre)),
            "minutes_form": minutes_form(user, one),
        }
    return render(request, "reporting/meetings/page.html", context | typed)


def minutes_form(user: User, one: Meeting, data: Any = None) -> MinutesForm:
    kept = drafts.load(user, DRAFT, str(one.pk))
    standing = {f"item_{item.pk}": item.words for item in one.items.all()}
    typed = kept.data if kept and isinstance(kept.data, dict) else {}
    return MinutesForm(data, meeting=one, initial=standing | typed)


def _put(
    request: HttpRequest, user: User, one: Meeting, name: str, form: Any, act: Callable[[], str]
) -> HttpResponse:
    """What was typed, if its shape is right and the rules allow it; else the page again."""
    if form.is_valid():
        try:
            done = act()
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, done)
            return redirect("reporting:meeting", one.pk)
    if not reading.may_prepare(user, one) or one.minutes_at is not None:
        messages.warning(request, "这次会议现在不能由您来改。")
        return redirect("reporting:meeting", one.pk)
    return show(request, user, one, **{name: form})


def _arrange(request: HttpRequest, user: User, one: Meeting) -> HttpResponse:
    form = ArrangeForm(request.POST, prefix="arrange")

    def act() -> str:
        meetings.arrange(one, user, **form.cleaned_data)
        return "日子和地点定好了，已告诉参会单位。"

    return _put(request, user, one, "arrange_form", form, act)


def _item(request: HttpRequest, user: User, one: Meeting) -> HttpResponse:
    form = ItemForm(request.POST, prefix="item")

    def act() -> str:
        meetings.add_item(one, user, form.cleaned_data["title"])
        return "议题加好了。"

    return _put(request, user, one, "item_form", form, act)


def _task(request: HttpRequest, user: User, one: Meeting) -> HttpResponse:
    form = TaskForm(request.POST, prefix="task", units=unit_pairs(one.centre))

    def act() -> str:
        meetings.add_task(one, user, **form.cleaned_data)
        return "已交办，会出现在落实单位今天的工作里。"

    return _put(request, user, one, "task_form", form, act)


def _minutes(request: HttpRequest, user: User, one: Meeting) -> HttpResponse:
    form = minutes_form(user, one, request.POST)
    version = request.POST.get("version", "")

    def act() -> str:
        done = meetings.finish_minutes(
            one,
            user,
            minutes=form.cleaned_data["minutes"],
            words=form.words,
            present=form.cleaned_data["present"],
            version=int(version) if version.isdecimal() else None,
        )
        drafts.clear(user, DRAFT, str(one.pk))
        return f"{done.number}：纪要定稿了，下一次会已经建好。"

    return _put(request, user, one, "minutes_form", form, act)


def _sign_in(request: HttpRequest, user: User, one: Meeting) -> HttpResponse:
    key = request.POST.get("seat", "")
    seat = get_object_or_404(one.seats.all(), pk=int(key) if key.isdecimal() else 0)
    try:
        meetings.sign_in(seat, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "签到了。")
    return redirect("reporting:meeting", one.pk)


STEPS: dict[str, Callable[[HttpRequest, User, Meeting], HttpResponse]] = {
    "arrange": _arrange,
    "item": _item,
    "task": _task,
    "minutes": _minutes,
    "sign_in": _sign_in,
}


@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says what came of a task; then back to where it was said."""
    user = signed_in(request)
    task = get_object_or_404(reading.visible_tasks(user), pk=pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "请写一句完成情况。")
    else:
        try:
            meetings.finish_task(task, user, form.cleaned_data["result"])
        except Refused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, "已报完成。")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("reporting:meeting", task.meeting_id)


@never_cache
@require_safe
def meeting_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a Word file, a draft as a draft."""
    return docx_of(signed_in(request), pk)


def docx_of(user: User, pk: int) -> HttpResponse:
    """Raises Http404."""
    one = reading.get_meeting(user, pk)
    name = f"{minutes_title(one)}（{one.held_on:%Y-%m-%d}）"
    return word_file(minutes_file(one), file_name(name))
