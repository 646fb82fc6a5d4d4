"""工作专班: list, new, one with its four documents, its staff and its cases."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.forms import co_handling as forms
from cases.models import TaskForce
from cases.selectors import task_forces as forces
from cases.services import task_forces
from cases.views.consultations import case_by_number
from grids.enums import Role
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

SHOWN = 200
# Whoever may found or lead one comes to the list before there is any.
LIST_READERS = task_forces.FOUNDERS | {Role.DEPARTMENT_OFFICER}


@never_cache
@require_GET
def force_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    found = list(forces.task_forces_for(user)[:SHOWN])
    if not found and access.standing(user).roles.isdisjoint(LIST_READERS):
        raise Http404
    return render(
        request,
        "cases/task_forces/list.html",
        {
            "forces": [
                {"force": one, "missing": forces.missing_of(one), "has_ended": bool(one.to_on)}
                for one in found
            ],
            "at_work": sum(1 for one in found if one.to_on is None),
            "may_found": task_forces.may_found(user),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def force_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not task_forces.may_found(user):
        raise Http404
    if request.method == "GET":
        form = forms.TaskForceForm(centre=centre, initial={"from_on": clock.today()})
        return render(request, "cases/task_forces/new.html", {"form": form})
    form = forms.TaskForceForm(request.POST, centre=centre)
    if form.is_valid():
        try:
            made = task_forces.found(user, **form.cleaned_data)
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            messages.success(request, f"{made.name}建好了，请补齐名单和三份文件。")
            return redirect("cases:task_force", made.pk)
    return render(request, "cases/task_forces/new.html", {"form": form})


def force_of(user: User, pk: int) -> TaskForce:
    return get_object_or_404(forces.task_forces_for(user), pk=pk)


@never_cache
@require_GET
def force(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    return show(request, user, force_of(user, pk))


def show(
    request: HttpRequest,
    user: User,
    found: TaskForce,
    *,
    member_form: Any = None,
    document_form: Any = None,
) -> HttpResponse:
    rows, hidden = forces.cases_of(user, found)
    folders = forces.folders_of(found)
    may_lead = task_forces.may_lead(found, user) and found.to_on is None
    return render(
        request,
        "cases/task_forces/page.html",
        {
            "force": found,
            "folders": folders,
            "missing": [one.label for one in folders if not one.is_there],
            "rows": rows,
            "hidden": hidden,
            "may_lead": may_lead,
            "member_form": (member_form or forms.MemberForm(centre=found.centre))
            if may_lead
            else None,
            "document_form": (document_form or forms.DocumentForm()) if may_lead else None,
        },
    )


@require_POST
def force_change(request: HttpRequest, pk: int) -> HttpResponse:
    """`do`: member · case · uncase · document · end."""
    user = signed_in(request)
    found = force_of(user, pk)
    do = request.POST.get("do", "")
    form: Any = None
    kind = ""
    try:
        if do == "member":
            kind, form = "member_form", forms.MemberForm(request.POST, centre=found.centre)
            if not form.is_valid():
                return show(request, user, found, member_form=form)
            task_forces.add_member(found, user, **form.cleaned_data)
        elif do == "document":
            kind, form = "document_form", forms.DocumentForm(request.POST, request.FILES)
            if not form.is_valid():
                return show(request, user, found, document_form=form)
            given = form.cleaned_data
            task_forces.write_document(
                found, user, kind=given["kind"], text=given["text"], upload=given["file"]
            )
        elif do == "case":
            case = case_by_number(user, request.POST.get("number", ""))
            task_forces.put_case(found, user, case)
        elif do == "uncase":
            key = request.POST.get("case", "")
            case = get_object_or_404(access.visible_to(user), pk=int(key) if key.isdecimal() else 0)
            task_forces.put_case(found, user, case, is_in=False)
        elif do == "end":
            task_forces.end(found, user)
        else:
            raise Http404
    except Refused as refused:
        if form is None or refused.field not in form.fields:
            messages.warning(request, refused.sentence)
            return redirect("cases:task_force", found.pk)
        form.add_error(refused.field, refused.sentence)
        return show(request, user, found, **{kind: form})
    messages.success(request, "存好了。")
    return redirect("cases:task_force", found.pk)
