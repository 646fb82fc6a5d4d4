"""`/subsidies/`: the months' sheets (a mediator: his own), one sheet with its workbook, the table."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, exports
from cases.enums.subsidies import SheetState
from cases.forms.subsidies import MonthForm, RateForm
from cases.models import SubsidySheet
from cases.selectors import subsidies as reading
from cases.services import subsidies
from cases.views.jurisdiction import put_beside
from grids.exports.handing_out import hand_out
from mediation.core import workbooks
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose

SHOWN = 200


def reader(request: HttpRequest) -> User:
    """Raises Http404 for who has nothing to do with it."""
    user = signed_in(request)
    if not reading.may_read(user):
        raise Http404
    return user


@never_cache
@require_http_methods(["GET", "POST"])
def subsidy_list(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    roles = access.standing(user).roles
    form = MonthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = subsidies.make_sheet(user, form.cleaned_data["month"])
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, f"{sheet} 的表造好了，请中心主任批准。")
            return redirect("cases:subsidy_sheet", sheet.pk)
    may_read_sheets = reading.may_read_sheets(user)
    own = [] if may_read_sheets else list(reading.visible_items(user).order_by("-on")[:SHOWN])
    return render(
        request,
        "cases/subsidies/list.html",
        {
            "sheets": reading.visible_sheets(user)[:SHOWN],
            "may_read_sheets": may_read_sheets,
            "form": form if roles & reading.MAKERS else None,
            "own": own,
            "rates": reading.visible_rates(user).filter(to_on__isnull=True),
            "may_set_rates": bool(roles & reading.APPROVERS),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def subsidy_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet by mediator and by case; a POST of the director approves it."""
    user = reader(request)
    sheet = get_object_or_404(reading.visible_sheets(user), pk=pk)
    if request.method == "POST":
        try:
            subsidies.approve(sheet, user)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, f"{sheet} 的补贴批准了，不再改。")
        return redirect("cases:subsidy_sheet", sheet.pk)
    may_approve = (
        sheet.state == SheetState.DRAFT
        and bool(access.standing(user).roles & reading.APPROVERS)
        and sheet.made_by_id != user.pk
    )
    return render(
        request,
        "cases/subsidies/sheet.html",
        {
            "sheet": sheet,
            "sums": reading.sums_of(sheet),
            "items": reading.visible_items(user).filter(sheet=sheet),
            "may_approve": may_approve,
            "purposes": ExportPurpose.choices,
        },
    )


@never_cache
@require_GET
def subsidy_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as a workbook: staff and case numbers, no party."""
    user = reader(request)
    sheet: SubsidySheet = get_object_or_404(reading.visible_sheets(user), pk=pk)
    items = reading.visible_items(user).filter(sheet=sheet)
    file = workbooks.download(f"subsidies-{sheet.month:%Y%m}", exports.subsidy_sheet(sheet, items))
    back = reverse("cases:subsidy_sheet", args=[sheet.pk])
    what = f"subsidies.month.{sheet.month:%Y-%m}"
    return hand_out(request, file, back, what=what, rows=items.count())


@never_cache
@require_http_methods(["GET", "POST"])
def subsidy_rates(request: HttpRequest) -> HttpResponse:
    """The town's table with its history; the director writes a new row."""
    user = reader(request)
    may_set = bool(access.standing(user).roles & reading.APPROVERS)
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            subsidies.set_rate(user, **form.cleaned_data)
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, "新的标准记下了，以前的件照原来的标准。")
            return redirect("cases:subsidy_rates")
    return render(
        request,
        "cases/subsidies/rates.html",
        {"rates": reading.visible_rates(user), "form": form if may_set else None},
    )
