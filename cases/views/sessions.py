"""The rooms by the week (screen k), one sitting, its answers, and its entry for a calendar."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases import access, calendar_entries, enums, labels, selectors, services
from cases.models import MediationSession, SessionGuest
from cases.selectors.sessions import Seen, Sitting, waiting_for_a_date
from grids.access import SESSION_BOOKERS, SESSION_READERS, roles_with_deputies
from grids.models import Room
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import mask_name

FOUND_SHOWN = 20
USUAL_LENGTH = timedelta(minutes=90)
STATUS_CLASSES = {"ok": "st--ok", "now": "st--now", "clash": "st--bad", "past": "st--done"}


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """The week of `?week=` (any day of it), by default this one."""
    user = signed_in(request)
    roles, centre = roles_with_deputies(user), centre_of(user)
    if not roles & SESSION_READERS or centre is None:
        raise Http404
    may_book = bool(roles & SESSION_BOOKERS)
    today = clock.today()
    found = selectors.week_of(user, centre, day_asked(request, today), may_book=may_book)
    context = {
        "week": found,
        "today": today,
        "is_this_week": found.monday <= today < found.after,
        "last_day": found.days[-1],
        "columns": len(found.days),
        "may_book": may_book,
        "lines": [
            {
                "room": line.room,
                "cells": [
                    {"cell": cell, "sittings": [shown(one) for one in cell.sittings]}
                    for cell in line.cells
                ],
            }
            for line in found.lines
        ],
        "by_day": [
            (day, day_words(day), [shown(one) for one in sittings])
            for day, sittings in found.by_day
        ],
        "days": [(day, day_words(day)) for day in found.days],
        "clashes": [
            {"first": shown(one.first), "second": shown(one.second), "names": one.names}
            for one in found.clashes
        ],
    }
    return render(request, "cases/sessions/week.html", context)


def day_words(day: date) -> str:
    """周一 16日."""
    return f"{labels.weekday(day)} {day.day}日"


def day_asked(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return today


def shown(sitting: Sitting) -> dict[str, Any]:
    """What the cell says: words of a case in sight, of another one only that the room is taken."""
    case = sitting.case
    return {
        "sitting": sitting,
        "session": sitting.session,
        "case": case,
        "title": f"{case.aloud} {case.category.name}" if case else "",
        "css": STATUS_CLASSES.get(sitting.status, ""),
    }


@require_GET
def session_new(request: HttpRequest) -> HttpResponse:
    """新预约: choose the matter, then fill in the form of the verb."""
    user = signed_in(request)
    if not roles_with_deputies(user) & SESSION_BOOKERS:
        raise Http404
    q = request.GET.get("q", "").strip()
    cases = selectors.search(user, q).filter(status=enums.Status.MEDIATING) if q else None
    if cases is None:
        chosen = waiting_for_a_date(user)[:FOUND_SHOWN]
    else:
        chosen = selectors.for_lists(cases).order_by("-registered_at", "-pk")[:FOUND_SHOWN]
    context = {
        "q": q,
        "rows": selectors.rows(chosen),
        "slot": slot_of(request),
        "room": request.GET.get("room", ""),
        "at": request.GET.get("at", ""),
        "where": where_words(request),
    }
    return render(request, "cases/sessions/new.html", context)


def slot_of(request: HttpRequest) -> str:
    """?room=…&starts_at=…&ends_at=… for the form, as far as the click on the week said it."""
    chosen = {}
    if request.GET.get("room", "").isdecimal():
        chosen["room"] = request.GET["room"]
    try:
        at = datetime.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        pass
    else:
        chosen["starts_at"] = f"{at:%Y-%m-%dT%H:%M}"
        chosen["ends_at"] = f"{at + USUAL_LENGTH:%Y-%m-%dT%H:%M}"
    return f"?{urlencode(chosen)}" if chosen else ""


def where_words(request: HttpRequest) -> str:
    """调解一室 11月17日 09:00, where a cell of the week was clicked."""
    words = []
    key = request.GET.get("room", "")
    rooms = Room.objects.filter(centre=centre_of(signed_in(request)))
    room = rooms.filter(pk=key).first() if key.isdecimal() else None
    if room is not None:
        words.append(room.name)
    try:
        at = datetime.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        pass
    else:
        words.append(f"{labels.day(at.date())} {at:%H:%M}")
    return " ".join(words)


@never_cache
@require_GET
def session_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One sitting: when, where, who is asked and what he answered."""
    user = signed_in(request)
    seen = selectors.session_for(user, pk)
    session = seen.session
    may_arrange = bool(seen.level) and services.may_arrange(user, seen.case)
    is_ahead = not session.outcome and not session.is_cancelled
    changes = session.mode_changes.select_related("by") if seen.level >= access.FILE else ()
    context = {
        "session": session,
        "case": seen.case,
        "level": seen.level,
        "is_file": seen.level >= access.FILE,
        "is_record": bool(seen.level)
        and session.stage_id in access.readable_stages(user, seen.case),
        "row": selectors.row(seen.case, clock.today()) if seen.level else None,
        "at": f"{clock.local(session.starts_at):%H:%M}—{clock.local(session.ends_at):%H:%M}",  # type: ignore[arg-type]
        "guests": [
            guest_line(user, guest, seen, may_arrange=may_arrange)
            for guest in session.guests.all()
            if seen.level or services.is_own(user, guest)
        ],
        "is_ahead": is_ahead,
        "may_arrange": may_arrange and is_ahead,
        "may_move": may_arrange and is_ahead and seen.case.status == enums.Status.MEDIATING,
        "move_url": reverse("cases:move", args=[seen.case.pk, enums.Verb.SCHEDULE])
        + f"?instead_of={session.pk}",
        "changes": changes,
        "modes": [pair for pair in enums.MediationMode.choices if pair[0] != session.mode],
        "has_clash": may_arrange and is_ahead and selectors.has_clash(session),
    }
    return render(request, "cases/sessions/detail.html", context)


