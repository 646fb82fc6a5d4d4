"""Registers (台账): the list of them, one of them, one line, its form and its printed sheet."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from grids.exports.handing_out import hand_out
from grids.exports.registers import MOST_LINES, book_of
from grids.forms.registers import EntryForm
from grids.models import Register
from grids.register_filters import RegisterFilter
from grids.registers import KINDS, Kind
from grids.selectors import matters
from grids.selectors import register_rights as rights
from grids.selectors import registers as found
from grids.services import registers as services
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose
from mediation.core.workbooks import download


class Pages(CursorPagination):
    page_size = 50
    ordering = ("-happened_on", "-pk")


def kind_in_sight(user: User, code: str) -> Kind:
    """A register that is this person's business. Raises Http404."""
    kind = KINDS.get(code)
    if kind is None:
        raise Http404
    if not found.may_read(user, kind) and not found.entries(user, kind).exists():
        raise Http404
    return kind


def entry_in_sight(user: User, code: str, pk: int) -> Register:
    """Raises Http404."""
    entries = found.visible_registers(user).select_related("centre", "decided_by")
    return get_object_or_404(entries.filter(kind__in=KINDS), kind=code, pk=pk)


def error_lines(form: Any) -> list[dict[str, str]]:
    """Lines of the error summary, each with the id and the name of its field."""
    return [
        {"id": form[name].id_for_label, "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]


def take(form: Any, refused: Refused) -> None:
    """The refusal, beside its field where the form has it."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


@never_cache
@require_GET
def register_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    shelves, elsewhere = found.shelves(user), found.elsewhere_for(user)
    if not shelves and not elsewhere:
        raise Http404
    if asked := request.GET.get("matter", ""):
        return of_matter(request, user, asked[:40])
    return render(
        request,
        "grids/registers/shelves.html",
        {
            "shelves": shelves,
            "elsewhere": elsewhere,
            "waiting": sum(one.waiting for one in shelves),
            "year": clock.today().year,
        },
    )


def of_matter(request: HttpRequest, user: User, asked: str) -> HttpResponse:
    """What the registers say about one case or petition in his sight, and where he may write."""
    key = matters.find(user, asked)
    link = matters.links(user, [key]).get(key)
    if link is None:
        raise Http404
    context = {
        "matter": key,
        "link": link,
        "lines": found.lines_of(user, key),
        "kinds": [one for one in found.kinds_of_matters() if rights.may_write(user, one)],
    }
    return render(request, "grids/registers/of_matter.html", context)


@never_cache
@require_GET
def register(request: HttpRequest, kind: str) -> HttpResponse:
    user = signed_in(request)
    row = kind_in_sight(user, kind)
    chosen = RegisterFilter(
        request.GET, queryset=found.entries(user, row), request=request, kind=row
    )
    pages = Pages()
    lines = list(pages.paginate_queryset(chosen.qs, Request(request)) or [])
    links = found.links_of(user, lines)
    return render(
        request,
        "grids/registers/list.html",
        {
            "kind": row,
            "filter": chosen,
            "has_filters": any(request.GET.get(name) for name in chosen.filters),
            "lines": [{"entry": one, "cells": shown_cells(one, links)} for one in lines],
            "may_write": rights.may_write(user, row),
            "waiting": rights.open_for(user, row) if row.approvers else 0,
            "typed": [
                (name, request.GET[name]) for name in chosen.filters if request.GET.get(name)
            ],
            "purposes": ExportPurpose.choices,
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


SHOWN_IN_LIST = 6


def shown_cells(entry: Register, links: dict[str, Any]) -> list[found.Cell]:
    """The first columns, long texts cut; the whole line has a page of its own."""
    cells = [one for one in found.cells(entry, links) if one.text]
    return cells[:SHOWN_IN_LIST]


@never_cache
@require_GET
def register_workbook(request: HttpRequest, kind: str) -> HttpResponse:
    user = signed_in(request)
    row = kind_in_sight(user, kind)
    chosen = RegisterFilter(
        request.GET, queryset=found.entries(user, row), request=request, kind=row
    )
    lines = list(chosen.qs[:MOST_LINES])
    file = download(
        f"register-{row.code}-{clock.today():%Y%m%d}",
        book_of(row, lines, found.links_of(user, lines)),
    )
    back = reverse("grids:register", args=[row.code])
    return hand_out(request, file, back, what=f"register.{row.code}", rows=len(lines))


@never_cache
@require_http_methods(["GET", "POST"])
def register_new(request: HttpRequest, kind: str) -> HttpResponse:
    user = signed_in(request)
    row = KINDS.get(kind)
    units = list(found.writing_units(user, row)) if row else []
    if row is None or not units:
        raise Http404
    form = EntryForm(
        request.POST or None,
        kind=row,
        centre=units[0].centre,
        units=units,
        initial={
            "happened_on": clock.today(),
            "form_key": uuid.uuid4(),
            "matter": matter_named(user, request.GET.get("matter", "")[:40]),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter(row.code, user, **given(form))
        except Refused as refused:
            take(form, refused)
        else:
            messages.success(request, f"{made} 登记好了。")
            return redirect("grids:register_entry", row.code, made.pk)
    return render(
        request,
        "grids/registers/form.html",
        {"kind": row, "form": form, "errors": error_lines(form), "entry": None},
    )


def matter_named(user: User, asked: str) -> str:
    """The number of the case or petition from whose page he comes; "" when he does not see it."""
    key = matters.find(user, asked) if asked else ""
    link = matters.links(user, [key]).get(key)
    return link.label if link else ""


def given(form: EntryForm) -> dict[str, Any]:
    """What was typed; an empty key or unit is none."""
    typed = dict(form.cleaned_data)
    return {
        name: value for name, value in typed.items() if name not in ("form_key", "unit") or value
    }


@never_cache
@require_GET
def register_entry(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    user = signed_in(request)
    return show(request, user, entry_in_sight(user, kind, pk))


def show(request: HttpRequest, user: User, entry: Register) -> HttpResponse:
    kind = KINDS[entry.kind]
    return render(
        request,
        "grids/registers/entry.html",
        {
            "kind": kind,
            "entry": entry,
            "cells": found.cells(entry, found.links_of(user, [entry])),
            "checklist": found.checklist_of(entry) if kind.checklists else [],
            "files": list(entry.files.select_related("uploaded_by")),
            "story": list(entry.events.select_related("actor", "on_behalf_of")),
            "kept_until": found.kept_until(entry),
            "may_amend": rights.may_amend(user, entry),
            "may_finish": rights.may_finish(user, entry),
            "may_decide": rights.may_decide(user, entry),
            "may_strike": rights.may_strike(user, entry),
            "may_attach": rights.may_attach(user, entry),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def register_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Amend a line; the unit that it is addressed to says when it was done, and how."""
    user = signed_in(request)
    entry = entry_in_sight(user, kind, pk)
    is_writer = rights.may_amend(user, entry)
    if not is_writer and not rights.may_finish(user, entry):
        raise Http404
    row = KINDS[entry.kind]
    link = found.links_of(user, [entry]).get(entry.matter)
    # A matter out of the writer's sight stands as it is: he is not told which one it is.
    names = {one for one in row.names if one != "matter" or link or not entry.matter}
    form = EntryForm(
        request.POST or None,
        kind=row,
        centre=entry.centre,
        entry=entry,
        only=names if is_writer else rights.ANSWER,
        initial={"matter": link.label if link else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.amend(entry, user, **given(form))
        except Refused as refused:
            take(form, refused)
        else:
            messages.success(request, f"{entry} 改好了，改动前的文字留着。")
            return redirect("grids:register_entry", row.code, entry.pk)
    return render(
        request,
        "grids/registers/form.html",
        {"kind": row, "form": form, "errors": error_lines(form), "entry": entry},
    )


@require_POST
def register_act(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Approve, return, strike, keep a file, tick the checklist: by `do`."""
    user = signed_in(request)
    entry = entry_in_sight(user, kind, pk)
    try:
        words = act(request, user, entry)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, words)
    return redirect("grids:register_entry", entry.kind, entry.pk)


def act(request: HttpRequest, user: User, entry: Register) -> str:
    """What was done, in words. Raises Refused."""
    do, words = request.POST.get("do", ""), request.POST.get("words", "")
    if do in ("approve", "return"):
        services.decide(entry, user, is_approved=do == "approve", decision=words)
        return "批准了。" if do == "approve" else "退回去了。"
    if do == "strike":
        services.strike(entry, user, reason=words)
        return "划掉了，编号和内容都还看得到。"
    if do == "attach":
        upload = request.FILES.get("file")
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        services.attach(entry, user, upload)
        return "材料存好了。"
    if do == "tick":
        met = set(request.POST.getlist("items"))
        services.tick(
            entry,
            user,
            {one["item"].pk: str(one["item"].pk) in met for one in found.checklist_of(entry)},
        )
        return "对照好了。"
    raise Refused("unknown_act", "没有这一步，请刷新页面。")


@never_cache
@require_GET
def register_print(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The sheet of its kind on A4."""
    user = signed_in(request)
    entry = entry_in_sight(user, kind, pk)
    row = KINDS[entry.kind]
    return render(
        request,
        "grids/registers/print.html",
        {
            "kind": row,
            "entry": entry,
            "cells": found.cells(entry, found.links_of(user, [entry])),
            "checklist": found.checklist_of(entry) if row.checklists else [],
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )
