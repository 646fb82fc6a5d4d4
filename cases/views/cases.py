"""The list of cases and one case (screen d), as far as the reader's level goes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from cases import access, enums, labels, selectors, services
from cases.filters import CaseFilter
from cases.models import Access, Case
from cases.selectors.agreements import agreement_of, has_fresh_relapse
from cases.selectors.guidance import guidance_block
from cases.selectors.instant import may_report_instantly
from cases.selectors.legal_aid import may_check
from cases.selectors.risk import risk_spans
from cases.selectors.safety import safety_of
from cases.selectors.visits import of_matter
from cases.services import requests
from cases.services.sweeps import sweep_of
from cases.services.teams import may_name_team
from cases.views.dossier import dossier_block
from cases.views.register import DELIVERERS
from cases.views.representatives import collective_of
from cases.views.whistles import whistles_of
from cases.workflow import GRAPH, closing_gaps
from cases.workflow.conditions import is_at_rest
from cases.workflow.limitation import limitation_warning
from grids.access import EXPORTERS, PETITION_READERS, may_read_registers
from grids.selectors import centre_of, stationed_leader, villages
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.privacy import mask_address, mask_id, mask_phone
from mediation.core.purposes import ExportPurpose

COUNTED_UP_TO = 10_000
COUNTED_IN_PART = 500
YES_NO = {"overdue": ("已逾期", "没逾期"), "stagnant": ("停滞", "没停滞")}
# What is done every day comes first; the first of them that is open is the solid button.
FIRST_VERBS = ("sign_for", "accept", "record", "settle", "schedule", "answer", "follow_up", "close")
# What is done now and then stands behind one more click.
SELDOM = frozenset({"transfer", "withdraw", "terminate", "merge", "reassess", "amend", "note"})
ONE_CLICK = frozenset(
    {enums.Verb.SIGN_FOR, enums.Verb.REPORT_IN, enums.Verb.RESUME, enums.Verb.RETRACT}
)
GROUNDS = {enums.Verb.PAUSE: enums.PauseReason, enums.Verb.RECUSE: enums.RecuseGround}
PAPER_PAGES = frozenset(enums.Document.values) - {enums.Document.RECEIPT}


class Pages(CursorPagination):
    """Keyset pages: what page 500 costs is what page 1 costs (performance.md §3)."""

    page_size = 50

    def __init__(self, asked: str) -> None:
        first = asked or "-registered_at"
        self.ordering = (first, "-pk" if first.startswith("-") else "pk")


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Filters, search, cursor pages; counts stop at 10,000."""
    user = signed_in(request)
    seen = access.visible_to(user)
    chosen = CaseFilter(request.GET, queryset=seen, request=request)
    dress(chosen.form)
    is_valid = chosen.is_valid()
    cases = chosen.qs if is_valid else seen.none()
    cap = COUNTED_UP_TO
    counted = cases.order_by()
    if request.GET.get("q") or not access.sees_all(user):
        # Many conditions, and no index that has them all: walk the newest, and not far.
        cap, counted = COUNTED_IN_PART, cases.order_by("-registered_at", "-pk")
    found = counted.values("pk")[: cap + 1].count()
    pages = Pages(chosen.form.cleaned_data.get("ordering", "") if is_valid else "")
    page = pages.paginate_queryset(selectors.for_lists(cases), Request(request))
    centre = centre_of(user)
    typed = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in ("cursor", "of")
    ]
    return render(
        request,
        "cases/case_list.html",
        {
            "form": chosen.form,
            "q": request.GET.get("q", ""),
            "division": request.GET.get("division", ""),
            "has_filters": any(name != "q" for name, _ in typed),
            "typed": typed,
            "may_export": not access.standing(user).roles.isdisjoint(EXPORTERS),
            "purposes": ExportPurpose.choices,
            "sweep": sweep_of(user, request.GET.get("sweep")),
            "rows": selectors.rows(page or []),
            "found": found,
            "is_capped": found > cap,
            "cap": cap,
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
            "villages": villages(centre) if centre else [],
            "may_register": access.may_register(user),
            "reads_petitions": bool(access.standing(user).roles & PETITION_READERS),
        },
    )


def dress(form: Any) -> None:
    """The filters as this page shows them."""
    for name, field in form.fields.items():
        field.widget.attrs["class"] = "in"
        if name.endswith(("_from", "_to", "_before")):
            field.widget.input_type, field.widget.format = "date", "%Y-%m-%d"
    for name in form.fields.keys() & YES_NO.keys():
        yes, no = YES_NO[name]
        form.fields[name].widget.choices = [("", "不限"), ("true", yes), ("false", no)]


