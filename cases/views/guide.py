"""分类导入: three questions, the way they lead to, its leaflet, and being sent there."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases.enums import VisitOutcome
from cases.forms.inquiries import SendForm
from cases.models import Visit
from cases.selectors.guide import places_of
from cases.selectors.visits import may_read_window, may_serve
from cases.services.sending import send_elsewhere
from cases.views.inquiries import visit_of
from cases.workflow.guide import Answer, lead, prefill
from cases.workflow.guide_leaflets import DANGER, LEAFLETS, Leaflet
from cases.workflow.guide_words import QUESTIONS
from cases.workflow.ways import LEGAL_AID
from grids.access import may_register
from grids.enums import GuideWay
from grids.selectors import centre_of, department_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

# Ways that this house walks itself: they are registered, not sent away.
OWN_WAYS = frozenset({GuideWay.MEDIATION, GuideWay.PETITION})


def reader_of(request: HttpRequest) -> User:
    """Raises Http404 for who has no window."""
    user = signed_in(request)
    if not may_read_window(user):
        raise Http404
    return user


def answers_in(request: HttpRequest) -> dict[str, str]:
    """The answers given so far; a word that is none of them is left out."""
    return {
        name: request.GET[name]
        for name, _, words in QUESTIONS
        if request.GET.get(name) in words.values
    }


@never_cache
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """The three questions; with all of them answered the way, with `?way=` any other one."""
    user = reader_of(request)
    visit = visit_of(user, request.GET.get("visit", ""))
    answers, chosen = answers_in(request), request.GET.get("way", "")
    found = lead(**answers) if len(answers) == len(QUESTIONS) else None
    if chosen not in LEAFLETS:
        chosen = found.way if found else ""
    return show_guide(request, user, visit, answers, found, chosen)


def show_guide(
    request: HttpRequest,
    user: User,
    visit: Visit | None,
    answers: dict[str, str],
    found: Answer | None,
    chosen: str,
    form: SendForm | None = None,
) -> HttpResponse:
    kept = answers | ({"visit": str(visit.pk)} if visit else {})
    centre = centre_of(user)
    places = places_of(centre, chosen)
    if form is None:
        form = SendForm(places=places, initial=sending(visit, places, found, chosen))
    return render(
        request,
        "cases/guide/page.html",
        {
            "visit": visit,
            "questions": [
                {"name": name, "words": words, "choices": choices.choices, "is": answers.get(name)}
                for name, words, choices in QUESTIONS
            ],
            "answer": found,
            "leaflet": LEAFLETS.get(chosen),
            "is_advice": found is not None and found.way == chosen,
            "also": [(way, GuideWay(way).label) for way in found.also] if found else [],
            "ways": GuideWay.choices,
            "places": places,
            "query": urlencode(kept),
            "print_query": urlencode(kept | ({"q": "1"} if found else {})),
            "register_url": register_url(user, visit, answers, chosen),
            "register_as": "信访件" if chosen == GuideWay.PETITION else "矛盾纠纷",
            "form": form if visit and may_serve(user) and visit.left_at is None else None,
            "danger": DANGER,
        },
    )


def sending(visit: Visit | None, places: Any, found: Answer | None, chosen: str) -> dict[str, Any]:
    """What the form that sends somebody on begins with."""
    return {
        "version": visit.version if visit else None,
        "place": places[0].pk if places else None,
        "why": found.why if found and found.way == chosen else "",
    }


def register_url(user: User, visit: Visit | None, answers: dict[str, str], chosen: str) -> str:
    """The register form of an own way, begun with what was answered; "" for any other way."""
    if chosen not in OWN_WAYS:
        return ""
    if chosen == GuideWay.MEDIATION and not may_register(user):
        return ""
    query = {"visit": str(visit.pk)} if visit else {}
    query |= prefill(chosen, answers)
    page = reverse("petitions:new" if chosen == GuideWay.PETITION else "cases:new")
    return f"{page}?{urlencode(query)}" if query else page


def leaflet_of(way: str) -> Leaflet:
    """Raises Http404 for a word that is no way."""
    if way not in LEAFLETS:
        raise Http404
    return LEAFLETS[way]


@never_cache
@require_GET
def leaflet(request: HttpRequest, way: str) -> HttpResponse:
    """The leaflet of a way on A5; with `?visit=` of one sent to a resident unit, its 转接单."""
    user = reader_of(request)
    visit = visit_of(user, request.GET.get("visit", ""))
    answers = answers_in(request)
    found = lead(**answers) if len(answers) == len(QUESTIONS) else None
    sheet, centre = leaflet_of(way), centre_of(user)
    places = list(places_of(centre, way))
    # What was said of a matter he was added to is its record's; a sheet is of who was sent on.
    is_sent = visit is not None and visit.outcome == VisitOutcome.ELSEWHERE
    where_to = visit.where_to if visit and is_sent else ""
    sent_to = next((one for one in places if where_to and one.name == where_to), None)
    return render(
        request,
        "cases/guide/leaflet.html",
        {
            "leaflet": sheet,
            "label": GuideWay(way).label,
            "answer": found if found and found.way == way else None,
            "places": [sent_to] if sent_to else places,
            "where_to": "" if sent_to else where_to,
            "sent_why": visit.outcome_words if visit and is_sent else "",
            "handed_to": sent_to.unit if sent_to else None,
            "visit": visit,
            "legal_aid": LEGAL_AID,
            "danger": DANGER,
            "centre": centre,
            "centre_office": department_of("centre", centre) if centre else None,
            "query": urlencode(answers | ({"visit": str(visit.pk)} if visit else {})),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


@require_POST
def guide_send(request: HttpRequest, way: str) -> HttpResponse:
    """The visit ends: sent to a place of this way, with the reason; then its leaflet is printed."""
    user = reader_of(request)
    leaflet_of(way)
    visit = visit_of(user, request.GET.get("visit", "") or "0")
    answers = answers_in(request)
    form = SendForm(request.POST, places=places_of(centre_of(user), way))
    if visit is not None and form.is_valid():
        try:
            send_elsewhere(visit, user, way=way, **form.cleaned_data)
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            messages.success(request, f"{visit.label} 办完了，请把单子交给来访人。")
            query = urlencode(answers | {"visit": str(visit.pk)})
            return redirect(f"{reverse('cases:leaflet', args=[way])}?{query}")
    found = lead(**answers) if len(answers) == len(QUESTIONS) else None
    return show_guide(request, user, visit, answers, found, way, form)
