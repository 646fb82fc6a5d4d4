"""The steps of a ticket, from the queue page: taken, called, transferred, finished.

Each is one POST. With htmx the desk and the queue come back, whatever is being typed beside them
stays; without it the page is loaded again.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.forms.window import TicketForm
from cases.models import Visit
from cases.selectors.counter import Queue
from cases.selectors.visits import visible_visits
from cases.services import visits
from cases.views.window import at_a_window, desk, door, queue_of, show
from mediation.core.errors import Refused
from mediation.core.models import User


@never_cache
@require_POST
def ticket_take(request: HttpRequest) -> HttpResponse:
    """Hand out a ticket; the form comes back empty, or with what was typed and why not."""
    user, centre = at_a_window(request)
    form = TicketForm(request.POST, centre=centre)
    said, done = "", False
    if form.is_valid():
        try:
            visit = visits.take_ticket(user, **form.ticket())
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            done = True
            said = f"{visit.label}，{visit.get_window_display()}窗口。"
            form = TicketForm(centre=centre, initial={"window": visit.window})
    queue = queue_of(request, user, centre)
    if request.headers.get("HX-Request"):
        context = door(user, form, said, is_open=True)
        context |= {"queue": queue, "is_news": True}
        return render(request, "cases/window/taken.html", context)
    if done:
        messages.success(request, said)
        return redirect("cases:window")
    return show(request, user, centre, queue, form)


@never_cache
@require_POST
def visit_next(request: HttpRequest) -> HttpResponse:
    """F8: the next of the clerk's own queue."""
    user, centre = at_a_window(request)
    own = queue_of(request, user, centre).own
    said, refused = "", ""
    try:
        visit = visits.call_next(user, own)
        said = f"请 {visit.label} 号。" if visit else "现在没有人在等。"
    except Refused as why:
        refused = why.sentence
    return answer(request, said, refused)


@never_cache
@require_POST
def visit_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step on one ticket: call · again · transfer · finish · reopen."""
    user, _ = at_a_window(request)
    if step not in STEPS:
        raise Http404
    visit = get_object_or_404(visible_visits(user), pk=pk)
    said, refused = "", ""
    try:
        said = STEPS[step](request, user, visit)
    except Refused as why:
        refused = why.sentence
    return answer(request, said, refused)


def answer(request: HttpRequest, said: str, refused: str) -> HttpResponse:
    user, centre = at_a_window(request)
    queue: Queue = queue_of(request, user, centre)
    if not request.headers.get("HX-Request"):
        if refused:
            messages.warning(request, refused)
        elif said:
            messages.success(request, said)
        asked = {"queue": queue.shown} if queue.shown != queue.own else {}
        return redirect(reverse("cases:window") + (f"?{urlencode(asked)}" if asked else ""))
    context = {**desk(request, user, queue), "said": said, "refused": refused}
    return render(request, "cases/window/stepped.html", context)


def call(request: HttpRequest, user: User, visit: Visit) -> str:
    return f"请 {visits.call(user, visit).label} 号。"


def again(request: HttpRequest, user: User, visit: Visit) -> str:
    return f"{visits.call_again(user, visit).label} 又叫了一遍。"


def transfer(request: HttpRequest, user: User, visit: Visit) -> str:
    window = request.POST.get("window", "")
    moved = visits.transfer(visit, user, window, version=version_of(request))
    return f"{moved.label} 转到{moved.get_window_display()}窗口，号和写的都跟着过去。"


def finish(request: HttpRequest, user: User, visit: Visit) -> str:
    """What became no matter ends here; a registration, a merge, an answer end on their own pages."""
    done = visits.finish(
        visit,
        user,
        request.POST.get("outcome", ""),
        where_to=request.POST.get("where_to", ""),
        words=request.POST.get("words", ""),
        version=version_of(request),
    )
    return f"{done.label}：{done.get_outcome_display()}。"


def reopen(request: HttpRequest, user: User, visit: Visit) -> str:
    again = visits.take_up_again(visit, user)
    return f"{again.label} 接着办。"


def version_of(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else None


STEPS: dict[str, Callable[[HttpRequest, User, Visit], str]] = {
    "call": call,
    "again": again,
    "transfer": transfer,
    "finish": finish,
    "reopen": reopen,
}