@never_cache
@require_GET
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case. Card readers get the card; every opening of a file is written down."""
    user = signed_in(request)
    case = selectors.file_of(user, pk)
    today = clock.today()
    relations = access.relations(user, case)
    if case.level < access.FILE:
        return render(request, "cases/case_card.html", card_of(case, relations))
    Access.objects.create(
        centre_id=case.centre_id, case=case, user=user, at=clock.now(), what="file"
    )
    readable = access.readable_stages(user, case)
    clocks, open_verbs = clocks_of(case, today), GRAPH.available(case, relations)
    return render(
        request,
        "cases/case_detail.html",
        {
            **card_of(case, relations),
            "today": today,
            "co_handling": selectors.summary_of(case, today),
            "risk_spans": risk_spans(case, today),
            "may_reassess": enums.Verb.REASSESS in open_verbs,
            "may_report_instantly": may_report_instantly(user, case),
            "may_check_aid": may_check(user),
            "may_read_registers": may_read_registers(user),
            "rail": selectors.rail_of(case, today),
            "story": selectors.story_of(case),
            "visits": list(of_matter(f"case:{case.pk}", may_read_words=bool(readable))),
            "team": selectors.team_of(case, today),
            "may_name_team": may_name_team(user, case),
            **whistles_of(case, user, today),
            "may_note": enums.Verb.NOTE in open_verbs,
            "may_amend": enums.Verb.AMEND in open_verbs,
            "clocks": [one for one in clocks if one["clock"].is_running],
            "ended_clocks": [one for one in clocks if not one["clock"].is_running],
            "gaps": closing_gaps(case) if case.status in enums.OUT else [],
            "collective": collective_of(case),
            "parties": [party_lines(party) for party in case.parties.all()],
            "may_unmask": access.may_see_whole(user, case),
            "safety_note": case.safety_note if access.may_see_safety(user, case) else "",
            "safety": safety_of(case) if access.may_see_safety(user, case) else None,
            "may_ask_requests": not relations.isdisjoint(requests.MAY_ASK | requests.MAY_DECIDE),
            "limitation": limitation_warning(case, today),
            "may_raise_sign": access.may_raise_sign(user, case),
            "sessions": sessions_of(case, readable),
            "agreement": agreement_of(case, readable, today),
            "undone_agreements": [
                one for one in case.agreements.all() if one.is_undone and one.stage_id in readable
            ],
            "has_relapse": has_fresh_relapse(case) and enums.Verb.REOPEN in open_verbs,
            "may_perform": enums.Verb.PERFORM in open_verbs,
            "may_confirm": enums.Verb.CONFIRM in open_verbs,
            "may_refuse": enums.Verb.TERMINATE in open_verbs,
            "consents": list(case.consents.filter(stage__in=readable).select_related("party")),
            "waiting": waiting_of(case, user),
            "papers": papers_of(
                case,
                readable,
                has_receipt=not relations.isdisjoint(DELIVERERS)
                or case.registered_by_id == user.pk,
            ),
            "files": [
                one
                for one in case.attachments.all()
                if not one.is_record or one.stage_id in readable
            ],
            "may_read_record": bool(readable),
            "merged": access.visible_to(user).filter(merged_into=case).order_by("pk"),
            **guidance_block(user, case),
            **dossier_block(case, may_read_record=bool(readable)),
            "leader": case.owner or stationed_leader(case.division),
            # An upper thing, seen through its reverse relation (DESIGN §2).
            "petition_link": getattr(case, "petition_link", None),
        },
    )


def card_of(case: Case, relations: frozenset[str]) -> dict[str, Any]:
    """What a reader of the card sees (rules.md §6, level 1), and what he may do."""
    today, actions = clock.today(), actions_of(case, relations)
    return {
        "case": case,
        "row": selectors.row(case, today),
        "days_open": (today - case.received_on).days + 1,
        "actions": actions,
        "has_seldom": any(action["is_seldom"] for action in actions),
    }


def actions_of(case: Case, relations: frozenset[str]) -> list[dict[str, Any]]:
    """The buttons: exactly the verbs that the graph gives this person now."""
    open_verbs = GRAPH.available(case, relations)
    if all(stage.signed_at for stage in case.stages.all() if stage.left_at is None):
        open_verbs.pop(enums.Verb.SIGN_FOR, None)  # it would only answer that it is done
    order = {verb: place for place, verb in enumerate(FIRST_VERBS)}
    verbs = sorted(open_verbs, key=lambda verb: (verb in SELDOM, order.get(verb, len(order))))
    return [
        {
            "verb": verb,
            "label": labels.button(verb, case.status, case.tier),
            "is_signed": open_verbs[verb].is_signed,
            "is_one_click": verb in ONE_CLICK,
            "is_first": place == 0 and verb in order,
            "is_seldom": verb in SELDOM,
            "url": reverse("cases:move", args=[case.pk, verb]),
        }
        for place, verb in enumerate(verbs)
    ]


def clocks_of(case: Case, today: Any) -> list[dict[str, Any]]:
    """Every clock with its reckoning, by its day."""
    rows = [
        {
            "clock": one,
            "label": one.rule.label,
            "days": selectors.days_left(one.due_on, today),
            "is_resting": one.is_running and is_at_rest(case, one),
        }
        for one in case.deadlines.all()
    ]
    return sorted(rows, key=lambda row: row["clock"].due_on)


def party_lines(party: Any) -> dict[str, Any]:
    """A party with masked numbers; whole ones are asked for by POST."""
    return {
        "party": party,
        "phone": mask_phone(party.phone) if party.phone else "",
        "id_number": mask_id(party.id_number) if party.id_number else "",
        "address": mask_address(party.paper_address) if party.paper_address else "",
        "beside": beside(party),
        "needs": "、".join(labels.label(enums.Need, need) for need in party.needs),
        "sex": party.get_sex_display() if party.sex in ("1", "2") else "",
    }


def beside(party: Any) -> list[str]:
    """Who comes with him, and why something is missing; names of others stay sealed."""
    lines = []
    if party.agent:
        power = party.get_agent_power_display()
        lines.append(f"有代理人{f'，{power}' if power else ''}")
    for name, words in (
        ("guardian", "有监护人"),
        ("interpreter", "有翻译"),
        ("support_person", "有人陪同"),
    ):
        if getattr(party, name):
            lines.append(words)
    if party.is_minor:
        lines.append("未成年" if party.guardian else "未成年，还没有写监护人")
    if party.is_address_hidden:
        lines.append("住址不让对方知道")
    for name, words in (("id", "证件号"), ("phone", "电话"), ("address", "住址")):
        reason = getattr(party, f"get_no_{name}_reason_display")()
        if reason:
            lines.append(f"{words}：{reason}")
    return lines


def sessions_of(case: Case, readable: set[int]) -> list[dict[str, Any]]:
    """Sittings, newest first; outcome and minutes only of stages whose record he may read."""
    held = [
        {
            "session": one,
            "is_record": one.stage_id in readable,
            "place": place,
            "answers": answers_of(one),
        }
        for place, one in enumerate(case.sessions.all(), start=1)
    ]
    return held[::-1]


def answers_of(session: Any) -> str:
    """能来 2 位，未答复 1 位: of a sitting that is still to come."""
    if session.outcome or session.is_cancelled:
        return ""
    answers = [guest.get_answer_display() for guest in session.guests.all()]
    return "，".join(f"{word} {answers.count(word)} 位" for word in dict.fromkeys(answers))


def waiting_of(case: Case, user: Any) -> list[dict[str, Any]]:
    """What waits for a signature, and whether this reader may give it."""
    return [
        {
            "proposal": one,
            "label": labels.label(enums.Verb, one.verb),
            "may_sign": services.may_sign(one, user),
            "fields": proposal_lines(one),
        }
        for one in case.proposals.all()
        if one.decided_at is None
    ]


def proposal_lines(proposal: Any) -> list[str]:
    """The prepared words, for the one who signs them: codes as their labels."""
    choices = {
        "ground": GROUNDS.get(proposal.verb, enums.DeclineGround),
        "clock": enums.ExtendClock,
    }
    lines = []
    for name in ("ground", "clock", "days", "expected_on", "reason", "where_to"):
        value = proposal.data.get(name)
        if value:
            text = labels.label(choices[name], value) if name in choices else str(value)
            if name == "expected_on":
                text = f"预计{labels.day(text)}恢复"
            lines.append(f"{text} 天" if name == "days" else text)
    return lines


def papers_of(case: Case, readable: set[int], *, has_receipt: bool) -> list[dict[str, Any]]:
    """Issued papers with the page that prints them. Those of the record belong to its readers; the
    receipt, which bears the look-up code, is printed by whoever hands it out."""
    return [
        {
            "paper": one,
            "label": labels.label(enums.Document, one.kind),
            "url": reverse("cases:print", args=[case.pk, one.kind]) + f"?version={one.version}"
            if one.kind in PAPER_PAGES
            else reverse("cases:receipt", args=[case.pk]),
        }
        for one, _ in selectors.issued(case, readable, has_receipt=has_receipt)
    ]
