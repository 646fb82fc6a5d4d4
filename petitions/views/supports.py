"""帮扶救助 of one petition, and the days of a hearing in its final review."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from grids.selectors import departments
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, selectors
from petitions.forms.supports import HearingForm, ResultForm, SupportForm
from petitions.models import Petition
from petitions.services.hearings import hold_hearing, may_hold_hearing
from petitions.services.supports import add_support, may_support, write_result
from petitions.views.moves import loaded_version

# What a page of either kind needs to read.
ROWS = ("directions", "deadlines", "supports", "pauses")


def _file(user: User, pk: int) -> Petition:
    petition = selectors.get_visible(user, pk, *ROWS)
    if selectors.level_of(petition) < access.FILE or petition.is_sealed:
        raise Http404
    return petition


@never_cache
@require_http_methods(["GET", "POST"])
def petition_supports(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    petition = _file(user, pk)
    units = departments(petition.centre)
    if request.method == "GET":
        return show(request, petition, user, SupportForm(units))
    form = SupportForm(units, request.POST)
    if form.is_valid():
        try:
            add_support(petition, user, version=loaded_version(request.POST), **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, "帮扶措施记好了。")
            return redirect("petitions:supports", petition.pk)
    return show(request, petition, user, form)


@require_POST
def support_result(request: HttpRequest, pk: int, support_pk: int) -> HttpResponse:
    user = signed_in(request)
    petition = _file(user, pk)
    measure = get_object_or_404(petition.supports.all(), pk=support_pk)
    form = ResultForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("needs_text", "请写一句结果，日期可以不填。")
        write_result(measure, user, version=loaded_version(request.POST), **form.cleaned_data)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "结果记好了。")
    return redirect("petitions:supports", petition.pk)


def show(request: HttpRequest, petition: Petition, user: User, form: SupportForm) -> HttpResponse:
    return render(
        request,
        "petitions/supports/page.html",
        {
            "petition": petition,
            "row": selectors.row(petition, clock.today()),
            "supports": list(petition.supports.all())[::-1],
            "may_support": may_support(user, petition),
            "form": form,
            "errors": error_lines(form),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def petition_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """The days that the body above used for a hearing; while the final review runs."""
    user = signed_in(request)
    petition = _file(user, pk)
    form = HearingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hold_hearing(petition, user, version=loaded_version(request.POST), **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, "听证的日子记好了，复核期限已经重新计算。")
            return redirect("petitions:detail", petition.pk)
    return render(
        request,
        "petitions/supports/hearing.html",
        {
            "petition": petition,
            "row": selectors.row(petition, clock.today()),
            "hearings": list(petition.pauses.all()),
            "may_hold_hearing": may_hold_hearing(user, petition),
            "form": form,
            "errors": error_lines(form),
        },
    )


def error_lines(form: Any) -> list[dict[str, str]]:
    """Lines of the error summary, each with the id and the name of its field."""
    return [
        {"id": form[name].id_for_label, "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]
