"""Screen c: registering a walk-in, what is probably the same matter, and the receipt (screen c2)."""

import re
from collections.abc import Mapping
from typing import Any

import segno
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, enums, selectors, services
from cases.forms.register import (
    MOST_PARTIES,
    PartyForm,
    PartyFormSet,
    RegisterForm,
    category_words,
    initial_from,
)
from cases.models import Case, Party, Visit
from cases.selectors.jurisdiction import places_to_be
from cases.selectors.visits import typed_at_windows
from cases.services.sweeps import sweep_of
from cases.services.window_matters import matters
from cases.views import visit_forms
from cases.workflow.limitation import limitation_warning
from grids.enums import DepartmentKind, Level
from grids.models import Division
from grids.selectors import centre_of, department_of, find_places, village_of
from mediation.core import clock, drafts, privacy
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused

DRAFT = "case"
FIRST_ROLES = (enums.PartyRole.APPLICANT, enums.PartyRole.RESPONDENT)
FOLDED = ("window", "scale", "difficulty", "trend", "external_number", "entered_later")
# Who may hand out a party's look-up code again: those who may deliver papers (rules.md §2 row 29).
DELIVERERS = frozenset({enums.Relation.OFFICER, enums.Relation.HEAD, enums.Relation.CLERK})


def clerks_centre(request: HttpRequest) -> Division:
    """The centre for which this user may register; for anybody else the page does not exist."""
    centre = centre_of(request.user)
    if centre is None or not access.may_register(request.user):
        raise Http404
    return centre


@never_cache
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """The registration form. Works without scripts: `step` says which button was pressed."""
    centre = clerks_centre(request)
    visit = visit_forms.visit_of(request)
    if request.method == "GET":
        return visit_forms.not_here(request, visit) or show_new(request, centre, visit)
    typed = typed_fields(request.POST)
    step = request.POST.get("step", "register")
    if step == "draft":
        drafts.save(request.user, DRAFT, typed, visit_forms.draft_key(visit))
        return redirect(visit_forms.same_form("cases:new", visit))
    if step == "add_party":
        return show_typed(request, centre, typed, visit, more_parties=1)
    form = RegisterForm(request.POST, centre=centre)
    parties = PartyFormSet(request.POST, prefix="parties")
    if form.is_valid() and parties.is_valid():
        try:
            case = hand_in(request, form, parties, visit)
        except Refused as refused:
            show_refusal(form, parties, refused)
        else:
            return redirect("cases:receipt", case.pk)
    return page(request, form, parties, visit, errors=error_lines(form, parties))


@transaction.atomic
def hand_in(request: HttpRequest, form: RegisterForm, parties: Any, visit: Visit | None) -> Case:
    """Register, and with it end the visit: both or neither. A double press changes nothing."""
    user = signed_in(request)
    done = services.register(user, **form.fields_for_case(), parties=parties.parties())
    if done.is_new:
        visit_forms.end_with(user, visit, enums.VisitOutcome.CASE, f"case:{done.case.pk}")
    if visit is None:
        drafts.clear(user, DRAFT)
    else:
        drafts.clear_shared(visit_forms.draft_key(visit))
    return done.case


def show_new(request: HttpRequest, centre: Division, visit: Visit | None = None) -> HttpResponse:
    """An empty form, or the one that was not finished, at whatever window it was begun."""
    kept, key = load_draft(request, visit), visit_forms.draft_key(visit)
    if kept is not None and is_registered(kept.data):
        # A late save crossed the registration on its way; that form has been handed in.
        drafts.clear(signed_in(request), DRAFT, key)
        kept = None
    typed = visit_forms.said_at_the_door(visit, name_field="parties-0-name")
    typed |= visit_forms.advised(request)
    typed |= dict(kept.data) if kept else {}
    typed |= visit_forms.words_carried(request, centre, typed, ("parties-0-name", "parties-1-name"))
    return show_typed(request, centre, typed, visit, draft_at=kept.updated_at if kept else None)


def load_draft(request: HttpRequest, visit: Visit | None) -> drafts.Kept | None:
    """What was typed for this ticket last: here, or in the form of another kind of matter."""
    if visit is None:
        return drafts.load(signed_in(request), DRAFT)
    key = visit_forms.draft_key(visit)
    kept = typed_at_windows(DRAFT, key)
    for kind in matters().values():
        found = kind.typed(key)
        if found is not None and (kept is None or found[1] > kept.updated_at):
            kept = drafts.Kept((kept.data if kept else {}) | found[0], found[1])
    return kept


