"""One petition (screen g), as far as the reader's level goes, and the sheet that prints it all."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.selectors.visits import of_matter
from grids.access import may_read_registers
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User
from petitions import access, enums, labels, selectors, services
from petitions.enums import Status, Verb
from petitions.models import Access, Petition
from petitions.selectors import blocks
from petitions.selectors.urgent import may_report_urgent
from petitions.services.archiving import may_archive
from petitions.services.attachments import may_attach
from petitions.services.hearings import may_hold_hearing
from petitions.services.supports import may_support
from petitions.workflow import GRAPH
from petitions.workflow.conditions import running, unanswered

# What is done every day comes first; the first of them that is open is the solid button.
FIRST_VERBS = (
    Verb.SIGN_FOR,
    Verb.REPORT_IN,
    Verb.ANSWER,
    Verb.ACCEPT,
    Verb.REPLY,
    Verb.DELIVER,
    Verb.RECORD,
    Verb.MEDIATE,
    Verb.HEAR,
    Verb.EXTEND,
    Verb.ASSIGN,
    Verb.REVIEW_DECIDED,
    Verb.FINAL_DECIDED,
    Verb.CLOSE,
)
# What may be the solid button of the page: an act of the office, never a word that is the petitioner's.
SOLID = frozenset(FIRST_VERBS) - {Verb.MEDIATE, Verb.HEAR, Verb.EXTEND, Verb.ASSIGN}
# What is done now and then stands behind one more click.
SELDOM = frozenset({Verb.WITHDRAW, Verb.AMEND, Verb.NOTE, Verb.WHISTLE, Verb.REOPEN})
ONE_CLICK = frozenset({Verb.SIGN_FOR, Verb.REPORT_IN})


@never_cache
@require_GET
def petition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One petition. Card readers get the card; every opening of a file is written down."""
    user = signed_in(request)
    petition = selectors.file_of(user, pk)
    relations = access.relations(user, petition)
    if selectors.level_of(petition) < access.FILE:
        return render(request, "petitions/petition_card.html", card_of(petition, relations))
    note_opening(petition, user, "file")
    return render(
        request,
        "petitions/petition_detail.html",
        {
            **card_of(petition, relations),
            **file_of(petition, user),
            **what_he_may(petition, user, relations),
        },
    )


