"""The public look-up `/lookup/` for every kind of matter, and `/about/`.

Cases are `cases.views.lookup`; other kinds come in by `settings.OWN_MATTERS`, and what a party may
do in any of them by `settings.OWN_ACTS`.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Party
from cases.services.holders import find_holder
from cases.views import lookup as of_cases
from cases.views.lookup import TICKET_SALT, TICKET_SECONDS, LookupForm
from mediation.core import clock
from mediation.core.accounts import client_address
from mediation.core.errors import Refused

CASE = "case"
SHOWN_WORDS = 5
TOO_LATE = "页面放久了，请重新查一次再办。"


class OwnCases:
    """What the look-up asks of a kind of matter: who has a code, and what he sees."""

    template = "cases/own_case.html"

    def holders(self) -> QuerySet[Party]:
        return Party.objects.all()

    def get(self, pk: int) -> Party:
        return Party.objects.select_related("case").get(pk=pk)

    def shown(self, party: Party) -> dict[str, Any]:
        """His words and their answers are a table of the floor above."""
        found = of_cases.own_matter(party)
        words: Any = party.public_words  # type: ignore[attr-defined, unused-ignore]
        return found | {"words": words.order_by("-pk")[:SHOWN_WORDS]}

    def act(self, party: Party, post: QueryDict) -> str:
        return of_cases.act(party, post)


CASES = OwnCases()


def matters() -> dict[str, Any]:
    """Kind of matter → what the look-up asks of it."""
    return {CASE: CASES} | {
        kind: import_string(dotted) for kind, dotted in settings.OWN_MATTERS.items()
    }


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """GET the form, POST code and second factor; nothing of either ever stands in a URL."""
    if request.method == "GET":
        return page(request, LookupForm())
    if "ticket" in request.POST:
        return act(request)
    form = LookupForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    kinds = matters()
    try:
        kind, pk = find_holder(
            form.cleaned_data["code"],
            form.cleaned_data["second"].strip(),
            client_address(request),
            {name: one.holders() for name, one in kinds.items()},
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return page(request, form)
    return page(request, LookupForm(), kind, kinds[kind].get(pk))


def act(request: HttpRequest) -> HttpResponse:
    """What he does about his own matter and no other, within ten minutes of looking."""
    try:
        ticket = request.POST.get("ticket", "")
        told = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_SECONDS)
        kind, pk = (CASE, told) if isinstance(told, int) else told
        matter = matters()[kind]
        holder = matter.get(pk)
    except (signing.BadSignature, ObjectDoesNotExist, KeyError, TypeError, ValueError):
        return page(request, LookupForm(), said=TOO_LATE)
    what = request.POST.get("act", "")
    try:
        if what in settings.OWN_ACTS:
            said = import_string(settings.OWN_ACTS[what])(holder, request.POST, request.FILES)
        else:
            said = matter.act(holder, request.POST)
    except Refused as refused:
        said = refused.sentence
    return page(request, LookupForm(), kind, matter.get(pk), said)


def page(
    request: HttpRequest, form: LookupForm, kind: str = CASE, holder: Any = None, said: str = ""
) -> HttpResponse:
    """The form, and below it the holder's matter with a ticket that lets him act about it."""
    matter = matters()[kind]
    context: dict[str, Any] = {"form": form, "found": None, "said": said, "today": clock.today()}
    if holder is not None:
        of_kind = (
            {} if kind == CASE else {"ticket": signing.dumps([kind, holder.pk], salt=TICKET_SALT)}
        )
        context["found"] = matter.shown(holder) | of_kind
    return render(request, matter.template, context)


@login_not_required
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """How to come, what happens then and by when, what is kept, and what a party may ask for."""
    blocks = [block for dotted in settings.ABOUT_BLOCKS for block in import_string(dotted)()]
    return render(request, "cases/about.html", {"blocks": blocks})
