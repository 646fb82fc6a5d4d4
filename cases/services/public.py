"""The public look-up: a party finds his own matter, and may take it back (rules.md §6, last lines)."""

import hmac
from datetime import timedelta

from django.utils.crypto import salted_hmac

from cases.enums import Document, Outcome, PartyRole, Status, Tier, Verb
from cases.models import Case, LookupTry, Party
from cases.papers.facts import ways
from cases.papers.source import Source
from cases.services.door import Moved, move
from cases.services.papers import words_of
from cases.services.refusing import refuse_mediation
from mediation.core import clock
from mediation.core.accounts import system_user
from mediation.core.errors import Refused
from mediation.core.privacy import blind_index, blind_tail, normalise

WRONG_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)
# What is compared when there is nothing to compare with, so that both take the same time.
NOTHING = "-" * 64


def find_own(code: str, second: str, address: str) -> Party:
    """The party of a look-up code and its second factor, asked from an address.

    The try is written first and taken back when it was right: five at once from four processes
    are still five. Raises `Refused`: locked · not_found, the same words whichever half was wrong.
    """
    source = salted_hmac("cases.lookup", address, algorithm="sha256").hexdigest()
    now = clock.now()
    LookupTry.objects.filter(at__lt=now - KEPT_FOR).delete()
    this = LookupTry.objects.create(source=source, at=now)
    tries = LookupTry.objects.filter(source=source, at__gt=now - LOCKED_FOR).count()
    if tries > WRONG_TRIES:
        this.delete()
        minutes = int(LOCKED_FOR.total_seconds() // 60)
        raise Refused("locked", f"连续 {WRONG_TRIES} 次没对上，请过 {minutes} 分钟再查。")
    party = _matching(code, second)
    if party is None:
        raise Refused(
            "not_found",
            "没有查到，请照回执再看一眼查询码和后四位。",
            instead="手机号换过的，可以带回执到中心或村（社区）查",
        )
    this.delete()
    return party


def _matching(code: str, second: str) -> Party | None:
    party = (
        Party.objects.filter(lookup_index=blind_index(code, "lookup_code") or NOTHING)
        .select_related("case")
        .first()
    )
    digits = normalise(second)
    tail = party.phone_tail_index if party else ""
    pin = party.receipt_pin if party else ""
    is_phone = hmac.compare_digest(blind_tail(digits, "phone") or NOTHING, tail or NOTHING + "-")
    is_pin = hmac.compare_digest(digits.encode(), (pin or NOTHING).encode())
    is_four = digits.isdecimal() and len(digits) == 4
    return party if party and is_four and (is_phone or is_pin) else None


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