@never_cache
@require_GET
def petition_print(request: HttpRequest, pk: int) -> HttpResponse:
    """打印信访卷: everything on one sheet, numbers masked, who printed it and when."""
    user = signed_in(request)
    petition = selectors.file_of(user, pk)
    if selectors.level_of(petition) < access.FILE:
        raise Http404
    note_opening(petition, user, "print")
    return render(
        request,
        "petitions/print.html",
        {
            **card_of(petition, frozenset()),
            **file_of(petition, user),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


def note_opening(petition: Petition, user: User, what: str) -> None:
    Access.objects.create(
        centre_id=petition.centre_id, petition=petition, user=user, at=clock.now(), what=what
    )


def card_of(petition: Petition, relations: frozenset[str]) -> dict[str, Any]:
    """What a reader of the card sees (rules.md §6, level 1), and what he may do."""
    today, actions = clock.today(), actions_of(petition, relations)
    return {
        "petition": petition,
        "row": selectors.row(petition, today),
        "today": today,
        "actions": actions,
        "has_seldom": any(action["is_seldom"] for action in actions),
    }


def file_of(petition: Petition, user: User) -> dict[str, Any]:
    """Every block of the file (level 2)."""
    today = clock.today()
    running_clocks, ended_clocks = blocks.clock_lines(petition, today)
    steps, links = selectors.steps_of(petition, today), blocks.link_lines(petition, user)
    return {
        "statement": selectors.statement_of(petition, today),
        "axis": selectors.axis_of(selectors.spans_of(petition), today, petition.status),
        "steps": steps,
        "steps_done": sum(1 for one in steps if one.state == "done"),
        "story": selectors.story_of(petition),
        "visits": list(of_matter(f"petition:{petition.pk}", may_read_words=True)),
        "demands": blocks.demand_lines(petition, links),
        "petitioners": blocks.petitioner_lines(petition),
        "directions": blocks.direction_lines(petition, today),
        "records": list(petition.records.all())[::-1],
        "reviews": list(petition.reviews.all()),
        "hearings": list(petition.pauses.all()),
        "supports": list(petition.supports.all()),
        "ratings": list(petition.ratings.all()),
        "links": links,
        "clocks": running_clocks,
        "ended_clocks": ended_clocks,
        "files": list(petition.attachments.all()),
        "sealed": blocks.sealed_of(petition),
        "resolutions": [labels.label(enums.Resolution, one) for one in petition.resolutions],
        "earlier": earlier_of(petition, user),
    }


def earlier_of(petition: Petition, user: User) -> Petition | None:
    """The same matter before, where the reader sees it: said of the matter, never of a person."""
    if petition.repeats_id is None:
        return None
    return access.visible_to(user).filter(pk=petition.repeats_id).first()


def what_he_may(petition: Petition, user: User, relations: frozenset[str]) -> dict[str, Any]:
    open_verbs = GRAPH.available(petition, relations)
    return {
        "waiting": waiting_of(petition, user),
        "may_note": Verb.NOTE in open_verbs,
        "may_amend": Verb.AMEND in open_verbs,
        "may_answer": any(
            services.may_answer(user, petition, one) for one in petition.demands.all()
        ),
        "may_attach": may_attach(user, petition),
        "may_support": may_support(user, petition),
        "may_hold_hearing": may_hold_hearing(user, petition),
        "may_unmask": access.may_see_whole(user, petition),
        "gives_receipts": enums.Relation.OFFICER in relations,
        "may_archive": may_archive(user, petition),
        "may_read_registers": may_read_registers(user),
        "may_report_urgent": may_report_urgent(user, petition),
    }


def actions_of(petition: Petition, relations: frozenset[str]) -> list[dict[str, Any]]:
    """The buttons: exactly the verbs that the graph gives this person now, and the page on which
    the opinion is drafted."""
    open_verbs = GRAPH.available(petition, relations)
    order = {verb: place for place, verb in enumerate(FIRST_VERBS)}
    if running(petition, enums.Clock.NOTIFY) and petition.status != Status.REGISTERED:
        order[Verb.DELIVER] = -1  # he waits to be told; that comes before anything else
    verbs = sorted(open_verbs, key=lambda verb: (verb in SELDOM, order.get(verb, len(order))))
    actions = [
        {
            "verb": verb,
            "label": labels.button(verb, petition.status),
            "is_signed": open_verbs[verb].is_signed,
            "is_one_click": verb in ONE_CLICK,
            "is_first": False,
            "is_seldom": verb in SELDOM,
            "url": reverse("petitions:move", args=[petition.pk, verb]),
        }
        for verb in verbs
    ]
    if enums.Relation.OFFICER in relations and is_drafting(petition):
        tells_first = order[Verb.DELIVER] < 0 and Verb.DELIVER in open_verbs
        actions.insert(1 if tells_first else 0, draft_of(petition))
    if actions and (actions[0]["verb"] in SOLID or actions[0]["verb"] == "draft"):
        actions[0]["is_first"] = True
    return actions


def is_drafting(petition: Petition) -> bool:
    return petition.status == Status.HANDLING and bool(unanswered(petition))


def draft_of(petition: Petition) -> dict[str, Any]:
    """起草处理意见: each demand is answered first (条例32)."""
    return {
        "verb": "draft",
        "label": "起草处理意见",
        "is_signed": True,
        "is_one_click": False,
        "is_first": False,
        "is_seldom": False,
        "url": reverse("petitions:demands", args=[petition.pk]),
    }


def waiting_of(petition: Petition, user: User) -> list[dict[str, Any]]:
    """What waits for a signature, and whether this reader may give it."""
    return [
        {
            "proposal": one,
            "label": labels.button(one.verb),
            "may_sign": services.may_sign(one, user),
            "fields": proposal_lines(one),
        }
        for one in petition.proposals.all()
        if one.decided_at is None
    ]


def proposal_lines(proposal: Any) -> list[str]:
    """The prepared words, for the one who signs them: codes as their labels."""
    data, lines = proposal.data, []
    if data.get("ground"):
        lines.append(labels.label(enums.DeclineGround, data["ground"]))
    if data.get("days"):
        lines.append(f"延 {data['days']} 天")
    if data.get("number"):
        lines.append(f"复核意见书 {data['number']}")
    if data.get("where_to"):
        lines.append(f"可以向{data['where_to']}提出")
    if data.get("reason"):
        lines.append(str(data["reason"]))
    lines += [labels.label(enums.Resolution, one) for one in data.get("resolutions") or []]
    if data.get("review_body"):
        lines.append(f"复查机关：{data['review_body']}")
    if data.get("waived"):
        lines.append("信访人书面表示不再申请复查、复核")
    return lines
