"""What stands beside the ladder in one case: plan, 包案 file, 挂牌, the town's lists; one page
(`/cases/<pk>/co-handling/`), a form of its own for each text."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, selectors
from cases.enums import OPEN, Relation, Verb
from cases.forms import co_handling as forms
from cases.models import Case, PlanStep
from cases.selectors import co_handling as beside
from cases.services import checklists, ownership, plans
from cases.workflow import GRAPH
from mediation.core import calendar, clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

DRAFT_PLAN, DRAFT_OWNERSHIP = "plan", "ownership"
LISTED_SHOWN = 200


def case_at_file(request: HttpRequest, pk: int, *rows: str) -> tuple[User, Case]:
    """The case for a reader of its file. Raises Http404 below."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *(rows or selectors.DECIDING))
    if case.level < access.FILE:
        raise Http404
    return user, case


def back(case: Case, part: str = "") -> HttpResponse:
    return redirect(reverse("cases:co_handling", args=[case.pk]) + (f"#{part}" if part else ""))


@never_cache
@require_GET
def co_handling(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one case that several units or a leader answer for together. Level file."""
    user, case = case_at_file(request, pk)
    return show(request, user, case)


def show(
    request: HttpRequest,
    user: User,
    case: Case,
    listing_form: Any = None,
    lift_form: Any = None,
) -> HttpResponse:
    today, mine = clock.today(), access.relations(user, case)
    plan, owned = beside.plan_of(case, today), beside.ownership_of(case)
    forces, meetings = beside.forces_of(case), beside.meetings_of(case)
    listings = beside.listings_of(case)
    is_open = case.status in OPEN
    in_reach = set(selectors.consultations_for(user).filter(
        pk__in=[one.consultation_id for one in meetings]
    ).values_list("pk", flat=True))  # fmt: skip
    may_list = not mine.isdisjoint(ownership.LISTERS)
    return render(
        request,
        "cases/co_handling/page.html",
        {
            "case": case,
            "row": selectors.row(case, today),
            "plan": plan,
            "may_write_plan": is_open and not mine.isdisjoint(plans.WRITERS),
            "strikable": [
                one.step.pk
                for one in (plan.steps if plan else [])
                if one.days is not None and plans.may_strike_off(one.step, case, user)
            ],
            "owned": owned[0] if owned else None,
            "older_owned": owned[1:],
            "eight": beside.eight_of(owned[0] if owned else None),
            "missing": beside.missing_of_eight(owned[0] if owned else None),
            "five": beside.five_of(case, plan, owned[0] if owned else None, forces, meetings),
            "may_own": is_open and Relation.LEADER in mine,
            "listing": next((one for one in listings if one.lifted_on is None), None),
            "lifted": [one for one in listings if one.lifted_on is not None],
            "listing_form": (listing_form or forms.ListingForm()) if may_list and is_open else None,
            "lift_form": (lift_form or forms.LiftForm()) if may_list else None,
            "meetings": [(one, one.consultation_id in in_reach) for one in meetings],
            "forces": forces,
            "checklists": beside.checklists_of(case),
            "may_tick": Verb.NOTE in GRAPH.available(case, mine),
            "today": today,
        },
    )


# --- the plan ----------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def plan_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan's form: `do=dates` reckons the days backwards, `do=rows` gives more rows, else it
    is saved as a new version."""
    user, case = case_at_file(request, pk)
    if access.relations(user, case).isdisjoint(plans.WRITERS) or case.status not in OPEN:
        messages.warning(request, "这件事的方案现在由承办人、负责人、包案领导或平安办来写。")
        return back(case, "plan")
    who = forms.who_pairs(case.centre)
    last = beside.plan_of(case, clock.today())
    version = last.plan.version if last else 0
    if request.method == "GET":
        return plan_page(request, case, *plan_as_it_stands(case, user, last, who), version=version)
    do = request.POST.get("do", "save")
    form, steps = forms.PlanForm(request.POST), forms.StepForms(
        request.POST, prefix="steps", form_kwargs={"who": who}
    )  # fmt: skip
    written = request.POST.get("version", "")
    version = int(written) if written.isdecimal() else version
    if do == "rows":
        return plan_page(
            request, case, *plan_again(request.POST, who, more=forms.SPARE_STEPS), version=version
        )
    is_valid = form.is_valid() and steps.is_valid()
    if do == "dates":
        return plan_dated(request, case, form, steps, who, version)
    if not is_valid:
        return plan_page(request, case, form, steps, version=version)
    rows = [one for one in steps if one.step()]
    try:
        saved = plans.write_plan(
            case, user, **form.cleaned_data, steps=[one.step() for one in rows], version=version
        )
    except Refused as refused:
        put_beside(form, rows, refused)
        if refused.current is not None:
            version = refused.current["version"]
        return plan_page(request, case, form, steps, version=version)
    drafts.clear(user, DRAFT_PLAN, str(case.pk))
    messages.success(request, f"{case.aloud}：方案第 {saved.version} 版存好了。")
    return back(case, "plan")


def plan_as_it_stands(
    case: Case, user: User, last: beside.PlanView | None, who: list[Any]
) -> tuple[Any, Any]:
    """The forms filled with the plan in force, or with what was begun and not handed in."""
    kept = drafts.load(user, DRAFT_PLAN, str(case.pk))
    if kept is not None:
        return plan_again(kept.data, who)
    initial: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    if last is not None:
        plan = last.plan
        initial = {"goal": plan.goal, "measures": plan.measures, "ends_on": plan.ends_on}
        rows = [
            {
                "what": one.step.what,
                "who": f"{one.step.unit_id}:{one.step.person_id}"
                if one.step.person_id
                else str(one.step.unit_id),
                "due_on": one.step.due_on,
            }
            for one in last.steps
            if one.days is not None
        ]
    return forms.PlanForm(initial=initial), step_rows(rows, who)


def plan_again(typed: Any, who: list[Any], *, more: int = 0) -> tuple[Any, Any]:
    """The forms with what was typed, as typed, and nothing said about it yet."""
    count = str(typed.get("steps-TOTAL_FORMS", ""))
    rows = [
        {name: typed.get(f"steps-{place}-{name}") for name in ("what", "who", "days", "due_on")}
        for place in range(min(int(count), forms.MOST_STEPS) if count.isdecimal() else 0)
    ]
    initial = {name: typed.get(name) for name in ("goal", "measures", "ends_on")}
    return forms.PlanForm(initial=initial), step_rows(rows, who, least=len(rows) + more)


def step_rows(rows: list[dict[str, Any]], who: list[Any], *, least: int = 0) -> Any:
    """Filled rows and some empty ones, at most MOST_STEPS."""
    wanted = max(least, len(rows) + forms.SPARE_STEPS if not least else 0, forms.LEAST_STEPS)
    blank: list[dict[str, Any]] = [{} for _ in range(wanted - len(rows))]
    initial = [*rows, *blank][: forms.MOST_STEPS]
    return forms.StepForms(initial=initial, prefix="steps", form_kwargs={"who": who})


def plan_dated(
    request: HttpRequest, case: Case, form: Any, steps: Any, who: list[Any], version: int
) -> HttpResponse:
    """倒排工期: the days filled in, nothing saved. Rows without a number take one working day."""
    if "ends_on" not in form.cleaned_data or not steps.is_valid():
        return plan_page(request, case, form, steps, version=version)
    rows = [one for one in steps if one.cleaned_data.get("what")]
    lengths = [one.cleaned_data.get("days") or 1 for one in rows]
    found = plans.schedule_backwards(form.cleaned_data["ends_on"], lengths, calendar.load())
    typed = request.POST.copy()
    for one, length, due_on in zip(rows, lengths, found.due_on, strict=True):
        typed[f"{one.prefix}-due_on"] = due_on.isoformat()
        typed[f"{one.prefix}-days"] = str(length)
    today = clock.today()
    if not rows:
        messages.warning(request, "先写要做的几步，各要几个工作日，再倒排。")
    elif found.starts_on < today:
        short = calendar.load().count_workdays(found.starts_on, today)
        messages.warning(
            request,
            f"照这样排，{found.starts_on:%Y-%m-%d} 就要动手，少 {short} 个工作日；"
            "可以把完成日期往后放，或把几步的天数减一减。",
        )
    else:
        messages.success(
            request, f"日子排好了，最晚 {found.starts_on:%Y-%m-%d} 的下一个工作日动手；可以再改。"
        )
    return plan_page(request, case, *plan_again(typed, who), version=version)


def put_beside(form: Any, rows: list[Any], refused: Refused) -> None:
    """Put a refusal beside its cell; what belongs to no cell goes to the top."""
    head, _, rest = refused.field.partition(".")
    place, _, name = rest.partition(".")
    if head == "steps" and place.isdecimal() and int(place) < len(rows):
        name = "who" if name in ("unit", "person") else name
        if name in rows[int(place)].fields:
            rows[int(place)].add_error(name, refused.sentence)
            return
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def plan_page(
    request: HttpRequest, case: Case, form: Any, steps: Any, *, version: int
) -> HttpResponse:
    return render(
        request,
        "cases/co_handling/plan_form.html",
        {
            "case": case,
            "form": form,
            "steps": steps,
            "version": version,
            "is_full": steps.total_form_count() >= forms.MOST_STEPS,
            "draft_url": reverse("core:draft", args=[DRAFT_PLAN]) + f"?key={case.pk}",
        },
    )


@require_POST
def step_strike_off(request: HttpRequest, pk: int, step_pk: int) -> HttpResponse:
    user, case = case_at_file(request, pk)
    step = get_object_or_404(PlanStep.objects.filter(case=case).select_related("case"), pk=step_pk)
    try:
        plans.strike_off(step, user, result=request.POST.get("result", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"“{step.what}”已销号。")
    return back(case, "plan")


# --- 包案 and 挂牌 -------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def ownership_write(request: HttpRequest, pk: int) -> HttpResponse:
    user, case = case_at_file(request, pk)
    if Relation.LEADER not in access.relations(user, case) or case.status not in OPEN:
        messages.warning(request, "包案表由包案领导来填，联络员可以代录。")
        return back(case, "ownership")
    last = ownership.current_ownership(case)
    version = last.version if last else 0
    if request.method == "GET":
        kept = drafts.load(user, DRAFT_OWNERSHIP, str(case.pk))
        standing = (
            {name: getattr(last, name) for name in (*ownership.TEXTS, "due_on")} if last else {}
        )
        form = forms.OwnershipForm(initial=standing | (kept.data if kept else {}))
        return ownership_page(request, case, form, version)
    form = forms.OwnershipForm(request.POST)
    written = request.POST.get("version", "")
    version = int(written) if written.isdecimal() else version
    if not form.is_valid():
        return ownership_page(request, case, form, version)
    try:
        ownership.write_ownership(case, user, version=version, **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        if refused.current is not None:
            version = refused.current["version"]
        return ownership_page(request, case, form, version)
    drafts.clear(user, DRAFT_OWNERSHIP, str(case.pk))
    messages.success(request, f"{case.aloud}：包案表存好了。")
    return back(case, "ownership")


def ownership_page(request: HttpRequest, case: Case, form: Any, version: int) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "version": version,
        "draft_url": reverse("core:draft", args=[DRAFT_OWNERSHIP]) + f"?key={case.pk}",
    }
    return render(request, "cases/co_handling/ownership_form.html", context)


@require_POST
def listing_write(request: HttpRequest, pk: int) -> HttpResponse:
    """`do=list` puts the case on the list of 挂牌督办, `do=lift` takes it off."""
    user, case = case_at_file(request, pk)
    is_lifting = request.POST.get("do") == "lift"
    form = forms.LiftForm(request.POST) if is_lifting else forms.ListingForm(request.POST)
    if form.is_valid():
        try:
            if is_lifting:
                ownership.lift_listing(case, user, reason=form.cleaned_data["lift_reason"])
            else:
                ownership.list_case(case, user, **form.cleaned_data)
        except Refused as refused:
            if refused.field not in form.fields:
                messages.warning(request, refused.sentence)
                return back(case, "listing")
            form.add_error(refused.field, refused.sentence)
        else:
            done = "摘牌了" if is_lifting else "已挂牌督办"
            messages.success(request, f"{case.aloud}：{done}。")
            return back(case, "listing")
    shown: dict[str, Any] = {"lift_form": form} if is_lifting else {"listing_form": form}
    return show(request, user, case, **shown)


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    user, case = case_at_file(request, pk)
    item = request.POST.get("item", "")
    try:
        checklists.tick(
            case,
            user,
            int(item) if item.isdecimal() else 0,
            is_done=request.POST.get("do") != "undo",
        )
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return back(case, "checklists")


@never_cache
@require_GET
def listings(request: HttpRequest) -> HttpResponse:
    """`/listings/`: what stands on the list of 挂牌督办, the nearest day first."""
    user = signed_in(request)
    if not selectors.may_read_listings(user):
        raise Http404
    found = list(beside.listed(user)[: LISTED_SHOWN + 1])
    rows = beside.listed_rows(user, found[:LISTED_SHOWN])
    return render(
        request,
        "cases/co_handling/listings.html",
        {
            "rows": rows,
            "late": sum(1 for one in rows if one.days < 0),
            "has_more": len(found) > LISTED_SHOWN,
        },
    )
