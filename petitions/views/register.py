"""Registering a petition at its window, and the receipts of those who brought it (条例22)."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access import standing
from cases.enums import VisitOutcome
from cases.forms.register import initial_from
from cases.models import Visit
from cases.selectors.visits import typed_at_windows
from cases.views import visit_forms
from cases.views.register import DRAFT as CASE_DRAFT
from cases.views.register import qr_of, spaced, typed_fields
from grids.enums import DepartmentKind, Role
from grids.models import Division
from grids.selectors import centre_of, department_of, find_places
from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums, selectors, services
from petitions.forms.register import (
    DemandForm,
    DemandFormSet,
    PetitionerForm,
    PetitionerFormSet,
    RegisterForm,
)
from petitions.models import Petition
from petitions.services.carrying import as_petition

DRAFT = "petition"
ROWS = {"petitioners": (PetitionerForm, PetitionerFormSet), "demands": (DemandForm, DemandFormSet)}
# A button of the page that is not "register": another row, a row less, look for the same matter.
STEP = re.compile(r"add:(petitioners|demands)|drop:(petitioners|demands):(\d{1,2})|find")


def registrars_centre(request: HttpRequest) -> Division:
    """The centre for which this user may register; for anybody else the page does not exist."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or standing(user).roles.isdisjoint(access.REGISTRARS):
        raise Http404
    return centre


@never_cache
@require_http_methods(["GET", "POST"])
def petition_new(request: HttpRequest) -> HttpResponse:
    """The form. Works without scripts: `step` says which button was pressed."""
    centre = registrars_centre(request)
    user, visit = signed_in(request), visit_forms.visit_of(request)
    if request.method == "GET":
        return visit_forms.not_here(request, visit) or show_new(request, centre, visit)
    typed = typed_fields(request.POST)
    step = request.POST.get("step", "register")
    if step == "draft":
        drafts.save(user, DRAFT, typed, visit_forms.draft_key(visit))
        return redirect(visit_forms.same_form("petitions:new", visit))
    if asked := STEP.fullmatch(step):
        return show_typed(request, centre, changed(typed, asked), visit)
    form = RegisterForm(request.POST, **kind_of_form(request, centre))
    rows = {name: kind(request.POST, prefix=name) for name, (_, kind) in ROWS.items()}
    if is_complete(form, rows):
        try:
            petition = hand_in(user, form, rows, visit)
        except Refused as refused:
            show_refusal(form, rows, refused)
        else:
            return redirect(page_after(petition), petition.pk)
    return page(request, form, rows, visit, errors=error_lines(form, rows))


@transaction.atomic
def hand_in(
    user: User, form: RegisterForm, rows: Mapping[str, Any], visit: Visit | None
) -> Petition:
    """Register, and with it end the visit: both or neither. A double press changes nothing."""
    done = services.register(
        user,
        **form.fields_for_petition(),
        petitioners=rows["petitioners"].said(),
        demands=[one["text"] for one in rows["demands"].said()],
    )
    if done.is_new:
        key = f"petition:{done.petition.pk}"
        is_sealed = done.petition.is_sealed
        visit_forms.end_with(user, visit, VisitOutcome.PETITION, key, forgets=is_sealed)
    if visit is None:
        drafts.clear(user, DRAFT)
    else:
        drafts.clear_shared(visit_forms.draft_key(visit))
    return done.petition


def page_after(petition: Petition) -> str:
    """The receipts; nothing of an accusation is printed, and nobody unnamed waits for a receipt."""
    has_receipt = not petition.is_sealed and petition.petitioners.exists()
    return "petitions:receipt" if has_receipt else "petitions:detail"


def kind_of_form(request: HttpRequest, centre: Division) -> dict[str, Any]:
    roles = standing(signed_in(request)).roles
    only = Role.DISCIPLINE in roles and not roles & (access.REGISTRARS - {Role.DISCIPLINE})
    return {"centre": centre, "is_discipline": only}


def is_complete(form: RegisterForm, rows: Mapping[str, Any]) -> bool:
    """Whether all parts are in shape; every fault is marked at once."""
    in_shape = all([form.is_valid(), *(one.is_valid() for one in rows.values())])
    if not rows["petitioners"].is_said and not form.cleaned_data.get("notice_waived"):
        words = "请填信访人的姓名；姓名不清的，在“无法告知的原因”里选一下"
        rows["petitioners"].forms[0].add_error("name", words)
    if not rows["demands"].is_said:
        rows["demands"].forms[0].add_error("text", "请至少写一项诉求")
    return in_shape and not any(part.errors for one in rows.values() for part in one.forms)