def is_registered(typed: Mapping[str, Any]) -> bool:
    key = str(typed.get("form_key", ""))
    return bool(re.fullmatch(r"[0-9a-f-]{36}", key)) and Case.objects.filter(form_key=key).exists()


def show_typed(
    request: HttpRequest,
    centre: Division,
    typed: Mapping[str, Any],
    visit: Visit | None = None,
    *,
    more_parties: int = 0,
    draft_at: Any = None,
) -> HttpResponse:
    """The form with what was typed so far, not judged yet."""
    written = str(typed.get("parties-TOTAL_FORMS", ""))
    count = max(2, min(int(written) if written.isdecimal() else 2, MOST_PARTIES))
    count = min(count + more_parties, MOST_PARTIES)
    rows = [initial_from(PartyForm, typed, f"parties-{index}") for index in range(count)]
    for row, role in zip(rows, FIRST_ROLES, strict=False):
        row["role"] = role
    initial = initial_from(RegisterForm, typed)
    window = visit.window if visit else request.session.get("window")
    if window in enums.Window.values:
        initial.setdefault("window", window)
    form = RegisterForm(initial=initial, centre=centre)
    parties = PartyFormSet(initial=rows, prefix="parties")
    return page(request, form, parties, visit, draft_at=draft_at)


def page(
    request: HttpRequest,
    form: RegisterForm,
    parties: Any,
    visit: Visit | None = None,
    *,
    errors: list[dict[str, str]] | None = None,
    draft_at: Any = None,
) -> HttpResponse:
    defaults = {name: str(form.fields[name].initial or "") for name in FOLDED}
    return render(
        request,
        "cases/case_new.html",
        {
            "form": form,
            "parties": parties,
            "errors": errors or [],
            "draft_at": draft_at,
            "draft_url": visit_forms.draft_url(DRAFT, visit),
            "visit": visit,
            "sweep": sweep_of(signed_in(request), form["sweep"].value()),
            "today": clock.today(),
            "words": category_words(),
            "has_numbers": form.is_bound and form.has_numbers_in_narrative(),
            "has_more": any(
                form[name].errors or str(form[name].value() or "") != defaults[name]
                for name in FOLDED
            ),
            "found": [],
        },
    )


def typed_fields(post: QueryDict) -> dict[str, Any]:
    """What was typed, as a draft keeps it: one text per name, or a list."""
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in post.lists()
        if name not in ("csrfmiddlewaretoken", "step")
    }


def show_refusal(form: RegisterForm, parties: Any, refused: Refused) -> None:
    """Put a refusal of the rules beside the field it is about, else on top."""
    found = re.fullmatch(r"parties[.\[]?(\d+)?[.\]]*(\w+)?", refused.field)
    if refused.field in form.fields:
        form.add_error(refused.field, refused.sentence)
    elif found and found[1] and int(found[1]) < len(parties.forms):
        party = parties.forms[int(found[1])]
        party.add_error(found[2] if found[2] in party.fields else "name", refused.sentence)
    else:
        form.add_error(None, refused.sentence)


def error_lines(form: RegisterForm, parties: Any) -> list[dict[str, str]]:
    """The lines of the error summary, in the order of the page, each with the id of its field."""
    lines = [
        {"id": party[name].id_for_label or party[name].auto_id, "text": f"{owner}{text}"}
        for index, party in enumerate(parties.forms)
        for owner in [
            "来访人：" if index == 0 else "对方：" if index == 1 else f"第 {index + 1} 位："
        ]
        for name, texts in party.errors.items()
        if name in party.fields
        for text in texts
    ]
    lines += [
        {"id": "" if name not in form.fields else f"id_{name}", "text": text}
        for name, texts in sorted(form.errors.items(), key=lambda pair: field_order(form, pair[0]))
        for text in texts
    ]
    return lines


def field_order(form: RegisterForm, name: str) -> int:
    names = list(form.fields)
    return names.index(name) if name in names else -1


@require_POST
def draft_clear(request: HttpRequest) -> HttpResponse:
    """The writer does not want the unfinished form any more."""
    clerks_centre(request)
    visit = visit_forms.visit_of(request)
    if visit is None:
        drafts.clear(signed_in(request), DRAFT)
    else:
        drafts.clear_shared(visit_forms.draft_key(visit))
    return redirect(visit_forms.same_form("cases:new", visit))


