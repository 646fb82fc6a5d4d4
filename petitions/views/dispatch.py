"""月调度清单 and 积案清单: pages and workbooks."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from grids.exports.handing_out import hand_out
from mediation.core import clock, workbooks
from mediation.core.accounts import signed_in
from mediation.core.models import User
from mediation.core.privacy import mask_numbers_in
from mediation.core.purposes import ExportPurpose
from petitions.selectors.dispatch import Line, backlog_of, dispatch_of, may_read_dispatch

COLUMNS = {
    "承办单位": 18,
    "编号": 20,
    "事由": 40,
    "村（社区）": 14,
    "节点": 8,
    "从哪天": 12,
    "停留天数": 10,
    "到期日": 12,
    "包案领导": 12,
    "为什么列入": 24,
    "卡在哪": 30,
}
NOTE = "按事项列，一件事一行；停留天数从进入这个节点的当天算起，当天不计。"


def reader(request: HttpRequest) -> User:
    """Raises Http404 for who has no such list."""
    user = signed_in(request)
    if not may_read_dispatch(user):
        raise Http404
    return user


def cells(line: Line) -> list[Any]:
    petition = line.row.petition
    return [
        line.unit,
        petition.number,
        mask_numbers_in(line.row.title),
        petition.division.short_name if petition.division else "",
        line.node,
        line.since,
        line.days,
        petition.due_on,
        petition.owner.name if petition.owner else "",
        line.why,
        mask_numbers_in(line.row.stuck),
    ]


def as_workbook(request: HttpRequest, title: str, name: str, lines: Sequence[Line]) -> HttpResponse:
    content = workbooks.workbook(title, COLUMNS, [cells(one) for one in lines], [NOTE])
    file = workbooks.download(f"{name}-{clock.today():%Y%m%d}", content)
    back = reverse(f"petitions:{name}")
    return hand_out(request, file, back, what=f"petitions.{name}", rows=len(lines))


@never_cache
@require_GET
def dispatch(request: HttpRequest) -> HttpResponse:
    found = dispatch_of(reader(request))
    return render(
        request,
        "petitions/dispatch/list.html",
        {"found": found, "purposes": ExportPurpose.choices},
    )


@never_cache
@require_GET
def dispatch_workbook(request: HttpRequest) -> HttpResponse:
    found = dispatch_of(reader(request))
    lines = [line for _, lines in found.units for line in lines]
    title = f"{found.on.year}年{found.on.month}月信访调度清单"
    return as_workbook(request, title, "dispatch", lines)


@never_cache
@require_GET
def backlog(request: HttpRequest) -> HttpResponse:
    lines = backlog_of(reader(request))
    return render(
        request,
        "petitions/dispatch/backlog.html",
        {"lines": lines, "today": clock.today(), "purposes": ExportPurpose.choices},
    )


@never_cache
@require_GET
def backlog_workbook(request: HttpRequest) -> HttpResponse:
    return as_workbook(request, "信访积案清单", "backlog", backlog_of(reader(request)))
