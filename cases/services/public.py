"""The public look-up: a party finds his own matter, and may take it back (rules.md §6, last lines)."""

from cases.enums import Document, Outcome, PartyRole, Status, Tier, Verb
from cases.models import Case, Party
from cases.papers.facts import ways
from cases.papers.source import Source
from cases.services.door import Moved, move
from cases.services.papers import words_of
from cases.services.refusing import refuse_mediation
from mediation.core import clock
from mediation.core.accounts import system_user


def refuse_own(party: Party) -> Moved:
    """不愿再调: his own word ends it at once, and no reason is asked (人民调解法 23, rules.md §2 rows
    14 and 15). The only applicant takes his application back; whoever else it is, mediation ends.

    Raises `Refused`: not_now (nothing is mediated) · not_yours (the leader's joint investigation).
    """
    if may_withdraw(party):
        return withdraw_own(party)
    return refuse_mediation(party.case, system_user(), party)


def may_withdraw(party: Party) -> bool:
    """Of several applicants one leaves by `amend`: the matter is the others' too."""
    others = party.case.parties.filter(role=PartyRole.APPLICANT).exclude(pk=party.pk)
    return party.role == PartyRole.APPLICANT and party.case.is_open and not others.exists()


def may_refuse(party: Party) -> bool:
    """Whether his word would end a mediation that he cannot take back."""
    case = party.case
    is_mediated = case.status == Status.MEDIATING and case.tier != Tier.LEADER
    return is_mediated and party.role != PartyRole.THIRD_PARTY and not may_withdraw(party)


def other_ways(case: Case) -> tuple[str, list[str]]:
    """The notice R9 by its name and number, if one was issued, and the other ways with their
    periods; none while the matter is being handled or when it was settled."""
    if case.outcome == Outcome.TERMINATED:
        paper = case.papers.filter(kind=Document.TERMINATION).order_by("-version").first()
        if paper is not None:
            title = f"{Document.TERMINATION.label}（{paper.number}）"
            return title, str(words_of(paper)["ways"]).splitlines()
    if case.outcome in (Outcome.TERMINATED, Outcome.WITHDRAWN):
        stage = case.stages.order_by("-seq").first()
        day = case.left_on or clock.today()
        return "还可以走的路", ways(Source(case, stage, day)).splitlines() if stage else []
    return "", []


def withdraw_own(party: Party) -> Moved:
    """The applicant's own word, carried out by the system; no reason is asked."""
    return move(party.case, Verb.WITHDRAW, system_user(), by_party=party.pk)