@require_GET
def places(request: HttpRequest) -> JsonResponse:
    """Type-ahead for places: `?q=` by name, first letters or code; `dt4` is group 4 of 大塘村."""
    centre = clerks_centre(request)
    typed = request.GET.get("q", "")[:20]
    found = [
        {"code": place.code, "label": place.short_name, "hint": place.get_level_display()}
        for place in find_places(centre, typed, 8)
    ]
    group = re.fullmatch(r"(.*?\D)\s*(\d{1,2})", typed)
    if not found and group:
        found = [
            {
                "code": place.code,
                "label": f"{place.short_name} {int(group[2])} 组",
                "hint": place.get_level_display(),
            }
            for place in find_places(centre, group[1], 8)
            if place.level == Level.VILLAGE
        ]
    return JsonResponse({"places": found})


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """The side panel: what may be the same matter, with the reasons; and, beside the rung, whose
    it will be. Never blocks saving."""
    centre = clerks_centre(request)
    typed = typed_fields(request.POST)
    written = str(typed.get("parties-TOTAL_FORMS", ""))
    count = min(int(written), MOST_PARTIES) if written.isdecimal() else 0
    names = ("role", "name", "id_number", "phone", "address")
    rows = [
        {name: str(typed.get(f"parties-{index}-{name}", "")).strip() for name in names}
        for index in range(count)
    ]
    division = (
        Division.objects.active()
        .under(centre)
        .filter(code=str(typed.get("division", ""))[:14])
        .first()
    )
    narrative = str(typed.get("narrative", ""))[:4000]
    found = selectors.similar(
        request.user,
        [row for row in rows if row["name"]],
        village_of(division) if division else None,
        narrative,
    )
    places = places_to_be(
        centre,
        division,
        str(typed.get("category", ""))[:4],
        str(typed.get("subtype", ""))[:4],
        narrative,
    )
    return render(request, "cases/register/similar_answer.html", {"found": found, "places": places})


@never_cache
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The A5 receipt of the first applicant: number, steps, computed dates, look-up code."""
    case = get_object_or_404(
        access.visible_to(request.user)
        .filter(level__gte=access.FILE)
        .select_related("centre", "division", "unit", "officer", "registered_by", "category"),
        pk=pk,
    )
    if (
        access.relations(request.user, case).isdisjoint(DELIVERERS)
        and case.registered_by_id != request.user.pk
    ):
        raise Http404
    parties = list(case.parties.all())
    applicants = [party for party in parties if party.role == enums.PartyRole.APPLICANT]
    others = [party for party in parties if party.role == enums.PartyRole.RESPONDENT]
    dates = {
        deadline.clock: deadline
        for deadline in case.deadlines.filter(
            clock__in=[enums.Clock.ANSWER, enums.Clock.RUNG], stopped_on__isnull=True
        )
    }
    holder = applicants[0]
    return render(
        request,
        "cases/receipt.html",
        {
            "case": case,
            "applicants": names_of(applicants),
            "respondents": names_of(others),
            "narrative": privacy.mask_numbers_in(case.narrative),
            "answer": dates.get(enums.Clock.ANSWER),
            "rung": dates.get(enums.Clock.RUNG),
            "code": spaced(holder.lookup_code),
            "pin": "" if holder.phone else holder.receipt_pin,
            "qr": qr_of(request, holder.lookup_code),
            "limitation": limitation_warning(case, clock.today()),
            "street_room": department_of(DepartmentKind.STREET_ROOM, case.centre),
            "centre_office": department_of(DepartmentKind.CENTRE, case.centre),
        },
    )


def names_of(parties: list[Party]) -> str:
    """Names that fit the sheet: two at most, a long one cut, the rest as a number."""
    names = "、".join(Truncator(party.name).chars(20) for party in parties[:2])
    return names if len(parties) <= 2 else f"{names}等 {len(parties)} 人"


def spaced(code: str) -> str:
    """7K4M29QP as it is read aloud: 7K4M-29QP."""
    return f"{code[:4]}-{code[4:]}" if len(code) == 8 else code


def qr_of(request: HttpRequest, code: str) -> SafeString:
    """A QR of the look-up page. The code stands behind #, which no browser sends to a server."""
    address = request.build_absolute_uri("/lookup/") + f"#{code}"
    svg = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=0)
    return mark_safe(svg)  # noqa: S308 - made by segno from our own address