def guest_line(user: User, guest: SessionGuest, seen: Seen, *, may_arrange: bool) -> dict[str, Any]:
    if guest.party is not None:
        name, what = selectors.name_of(guest.party, seen.case), guest.party.get_role_display()
    elif guest.user is not None:
        name, what = guest.user.name, "工作人员"
    elif guest.unit is not None:
        name, what = guest.unit.short_name, "单位"
    else:
        name, what = "", f"{guest.comes_as}，只来这一场"
        if may_arrange or services.may_read_outsiders(user, seen.session, seen.case):
            name = guest.name
    is_over = not seen.session.ends_at or seen.session.ends_at < clock.now()
    return {
        "guest": guest,
        "name": name,
        "what": what,
        "may_answer": not is_over
        and not seen.session.is_cancelled
        and not seen.session.outcome
        and services.may_answer(user, guest, is_arranger=may_arrange),
    }


@require_POST
def session_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """能来 or 不能来: of him who was asked, or written down by who booked."""
    user = signed_in(request)
    session = selectors.session_for(user, pk).session
    key = request.POST.get("guest", "")
    guest = next((one for one in session.guests.all() if str(one.pk) == key), None)
    if guest is None:
        raise Http404
    try:
        services.answer_invitation(
            guest, request.POST.get("answer", ""), words=request.POST.get("words", ""), by=user
        )
        messages.success(request, "答复记下了。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    is_from_today = request.POST.get("next") == "today"
    return redirect("cases:today") if is_from_today else redirect(here(session))


@require_POST
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    session = of_a_case_in_sight(user, pk)
    try:
        services.cancel_session(session, user, request.POST.get("reason", ""))
        messages.success(request, "取消了，已告诉要来的工作人员。请给当事人打个电话。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect(here(session))


@require_POST
def session_mode(request: HttpRequest, pk: int) -> HttpResponse:
    """人民、行政、司法调解之间转换, with who, when and why."""
    user = signed_in(request)
    session = of_a_case_in_sight(user, pk)
    try:
        services.change_mode(
            session, user, request.POST.get("mode", ""), request.POST.get("reason", "")
        )
        messages.success(request, "调解方式改好了。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect(here(session))


def of_a_case_in_sight(user: User, pk: int) -> MediationSession:
    seen = selectors.session_for(user, pk)
    if not seen.level:
        raise Http404
    return seen.session


def here(session: MediationSession) -> str:
    return reverse("cases:session", args=[session.pk])


@never_cache
@require_GET
def session_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The sitting as an entry for a calendar; the parties stand in it as 张*山."""
    seen = selectors.session_for(signed_in(request), pk)
    names = [
        mask_name(guest.party.name)
        for guest in seen.session.guests.all()
        if guest.party is not None and seen.level
    ]
    others = [one.comes_as for one in seen.session.guests.all() if one.comes_as and seen.level]
    answer = HttpResponse(
        calendar_entries.entry(seen.session, seen.case, names, others),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="session-{pk}.ics"'
    return answer
