"""The public's pages (screen j): one's own matter by the receipt's code, and what is kept."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases import enums, labels, services
from cases.models import Party
from cases.services import public, requests
from grids.selectors import department_of
from mediation.core import clock
from mediation.core.accounts import client_address
from mediation.core.errors import Refused
from mediation.core.privacy import mask_name

TICKET_SALT = "cases.lookup"
TICKET_SECONDS = 600
AHEAD = {
    enums.Tier.STREET: ("街道人民调解室", "村里谈不成再到这一步"),
    enums.Tier.LEADER: ("街道包案领导牵头", "调解室谈不成再到这一步"),
    enums.Tier.LITIGATION: ("走法律途径", "您随时可以选，中心免费帮您问法院、找法律援助"),
}


class LookupForm(forms.Form):
    code = forms.CharField(
        label="查询码",
        max_length=20,
        error_messages={"required": "请填回执上的 8 位查询码。"},
        widget=forms.TextInput(
            attrs={"class": "in in--xl", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    second = forms.RegexField(
        r"^\s*\d{4}\s*$",
        label="登记时留的手机后 4 位",
        error_messages={"required": "请填后 4 位。", "invalid": "是 4 位数字，请再看一眼。"},
        widget=forms.TextInput(
            attrs={
                "class": "in in--xl",
                "inputmode": "numeric",
                "autocomplete": "off",
                "maxlength": "4",
            }
        ),
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """GET the form, POST code and second factor; nothing of either ever stands in a URL."""
    if request.method == "GET":
        return page(request, LookupForm())
    if "invitation" in request.POST:
        return answer(request)
    if "kind" in request.POST:
        return ask(request)
    if "refusal" in request.POST:
        return refuse(request)
    if "ticket" in request.POST:
        return withdraw(request)
    form = LookupForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    try:
        party = services.find_own(
            form.cleaned_data["code"], form.cleaned_data["second"].strip(), client_address(request)
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return page(request, form)
    return page(request, LookupForm(), own_matter(party))


def answer(request: HttpRequest) -> HttpResponse:
    """能来 or 不能来, within ten minutes of looking (rules.md §6: "answer an invitation")."""
    try:
        pk = signing.loads(request.POST.get("ticket", ""), salt=TICKET_SALT, max_age=TICKET_SECONDS)
        party = Party.objects.select_related("case").get(pk=pk)
    except (signing.BadSignature, Party.DoesNotExist):
        return page(request, LookupForm(), {"said": "页面放久了，请重新查一次再办。"})
    try:
        services.answer_own(
            party,
            request.POST.get("invitation", ""),
            request.POST.get("answer", ""),
            request.POST.get("words", ""),
        )
        said = "记下了，谢谢您告诉我们。"
    except Refused as refused:
        said = refused.sentence
    return page(request, LookupForm(), own_matter(party) | {"said": said})


def ask(request: HttpRequest) -> HttpResponse:
    """To see, copy or correct what is kept of him, within ten minutes of looking."""
    try:
        ticket = request.POST.get("ticket", "")
        pk = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_SECONDS)
        party = Party.objects.select_related("case").get(pk=pk)
    except (signing.BadSignature, Party.DoesNotExist):
        return page(request, LookupForm(), {"said": "页面放久了，请重新查一次再办。"})
    try:
        asked = requests.ask_own(
            party, kind=request.POST["kind"], text=request.POST.get("text", "")[:1000]
        )
        said = f"收到您的要求了，{asked.due_on.month}月{asked.due_on.day}日以前答复您。"
    except Refused as refused:
        said = refused.sentence
    return page(request, LookupForm(), own_matter(party) | {"said": said})


def withdraw(request: HttpRequest) -> HttpResponse:
    """不想调了: within ten minutes of looking, without being asked why."""
    try:
        pk = signing.loads(request.POST["ticket"], salt=TICKET_SALT, max_age=TICKET_SECONDS)
        party = Party.objects.select_related("case").get(pk=pk)
    except (signing.BadSignature, Party.DoesNotExist):
        return page(request, LookupForm(), {"said": "页面放久了，请重新查一次再办。"})
    try:
        services.withdraw_own(party)
        said = "已经按您说的撤回。以后想再调，随时可以回来，也不影响您打官司。"
    except Refused as refused:
        said = refused.sentence
    party.case.refresh_from_db()
    return page(request, LookupForm(), own_matter(party) | {"said": said})


def refuse(request: HttpRequest) -> HttpResponse:
    """我不愿意再调: ends the mediation at once; what else is open to him stands below."""
    try:
        ticket = request.POST.get("ticket", "")
        pk = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_SECONDS)
        party = Party.objects.select_related("case").get(pk=pk)
    except (signing.BadSignature, Party.DoesNotExist):
        return page(request, LookupForm(), {"said": "页面放久了，请重新查一次再办。"})
    try:
        public.refuse_own(party)
        said = "已经按您说的结束调解。以后想再调，随时可以回来，也不影响您打官司。"
    except Refused as refused:
        said = refused.sentence
    party.case.refresh_from_db()
    return page(request, LookupForm(), own_matter(party) | {"said": said})


def page(
    request: HttpRequest, form: LookupForm, found: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"form": form, "found": None, "said": "", "today": clock.today()} | (found or {})
    return render(request, "cases/lookup.html", context)


def own_matter(party: Party) -> dict[str, Any]:
    """What a party may know: steps, dates, unit and phone, sessions. No risk, no inner words."""
    case = party.case
    now = clock.now()
    stages = list(case.stages.select_related("unit"))
    ahead = [
        {"title": title, "note": note}
        for tier, (title, note) in AHEAD.items()
        if case.is_open and enums.LADDER.index(tier) > enums.LADDER.index(enums.Tier(case.tier))
    ]
    may_withdraw = public.may_withdraw(party)
    notice, other_ways = public.other_ways(case)
    coming = (
        case.sessions.filter(starts_at__gte=now, is_cancelled=False)
        .select_related("mediator")
        .order_by("starts_at")
        .first()
    )
    return {
        "found": {
            "sentence": sentence_of(case),
            "what": f"{case.division.short_name} {case.category.name}",
            "aloud": case.aloud,
            "names": " 与 ".join(mask_name(one.name) for one in case.parties.all()[:4]),
            "unit": stages[-1].unit,
            "due_on": case.due_on if case.is_open and not case.is_resting else None,
            "next": coming,
            "invitation": coming
            and party.invitations.filter(session=coming).order_by("pk").first(),
            "registered_on": clock.local_day(case.registered_at),
            "steps": [step_of(stage) for stage in stages],
            "ahead": ahead,
            "ended": labels.label(enums.Outcome, case.outcome) if case.outcome else "",
            "ended_on": case.left_on,
            "may_withdraw": may_withdraw,
            "may_refuse": public.may_refuse(party),
            "is_one_of_many": case.is_open
            and party.role == enums.PartyRole.APPLICANT
            and not may_withdraw,
            "notice": notice,
            "other_ways": other_ways,
            "is_open": case.is_open,
            "is_labour": case.category.code in {"10", "11"},
            "requests": party.requests.order_by("-pk")[:5],
            "ticket": signing.dumps(party.pk, salt=TICKET_SALT),
            "centre": department_of("centre", case.centre),
        }
    }


def step_of(stage: Any) -> dict[str, Any]:
    return {
        "title": stage.unit.short_name,
        "tier": stage.get_tier_display(),
        "from_on": stage.entered_on,
        "to_on": stage.left_on,
        "is_now": stage.left_on is None,
    }


def sentence_of(case: Any) -> str:
    """One sentence that is the answer."""
    if case.status == enums.Status.REGISTERED:
        return "您的事已经登记，正在等承办单位答复。"
    if case.status == enums.Status.MEDIATING:
        return "您的事正在办。"
    if case.outcome in enums.RESOLVED_OUTCOMES:
        return "您的事已经谈成。"
    if case.outcome == enums.Outcome.REFERRED:
        return "您的事已转到法律途径，司法所会帮您跟进。"
    return f"您的事已经办完：{labels.label(enums.Outcome, case.outcome)}。"


@login_not_required
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What is kept about a matter, for how long, and what a party may ask for."""
    return render(request, "cases/about.html")
