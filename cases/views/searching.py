"""先查后登: the window's search, and a walk-in added to a matter that it found.

Words travel in the address, telephone and ID numbers never do: those are asked by POST.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, enums
from cases.forms.adding import NO_TICKET, AddForm
from cases.models import Visit
from cases.selectors.counter import window_of
from cases.selectors.visits import may_read_window, may_serve, serving
from cases.selectors.window_search import LONGEST_QUERY
from cases.services import window_matters
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def window_search(request: HttpRequest) -> HttpResponse:
    """GET `?q=`: by number, words, first letters. POST `number`: by telephone or ID number.

    A piece of the page for htmx, else a page of its own. Raises Http404 for who has no window.
    """
    user = signed_in(request)
    if not may_read_window(user):
        raise Http404
    asked = "" if request.method == "POST" else request.GET.get("q", "").strip()[:LONGEST_QUERY]
    refused, hits = "", []
    try:
        if request.method == "POST":
            hits = window_matters.search_by_number(user, request.POST.get("number", ""))
        else:
            hits = window_matters.search(user, asked)
    except Refused as why:
        refused, asked = why.sentence, ""
    visit = served_today(user).first()
    context = {
        "asked": asked,
        "is_asked": bool(asked) or request.method == "POST",
        "refused": refused,
        "hits": hits,
        "may_add": may_serve(user),
        "visit": visit,
        "new_url": new_url(request, user, visit, asked) if may_serve(user) else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "cases/searching/hits.html", context)
    return render(request, "cases/searching/page.html", context)


def served_today(user: User) -> Any:
    """The tickets at this clerk's desk, the last called first."""
    return serving(user).filter(on=clock.today())


def new_url(request: HttpRequest, user: User, visit: Visit | None, words: str) -> str:
    """The register form of this window, with the ticket and the words that found nothing."""
    window = visit.window if visit else window_of(user, str(request.session.get("window", "")))
    is_petition = window == enums.Window.PETITION or not access.may_register(user)
    carried = {"visit": visit.pk} if visit else {}
    if words:
        carried["words"] = words
    query = f"?{urlencode(carried)}" if carried else ""
    return reverse("petitions:new" if is_petition else "cases:new") + query


@never_cache
@require_http_methods(["GET", "POST"])
def window_add(request: HttpRequest) -> HttpResponse:
    """并入: `?to=case:12` names the matter, `&visit=` whose ticket it is."""
    user = signed_in(request)
    if not may_serve(user):
        raise Http404
    hit = window_matters.find(user, request.GET.get("to", ""))
    desk = list(served_today(user))
    chosen = next((one for one in desk if str(one.pk) == request.GET.get("visit")), None)
    chosen = chosen or (desk[0] if desk else None)
    initial = {"visit": str(chosen.pk), "said": chosen.said} if chosen else {"visit": NO_TICKET}
    form = AddForm(request.POST or None, serving=desk, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = add(request, user, hit.key, form, desk)
        except Refused as refused:
            name = refused.field if refused.field in form.fields else None
            form.add_error(name, refused.sentence)
        else:
            messages.success(request, f"{done.label} 并入{hit.aloud}，不另编号，期限照旧。")
            return redirect("cases:window")
    return render(request, "cases/searching/add.html", {"hit": hit, "form": form})


def add(request: HttpRequest, user: User, key: str, form: AddForm, desk: list[Visit]) -> Visit:
    said, ticket = form.cleaned_data["said"], form.cleaned_data["visit"]
    visit = next((one for one in desk if str(one.pk) == ticket), None)
    if visit is not None:
        return window_matters.add_visit(user, visit, key, said)
    return window_matters.add_without_ticket(
        user,
        key,
        said,
        window=window_of(user, str(request.session.get("window", ""))),
        form_key=form.cleaned_data["form_key"],
    )
