"""Making a move from a page: the form of one verb, its refusals, and the conflict of two writers."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mediation.core import calendar, clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums, labels, selectors, services
from petitions.enums import Verb
from petitions.forms.moves import MoveForm
from petitions.models import Petition
from petitions.workflow import GRAPH
from petitions.workflow.conditions import each_demand_answered, running, unsent

ANSWER_WORKDAYS = 3  # what a leader's word proposes until he says otherwise
ASSIGN_DAYS = 15  # what an assignment proposes, never past CONCLUDE
LONGEST_EXTENSION = 30


@never_cache
@require_http_methods(["GET", "POST"])
def petition_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """GET shows the form of a verb that is open to this person now; POST makes the move."""
    if verb not in GRAPH.by_verb:
        raise Http404
    user = signed_in(request)
    petition = selectors.get_visible(user, pk, *selectors.DECIDING)
    is_open = verb in GRAPH.available(petition, access.relations(user, petition))
    # What somebody typed into an old form is shown to him again, unless its choices would tell a
    # reader of the card what stands in the file.
    is_file = selectors.level_of(petition) >= access.FILE
    if not is_open and not (is_file and request.method == "POST"):
        return not_now(request, petition, verb, user)
    if request.method == "GET":
        return show(request, petition, begun(verb, petition, user))
    form, what = form_of(verb, petition, user, request.POST), labels.button(verb, petition.status)
    loaded = loaded_version(request.POST)
    if not form.is_valid():
        return show(request, petition, form, version=loaded)
    try:
        moved = services.move(petition, verb, user, version=loaded, **given(form))
    except Refused as refused:
        return refuse(request, petition, form, refused, loaded)
    drafts.clear(user, draft_kind(verb), str(petition.pk))
    if moved.proposal is not None:
        messages.success(request, f"已报{moved.proposal.signer_label}签，签了就生效。")
    else:
        messages.success(request, f"{petition.aloud}：{what}，办好了。")
        if still_to_send(moved.petition, verb):
            messages.info(request, "告知书出好了。送出以后请“记送达”，送达了才算告知。")
    return redirect(where_next(petition, user))


def still_to_send(petition: Petition, verb: str) -> bool:
    """Whether the move left a letter that the petitioner does not have yet."""
    issues = {Verb.ACCEPT, Verb.GUIDE, Verb.FORWARD, Verb.DECLINE, Verb.NO_LONGER_ACCEPT}
    if verb not in issues | {Verb.EXTEND, Verb.REPLY}:
        return False
    return petition.letters.filter(kind__in=enums.FOR_THE_PETITIONER, sent_on__isnull=True).exists()


def begun(verb: str, petition: Petition, user: User) -> MoveForm:
    """The form with what stands now or is usual, and over it what he had begun to write.

    A correction that was begun comes back with what its screen had loaded, so that what he had
    changed still counts as changed.
    """
    kept = drafts.load(user, draft_kind(verb), str(petition.pk))
    written = kept.data if kept is not None else {}
    if verb == Verb.AMEND and any(name.startswith("initial-") for name in written):
        return form_of(verb, petition, user, written)
    initial = initial_of(petition, verb)
    initial |= {name: value for name, value in written.items() if name != "version"}
    return form_of(verb, petition, user, initial=initial)


def form_of(verb: str, petition: Petition, user: User, data: Any = None, **more: Any) -> MoveForm:
    """The form of a verb; a correction carries along what its screen had loaded."""
    form = MoveForm(verb, petition, user, data, **more)
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


def loaded_version(post: QueryDict) -> int | None:
    written = post.get("version", "")
    return int(written) if written.isdecimal() else None


def draft_kind(verb: str) -> str:
    return f"petition-{verb}"


AMENDED = (
    "title",
    "narrative",
    "purpose",
    "risk",
    "risk_reason",
    "head_count",
    "received_on",
    "agreed_on",
    "notice_waived",
)


def initial_of(petition: Petition, verb: str) -> dict[str, Any]:
    """What stands now, and what is usual."""
    today = clock.today()
    initial: dict[str, Any] = {"on": today}
    if verb == Verb.AMEND:
        initial = {name: getattr(petition, name) for name in AMENDED} | {
            "division": petition.division.code if petition.division else "",
            "content": petition.content.code if petition.content else "",
        }
    elif verb in {Verb.INSTRUCT, Verb.WHISTLE}:
        initial["due_on"] = calendar.load().add_workdays(today, ANSWER_WORKDAYS)
    elif verb == Verb.ASSIGN:
        found = running(petition, enums.Clock.CONCLUDE)
        usual = today + timedelta(days=ASSIGN_DAYS)
        initial["due_on"] = min([usual, *(one.due_on for one in found)])
        initial["demands"] = [str(one.pk) for one in petition.demands.all() if not one.unit_id]
    elif verb == Verb.EXTEND:
        initial["days"] = LONGEST_EXTENSION
    elif verb == Verb.REPLY:
        initial["resolutions"] = petition.resolutions
    elif verb == Verb.DELIVER:
        initial["sent_on"] = today
        if letters := unsent(petition):
            initial["letter"] = str(letters[0].pk)
    elif verb == Verb.RECORD and running(petition, enums.Clock.PETITION_FOLLOW_UP):
        initial["kind"] = enums.RecordKind.FOLLOW_UP
    elif verb == Verb.NOTE:
        initial |= {"stuck": petition.stuck, "next_step": petition.next_step}
    return initial


def show(
    request: HttpRequest,
    petition: Petition,
    form: MoveForm,
    *,
    version: int | None = None,
    conflict: list[Any] | None = None,
) -> HttpResponse:
    """The form on a page of its own; `conflict` lists what happened since it was opened."""
    is_file = selectors.level_of(petition) >= access.FILE
    return render(
        request,
        "petitions/move.html",
        {
            "petition": petition,
            "row": selectors.row(petition, clock.today()),
            "form": form,
            "verb": form.verb,
            "label": labels.button(form.verb, petition.status),
            "version": petition.version if version is None else version,
            "conflict": conflict or [],
            "standing": standing_words(petition, form.verb) if conflict and is_file else [],
            "errors": error_lines(form),
            "draft_url": reverse("core:draft", args=[draft_kind(form.verb)])
            + f"?key={petition.pk}",
            "is_file": is_file,
        },
    )


def refuse(
    request: HttpRequest, petition: Petition, form: MoveForm, refused: Refused, loaded: int | None
) -> HttpResponse:
    """Put the refusal beside its field; for one who came second, show both texts."""
    if refused.code == "stale" and refused.current is not None:
        fresh = selectors.file_of(signed_in(request), petition.pk)
        form.add_error(None, refused.sentence)
        unseen = selectors.since(fresh, loaded or 0)
        return show(request, fresh, form, version=fresh.version, conflict=unseen)
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    for texts in refused.fields.values():
        for text in texts:
            form.add_error(None, text)
    return show(request, petition, form, version=loaded)


def standing_words(petition: Petition, verb: str) -> list[tuple[str, str]]:
    """The other text: what the fields of this form say in the file now."""
    if verb == Verb.NOTE:
        return [("卡在哪", petition.stuck), ("下一步", petition.next_step)]
    if verb == Verb.AMEND and not petition.is_sealed:
        return [("事由", petition.title), ("原话", petition.narrative)]
    return [("情况", petition.get_status_display())]


def error_lines(form: MoveForm) -> list[dict[str, str]]:
    """Lines of the error summary, each with the id of its field."""
    return [
        {"id": f"id_{name}", "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]


def not_now(request: HttpRequest, petition: Petition, verb: str, user: User) -> HttpResponse:
    """An old button: say why not and what helps, where he can do what is missing."""
    try:
        GRAPH.check(petition, verb, access.relations(user, petition), {})
    except Refused as refused:
        more = "".join(text for texts in refused.fields.values() for text in texts)
        messages.warning(request, refused.sentence + more)
        if refused.code == each_demand_answered.code:
            return redirect("petitions:demands", petition.pk)
    return redirect("petitions:detail", petition.pk)


def where_next(petition: Petition, user: User) -> str:
    """The petition, or, when it has left his sight, today's work."""
    if access.visible_to(user).filter(pk=petition.pk).exists():
        return reverse("petitions:detail", args=[petition.pk])
    return reverse("cases:today")
