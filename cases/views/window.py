"""Screen b: the queue, what is being served, and what was left undone.

The page works by full requests; with htmx only the pieces that change are sent. Nothing in which
one types or chooses is ever refreshed by itself.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases import access, enums
from cases.forms.window import TicketForm
from cases.selectors.appointments import appointed_on
from cases.selectors.booked import booked_today
from cases.selectors.counter import Queue, at_the_desk, ended_today, queue_now, window_of
from cases.selectors.visits import may_read_window
from grids.access import SESSION_READERS
from grids.models import Division
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User

NOT_MODIFIED = 204  # htmx leaves everything as it is
CHOSEN = "window"


@never_cache
@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """The page. `?queue=` shows another window's queue. Raises Http404 for who has no window."""
    user, centre = at_a_window(request)
    queue = queue_of(request, user, centre)
    form = TicketForm(centre=centre, initial={"window": queue.shown})
    return show(request, user, centre, queue, form)


def show(
    request: HttpRequest, user: User, centre: Division, queue: Queue, form: TicketForm
) -> HttpResponse:
    registered = [one for hook in settings.WINDOW_REGISTERED for one in import_string(hook)(user)]
    found = [import_string(hook)(user) for hook in settings.WINDOW_LOOSE_ENDS]
    return render(
        request,
        "cases/window/page.html",
        {
            **desk(request, user, queue),
            **door(user, form, "", is_open=form.is_bound),
            "now": clock.now(),
            "registered": sorted(registered, key=lambda one: one.at, reverse=True),
            "ends": [
                {"end": end, "url": reverse(end.page, args=end.args)}
                for one in found
                for end in one.rows
            ],
            "has_more_ends": any(one.has_more for one in found),
            **expected(user, centre),
            "choices": enums.Window.choices,
        },
    )


def door(user: User, form: TicketForm, said: str, *, is_open: bool) -> dict[str, Any]:
    """What the form at the door needs; `said` is the ticket just handed out."""
    return {
        "ticket_form": form,
        "ticket_said": said,
        "places_url": places_for(user),
        "is_open": is_open,
    }


@never_cache
@require_GET
def window_queue(request: HttpRequest) -> HttpResponse:
    """What the page asks every ten seconds: the queues, or nothing when they are as they were."""
    # PrivatePages counts no half hour anew for it.
    request.asks_by_itself = True  # type: ignore[attr-defined]
    user, centre = at_a_window(request)
    queue = queue_of(request, user, centre)
    if request.GET.get("state") == queue.state:
        return HttpResponse(status=NOT_MODIFIED)
    context = {"queue": queue, "is_news": request.GET.get("news") != queue.news}
    return render(request, "cases/window/refreshed.html", context)


@require_POST
def window_sit(request: HttpRequest) -> HttpResponse:
    """Sit at another window; until the next log-in."""
    at_a_window(request)
    chosen = request.POST.get("window", "")
    if chosen in enums.Window.values:
        request.session[CHOSEN] = chosen
        messages.success(request, f"您现在坐在{enums.Window(chosen).label}窗口。")
    return redirect("cases:window")


def at_a_window(request: HttpRequest) -> tuple[User, Division]:
    """The reader and his centre; for anybody else the page does not exist."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not may_read_window(user):
        raise Http404
    return user, centre


def queue_of(request: HttpRequest, user: User, centre: Division) -> Queue:
    own = window_of(user, str(request.session.get(CHOSEN, "")))
    asked = request.GET.get("queue") or request.POST.get("queue", "")
    return queue_now(user, centre, own, asked if asked in enums.Window.values else own)


def desk(request: HttpRequest, user: User, queue: Queue) -> dict[str, Any]:
    """What stands at the left: the queue, who is being served, who was finished today."""
    return {
        "queue": queue,
        "is_news": True,
        "served": at_the_desk(user),
        "ended": ended_today(user),
        "register_page": register_page(user, queue.own),
        "new_page": register_page(user, enums.Window.MEDIATION),
    }


def expected(user: User, centre: Division) -> dict[str, Any]:
    """今天约好来的: to sittings, and with one of the windows."""
    return {
        "booked": booked_today(user, centre),
        "appointed": list(appointed_on(user, clock.today())),
        "reads_sessions": not access.standing(user).roles.isdisjoint(SESSION_READERS),
    }


def register_page(user: User, window: str) -> str:
    """Where 接着登记 leads: at the petition window a petition, at the others a dispute."""
    is_petition = window == enums.Window.PETITION or not access.may_register(user)
    return reverse("petitions:new" if is_petition else "cases:new")


def places_for(user: User) -> str:
    return reverse("cases:places" if access.may_register(user) else "petitions:places")
