"""Making a move from a page: the form of one verb, its refusals, and the conflict of two writers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, labels, selectors, services
from cases.enums import ReopenGround, Verb
from cases.forms import booking
from cases.forms.calling import WhistleForm
from cases.forms.moves import MoveForm
from cases.forms.settling import SettleForm
from cases.models import Case
from cases.selectors.agreements import has_fresh_relapse
from cases.services.scans import settle_with_photos
from cases.views.outcomes import outcomes_of
from cases.workflow import GRAPH, fields_of
from mediation.core import calendar, clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

ANSWER_WORKDAYS = 3  # what a leader's word proposes until he says otherwise


@never_cache
@require_http_methods(["GET", "POST"])
def case_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """GET shows the form of a verb that is open to this person now; POST makes the move."""
    if verb not in GRAPH.by_verb:
        raise Http404
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if request.method == "GET":
        if verb not in GRAPH.available(case, access.relations(user, case)):
            return not_now(request, case, verb, user)
        return show(request, case, begun(request, case, verb, user))
    form = form_of(verb, case, user, typed_in(verb, request.POST), files=request.FILES)
    loaded = loaded_version(request)
    if isinstance(form, SettleForm) and "add_row" in request.POST:
        return show(request, case, as_typed(form, case, user), version=loaded)
    if not form.is_valid():
        return show(request, case, form, version=loaded)
    try:
        moved = made(request, form, case, user, loaded)
    except Refused as refused:
        return refuse(request, case, form, refused, loaded)
    drafts.clear(user, draft_kind(verb), str(case.pk))
    if moved.proposal is not None:
        messages.success(request, f"已报{moved.proposal.signer_label}签，签了就生效。")
    else:
        done = labels.button(verb, case.status, case.tier)
        undo = undo_address(request, moved.case, verb)
        messages.success(request, f"{case.aloud}：{done}，办好了。", extra_tags=undo)
    if verb == Verb.SCHEDULE and has_clash(moved.case):
        messages.warning(request, CLASH)
    return redirect(where_next(request, case, user))


def made(
    request: HttpRequest, form: MoveForm, case: Case, user: User, loaded: int | None
) -> services.Moved:
    """The move; an agreement together with the photos of what was signed, page by page."""
    photos = request.FILES.getlist("photo")
    if isinstance(form, SettleForm) and photos:
        return settle_with_photos(case, user, photos, version=loaded, **given(form))
    return services.move(case, form.verb, user, version=loaded, **given(form))


def undo_address(request: HttpRequest, case: Case, verb: str) -> str:
    """Where a slip of the last ten seconds is taken back, for a page that has no button of the
    case itself; the address stands beside the message (rules.md §2 row 35)."""
    is_elsewhere = bool(request.POST.get("next"))
    if verb not in access.RETRACTABLE or not is_elsewhere:
        return ""
    return reverse("cases:move", args=[case.pk, Verb.RETRACT])


CLASH = "约上了。有一位当事人那个时间另有一场安排，请问一问本人方便去哪一场，或者改期。"


def has_clash(case: Case) -> bool:
    """Whether a party of the sitting that was just booked is asked elsewhere at the same time."""
    booked = case.sessions.order_by("-pk").prefetch_related("guests__party").first()
    return booked is not None and selectors.has_clash(booked)


# Verbs whose form holds more than the fields of one line.
FORMS: dict[str, type[MoveForm]] = {Verb.SETTLE: SettleForm, Verb.WHISTLE: WhistleForm}


def as_typed(form: SettleForm, case: Case, user: User) -> MoveForm:
    """The same form with one more row: nothing is checked yet, and nothing typed is lost."""
    return form_of(form.verb, case, user, initial=form.data.dict())


def form_of(verb: str, case: Case, user: User, data: Any = None, **more: Any) -> MoveForm:
    """The form of a verb; a correction carries along what its screen had loaded."""
    form = FORMS.get(verb, MoveForm)(verb, case, user, data, **more)
    for field in form.fields.values():
        field.show_hidden_initial = verb == Verb.AMEND
    return form


def given(form: MoveForm) -> dict[str, Any]:
    """The fields for the door; of an amendment only those that were changed on this screen."""
    data = form.given()
    if form.verb == Verb.AMEND:
        changed = set(form.changed_data)
        data = {name: value for name, value in data.items() if name in changed}
    return data


def typed_in(verb: str, post: QueryDict) -> QueryDict:
    """A preset's button and the writer's own line share one name: the one that has words counts."""
    typed = post.copy()
    several = {spec.name for spec in fields_of(verb) if spec.type == "list"}
    for name, values in post.lists():
        if name not in several:
            typed[name] = next((value for value in reversed(values) if value.strip()), "")
    return typed


def loaded_version(request: HttpRequest) -> int | None:
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() else None


def draft_kind(verb: str) -> str:
    return f"move-{verb}"


def begun(request: HttpRequest, case: Case, verb: str, user: User) -> MoveForm:
    """The form with what stands now or is usual, and over it what he had begun to write.

    A correction that was begun comes back with what its screen had loaded, so that what he had
    changed still counts as changed.
    """
    kept = drafts.load(user, draft_kind(verb), str(case.pk))
    written = kept.data if kept is not None else {}
    if verb == Verb.AMEND and any(name.startswith("initial-") for name in written):
        return form_of(verb, case, user, written)
    initial = initial_of(case, verb)
    initial |= {name: value for name, value in written.items() if name != "version"}
    if verb == Verb.SCHEDULE:
        initial |= booking.initial_for(case, request.GET.dict())
    return form_of(verb, case, user, initial=initial)


def initial_of(case: Case, verb: str) -> dict[str, Any]:
    """What stands now, and what is usual."""
    today = clock.today()
    initial: dict[str, Any] = {"on": today}
    if verb == Verb.AMEND and case.level >= access.FILE:
        initial = {name: getattr(case, name) for name in AMENDED} | {
            "division": case.division.code,
            "category": case.category.code,
        }
    elif verb == Verb.REASSESS:
        initial |= {"risk": case.risk, "trend": case.trend, "difficulty": case.difficulty}
    elif verb == Verb.REOPEN and has_fresh_relapse(case):
        initial["ground"] = ReopenGround.RELAPSE
    elif verb == Verb.INSTRUCT:
        initial["due_on"] = calendar.load().add_workdays(today, ANSWER_WORKDAYS)
    return initial


AMENDED = (
    "source",
    "people_count",
    "amount",
    "place",
    "occurred_on",
    "received_on",
    "narrative",
    "demand",
)


def show(
    request: HttpRequest,
    case: Case,
    form: MoveForm,
    *,
    version: int | None = None,
    conflict: list[Any] | None = None,
) -> HttpResponse:
    """The form on a page of its own; `conflict` lists what happened since it was opened."""
    is_file = case.level >= access.FILE
    return render(
        request,
        "cases/move.html",
        {
            "case": case,
            "row": selectors.row(case, clock.today()),
            "form": form,
            "verb": form.verb,
            "label": labels.button(form.verb, case.status, case.tier),
            "version": case.version if version is None else version,
            "conflict": conflict or [],
            "standing": standing_words(case, form.verb) if conflict and is_file else [],
            "errors": error_lines(form),
            "next": request.POST.get("next", ""),
            "draft_url": reverse("core:draft", args=[draft_kind(form.verb)]) + f"?key={case.pk}",
            "is_file": is_file,
            "has_lost_photo": "photo" in request.FILES,
            "outcomes": outcomes_of(case, signed_in(request), form.verb),
        },
    )


def refuse(
    request: HttpRequest, case: Case, form: MoveForm, refused: Refused, loaded: int | None
) -> HttpResponse:
    """Put the refusal beside its field; for one who came second, show both texts."""
    if refused.code == "stale" and refused.current is not None:
        fresh = selectors.file_of(signed_in(request), case.pk)
        form.add_error(None, refused.sentence)
        unseen = selectors.since(fresh, loaded or 0)
        return show(request, fresh, form, version=fresh.version, conflict=unseen)
    if not (isinstance(form, SettleForm) and form.add_row_error(refused)):
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return show(request, case, form, version=loaded)


def standing_words(case: Case, verb: str) -> list[tuple[str, str]]:
    """The other text: what the fields of this form say in the file now."""
    if verb == Verb.NOTE:
        return [("卡在哪", case.stuck), ("下一步", case.next_step)]
    if verb == Verb.REASSESS:
        return [("风险等级", case.get_risk_display()), ("理由", case.risk_reason)]
    if verb == Verb.AMEND:
        return [("怎么回事", case.narrative), ("想要什么结果", case.demand), ("地点", case.place)]
    return [("现在", f"{case.get_status_display()}，{case.get_tier_display()}")]


def error_lines(form: MoveForm) -> list[dict[str, str]]:
    """Lines of the error summary, each with the id of its field."""
    of_rows = form.error_lines() if isinstance(form, SettleForm) else []
    return of_rows + [
        {"id": f"id_{name}", "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]


def not_now(request: HttpRequest, case: Case, verb: str, user: User) -> HttpResponse:
    """An old button: say why not and what helps, on the page of the case."""
    try:
        GRAPH.check_open(case, verb, access.relations(user, case))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("cases:detail", case.pk)


def where_next(request: HttpRequest, case: Case, user: User) -> str:
    """Where he came from, else the case, else, when it has left his sight, today's work."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    if access.visible_to(user).filter(pk=case.pk).exists():
        return reverse("cases:detail", args=[case.pk])
    return reverse("cases:today")
