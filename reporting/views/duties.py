"""`/duties/`: 任务日历, what each unit owes next."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from reporting.duties import DUTIES
from reporting.forms.meetings import MarkForm
from reporting.selectors.duties import calendar_for, may_read_duties
from reporting.selectors.written import own_units
from reporting.services.duties import mark_done


@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All units in sight by what falls due next; `?unit=` one of them with all of its items."""
    user = signed_in(request)
    if not may_read_duties(user):
        raise Http404
    rows = calendar_for(user)
    asked = request.GET.get("unit", "")
    own = own_units(user)
    if asked:
        opened = [row for row in rows if str(row.unit.pk) == asked]
    else:
        opened = [row for row in rows if row.unit.pk in own]
    return render(
        request,
        "reporting/duties.html",
        {
            "rows": rows,
            "opened": opened,
            "own": own,
            "late": sum(row.late for row in rows),
            "late_units": sum(row.late > 0 for row in rows),
            "duties": DUTIES,
            "form": MarkForm(),
        },
    )


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """The unit says that something was done outside this system."""
    user = signed_in(request)
    if not may_read_duties(user):
        raise Http404
    form = MarkForm(request.POST)
    sent = request.POST
    try:
        first_on = date.fromisoformat(sent.get("first_on", ""))
        unit = int(sent.get("unit", ""))
    except ValueError as error:
        raise Http404 from error
    if not form.is_valid():
        messages.warning(request, "请写一句报给谁、怎么报的。")
    else:
        try:
            mark_done(user, unit, sent.get("duty", ""), first_on, form.cleaned_data["note"])
        except Refused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, "登记好了。")
    return redirect("reporting:duties")
