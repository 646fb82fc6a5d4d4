"""约个时间: ending a visit with a day, and taking in who comes on it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms.inquiries import AppointmentForm
from cases.models import Visit
from cases.selectors.appointments import appointed_on
from cases.selectors.visits import may_read_window, may_serve, visible_visits
from cases.services import appointments
from grids.selectors import department_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User


def worker_of(request: HttpRequest) -> User:
    """Raises Http404 for who sits at no window."""
    user = signed_in(request)
    if not may_serve(user):
        raise Http404
    return user


@never_cache
@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """A day with a window; a case's number leads to the booking of its sitting."""
    user = worker_of(request)
    visit = get_object_or_404(visible_visits(user), pk=pk)
    if request.method == "GET" and visit.left_at is not None:
        messages.warning(request, f"{visit.label} 已经办完：{visit.get_outcome_display()}。")
        return redirect("cases:window")
    initial = {"version": visit.version, "window": visit.window, "why": visit.said}
    form = AppointmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done, case = appointments.appoint(visit, user, **form.cleaned_data)
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            if case is not None:
                messages.success(request, f"{done.label} 办完了，请约 {case.aloud} 的调解。")
                return redirect("cases:move", case.pk, "schedule")
            messages.success(request, f"{done.label} 办完了，约好的日子记下了。")
            return redirect("cases:appointment_slip", done.pk)
    return render(request, "cases/guide/appointment.html", {"form": form, "visit": visit})


@never_cache
@require_GET
def appointment_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The day, the window and what to bring, on A5."""
    user = signed_in(request)
    if not may_read_window(user):
        raise Http404
    visit = get_object_or_404(visible_visits(user), pk=pk, appointment_on__isnull=False)
    return render(
        request,
        "cases/guide/slip.html",
        {
            "visit": visit,
            "centre": visit.centre,
            "centre_office": department_of("centre", visit.centre),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


@require_POST
def appointment_come(request: HttpRequest, pk: int) -> HttpResponse:
    """He has come: a ticket of today, in the queue of the window that was named."""
    user = worker_of(request)
    visit: Visit = get_object_or_404(appointed_on(user, clock.today()), pk=pk)
    try:
        taken = appointments.take_in(visit, user, uuid.uuid4())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"{taken.label}，{taken.get_window_display()}窗口。")
    return redirect("cases:window")
