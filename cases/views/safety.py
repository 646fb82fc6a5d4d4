"""人身安全: signs, support and duties of one case, for those who handle it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, selectors
from cases.forms.safety import ChangeForm, DenyForm, ReportForm, SignForm, SupportForm, first_fault
from cases.models import Case
from cases.selectors.safety import safety_of
from cases.services import safety
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

Done = str


@never_cache
@require_http_methods(["GET", "POST"])
def case_safety(request: HttpRequest, pk: int) -> HttpResponse:
    """Who handles the case reads and answers; any reader of the file may write a sign down."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if not access.may_raise_sign(user, case) and not access.may_see_safety(user, case):
        raise Http404
    act = request.POST.get("act", "")
    sign_form = SignForm(request.POST if act == "sign" else None)
    refusal = ""
    if request.method == "POST":
        try:
            said = ACTS.get(act, _unknown)(case, user, request)
        except Refused as refused:
            if act == "sign" and refused.field in sign_form.fields:
                sign_form.add_error(refused.field, refused.sentence)
            refusal = refused.sentence
        else:
            messages.success(request, said)
            return redirect("cases:safety", case.pk)
    may_see = access.may_see_safety(user, case)
    return render(
        request,
        "cases/safety/page.html",
        {
            "case": case,
            "row": selectors.row(case, clock.today()),
            "form": sign_form,
            "refusal": refusal,
            "may_see": may_see,
            "safety": safety_of(case) if may_see else None,
            "safety_note": case.safety_note if may_see else "",
            "support_form": SupportForm(auto_id="support_%s") if may_see else None,
        },
    )


def _sign(case: Case, user: User, request: HttpRequest) -> Done:
    form = SignForm(request.POST)
    safety.raise_sign(case, user, **_clean(form))
    return "记下了，只有承办的人看得到。遇到眼前的危险，请先打 110。"


def _support(case: Case, user: User, request: HttpRequest) -> Done:
    safety.offer_support(case, user, **_clean(SupportForm(request.POST)))
    return "记下了。"


def _change(case: Case, user: User, request: HttpRequest) -> Done:
    step = _own(case.support_steps, request)
    safety.change_support(step, user, **_clean(ChangeForm(request.POST)))
    return "记下了。"


def _report(case: Case, user: User, request: HttpRequest) -> Done:
    safety.report_duty(_own(case.duties, request), user, **_clean(ReportForm(request.POST)))
    return "报告的情况记好了。"


def _deny(case: Case, user: User, request: HttpRequest) -> Done:
    safety.deny_danger(_own(case.duties, request), user, **_clean(DenyForm(request.POST)))
    return "记下了。情况有变化的，请随时再记。"


def _unknown(case: Case, user: User, request: HttpRequest) -> Done:
    raise Http404


ACTS: dict[str, Callable[[Case, User, HttpRequest], Done]] = {
    "sign": _sign,
    "support": _support,
    "change": _change,
    "report": _report,
    "deny": _deny,
}


def _clean(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused("invalid", first_fault(form))
    return dict(form.cleaned_data)


def _own(rows: Any, request: HttpRequest) -> Any:
    key = request.POST.get("row", "")
    return get_object_or_404(rows, pk=key if key.isdecimal() else 0)
