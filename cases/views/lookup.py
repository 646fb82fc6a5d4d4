"""The public's pages (screen j): one's own matter by the receipt's code, and what is kept."""

from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from cases import enums, labels, services
from cases.models import Party
from cases.services import public, requests
from grids.selectors import department_of
from mediation.core import clock
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


def act(party: Party, post: QueryDict) -> str:
    """What a party does about his own case; the sentence that tells him what came of it.

    Raises `Refused` with the reason of the service that would not.
    """
    if "invitation" in post:
        return answer(party, post)
    if "kind" in post:
        return ask(party, post)
    if "refusal" in post:
        return refuse(party)
    return withdraw(party)


def answer(party: Party, post: QueryDict) -> str:
    """能来 or 不能来 (rules.md §6: "answer an invitation")."""
    services.answer_own(
        party, post.get("invitation", ""), post.get("answer", ""), post.get("words", "")
    )
    return "记下了，谢谢您告诉我们。"


def ask(party: Party, post: QueryDict) -> str:
    """To see, copy or correct what is kept of him."""
    asked = requests.ask_own(party, kind=post["kind"], text=post.get("text", "")[:1000])
    return f"收到您的要求了，{asked.due_on.month}月{asked.due_on.day}日以前答复您。"


def withdraw(party: Party) -> str:
    """不想调了: without being asked why."""
    services.withdraw_own(party)
    return "已经按您说的撤回。以后想再调，随时可以回来，也不影响您打官司。"


def refuse(party: Party) -> str:
    """我不愿意再调: ends the mediation at once; what else is open to him stands below."""
    public.refuse_own(party)
    return "已经按您说的结束调解。以后想再调，随时可以回来，也不影响您打官司。"


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
        "sentence": sentence_of(case),
        "what": f"{case.division.short_name} {case.category.name}",
        "aloud": case.aloud,
        "names": " 与 ".join(mask_name(one.name) for one in case.parties.all()[:4]),
        "unit": stages[-1].unit,
        "due_on": case.due_on if case.is_open and not case.is_resting else None,
        "next": coming,
        "invitation": coming and party.invitations.filter(session=coming).order_by("pk").first(),
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