def show_new(request: HttpRequest, centre: Division, visit: Visit | None = None) -> HttpResponse:
    """An empty form, or the one that was not finished. `?repeats=` names the earlier petition."""
    user, key = signed_in(request), visit_forms.draft_key(visit)
    kept = load_draft(user, visit)
    if kept is not None and is_registered(kept.data):
        # A late save crossed the registration on its way; that form has been handed in.
        drafts.clear(user, DRAFT, key)
        kept = None
    typed = visit_forms.said_at_the_door(visit, name_field="petitioners-0-name")
    typed |= visit_forms.advised(request)
    typed |= dict(kept.data) if kept else continued(request)
    typed |= visit_forms.words_carried(request, centre, typed, ("petitioners-0-name",))
    return show_typed(request, centre, typed, visit, draft_at=kept.updated_at if kept else None)


def load_draft(user: User, visit: Visit | None) -> drafts.Kept | None:
    """What was typed for this ticket last: here, or in the form of a dispute at another window."""
    if visit is None:
        return drafts.load(user, DRAFT)
    key = visit_forms.draft_key(visit)
    kept, other = typed_at_windows(DRAFT, key), typed_at_windows(CASE_DRAFT, key)
    if other is not None and (kept is None or other.updated_at > kept.updated_at):
        return drafts.Kept((kept.data if kept else {}) | as_petition(other.data), other.updated_at)
    return kept


def continued(request: HttpRequest) -> dict[str, Any]:
    """The same matter again: what is of the matter is filled in, never who came."""
    key = request.GET.get("repeats", "")
    seen = access.visible_to(signed_in(request)).exclude(access.SEALED)
    found = seen.filter(pk=key).first() if key.isdecimal() and len(key) <= 18 else None
    if found is None:
        return {}
    typed = {"repeats": str(found.pk), "repeats_q": found.number}
    if found.division and found.content:
        typed |= {"division": found.division.code, "content": found.content.code}
    if found.level >= access.FILE:
        typed |= {"place": found.place, "title": found.title}
    return typed


def is_registered(typed: Mapping[str, Any]) -> bool:
    key = str(typed.get("form_key", ""))
    known = re.fullmatch(r"[0-9a-f-]{36}", key)
    return bool(known) and Petition.objects.filter(form_key=key).exists()


def changed(typed: dict[str, Any], asked: re.Match[str]) -> dict[str, Any]:
    """What was typed, with one row more or less."""
    if asked[1]:
        typed[f"{asked[1]}-TOTAL_FORMS"] = str(count_of(typed, asked[1]) + 1)
    elif asked[2]:
        name, gone = asked[2], int(asked[3])
        count, fields = count_of(typed, name), list(ROWS[name][0].base_fields)
        for index in range(gone, count):
            for field in fields:
                typed[f"{name}-{index}-{field}"] = typed.get(f"{name}-{index + 1}-{field}", "")
        typed[f"{name}-TOTAL_FORMS"] = str(count - 1)
    return typed


def count_of(typed: Mapping[str, Any], name: str) -> int:
    """How many rows stand on the page; at least one, and no more than the form takes."""
    written = str(typed.get(f"{name}-TOTAL_FORMS", ""))
    most = ROWS[name][1].max_num
    return max(1, min(int(written) if written.isdecimal() and len(written) < 4 else 1, most))


def show_typed(
    request: HttpRequest,
    centre: Division,
    typed: Mapping[str, Any],
    visit: Visit | None = None,
    *,
    draft_at: Any = None,
) -> HttpResponse:
    """The form with what was typed so far, not judged yet."""
    rows = {}
    for name, (row, kind) in ROWS.items():
        initial = [initial_from(row, typed, f"{name}-{n}") for n in range(count_of(typed, name))]
        rows[name] = kind(initial=initial, prefix=name)
        rows[name].extra = len(initial) - 1
    form = RegisterForm(initial=initial_from(RegisterForm, typed), **kind_of_form(request, centre))
    return page(request, form, rows, visit, draft_at=draft_at)


def page(
    request: HttpRequest,
    form: RegisterForm,
    rows: Mapping[str, Any],
    visit: Visit | None = None,
    *,
    errors: list[dict[str, str]] | None = None,
    draft_at: Any = None,
) -> HttpResponse:
    asked = str(form["repeats_q"].value() or "")
    return render(
        request,
        "petitions/petition_new.html",
        {
            "form": form,
            **rows,
            "errors": errors or [],
            "draft_at": draft_at,
            "draft_url": visit_forms.draft_url(DRAFT, visit),
            "visit": visit,
            "today": clock.today(),
            "has_numbers": form.is_bound and form.has_numbers_in_narrative(),
            "asked": asked,
            "chosen": str(form["repeats"].value() or ""),
            "earlier": selectors.earlier(signed_in(request), asked) if asked else [],
        },
    )


def show_refusal(form: RegisterForm, rows: Mapping[str, Any], refused: Refused) -> None:
    """Put a refusal of the rules beside the field it is about, else on top."""
    found = re.fullmatch(r"(petitioners|demands)(?:\.(\d+)\.(\w+))?", refused.field)
    if refused.field in form.fields:
        form.add_error(refused.field, refused.sentence)
    elif found and int(found[2] or 0) < len(rows[found[1]].forms):
        row = rows[found[1]].forms[int(found[2] or 0)]
        first = next(iter(row.fields))
        row.add_error(found[3] if found[3] in row.fields else first, refused.sentence)
    else:
        form.add_error(None, refused.sentence)


def error_lines(form: RegisterForm, rows: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines of the error summary, in the order of the page, each with the id of its field."""
    lines = [
        {"id": f"id_{name}", "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields and form.fields[name].label
        else {"id": f"id_{name}" if name in form.fields else "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    words = {"petitioners": "第 {} 位：", "demands": "第 {} 项诉求："}
    return lines + [
        {"id": row[name].auto_id, "text": f"{words[of].format(n)}{label_of(row, name)}{text}"}
        for of, formset in rows.items()
        for n, row in enumerate(formset.forms, start=1)
        for name, texts in row.errors.items()
        for text in texts
    ]


def label_of(row: Any, name: str) -> str:
    """Which field of a row is meant; a row of one field says it already."""
    return f"{row.fields[name].label}，" if name in row.fields and len(row.fields) > 1 else ""


@require_POST
def draft_clear(request: HttpRequest) -> HttpResponse:
    """The writer does not want the unfinished form any more."""
    registrars_centre(request)
    visit = visit_forms.visit_of(request)
    if visit is None:
        drafts.clear(signed_in(request), DRAFT)
    else:
        drafts.clear_shared(visit_forms.draft_key(visit))
    return redirect(visit_forms.same_form("petitions:new", visit))


@require_GET
def places(request: HttpRequest) -> JsonResponse:
    """Type-ahead for places: `?q=` by name, first letters or code."""
    centre = registrars_centre(request)
    found = find_places(centre, request.GET.get("q", "")[:20], 8)
    rows = [
        {"code": place.code, "label": place.short_name, "hint": place.get_level_display()}
        for place in found
    ]
    return JsonResponse({"places": rows})


@never_cache
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """An A5 sheet for each petitioner: number, steps, computed dates, his own look-up code.

    Never for an accusation. A clerk prints those that he registered himself.
    """
    user = signed_in(request)
    petition = selectors.get_visible(user, pk, "deadlines")
    is_officer = enums.Relation.OFFICER in access.relations(user, petition)
    if petition.is_sealed or not (is_officer or petition.registered_by_id == user.pk):
        raise Http404
    running = [one for one in petition.deadlines.all() if one.is_running]
    return render(
        request,
        "petitions/receipt.html",
        {
            "petition": petition,
            "sheets": [
                {
                    "petitioner": one,
                    "code": spaced(one.lookup_code),
                    "pin": "" if one.phone else one.receipt_pin,
                    "qr": qr_of(request, one.lookup_code),
                }
                for one in petition.petitioners.all()
            ],
            "notify": next((one for one in running if one.clock == enums.Clock.NOTIFY), None),
            "people": selectors.people_of(petition),
            "office": department_of(DepartmentKind.CENTRE, petition.centre),
        },
    )
