"""What a petitioner sees of his own petition on the look-up page (rules.md §6, last lines): steps,
limits, who handles it, and what was answered to him. Nothing of the file's inner words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import MediationSession, Party
from grids.enums import DepartmentKind
from grids.models import Department
from grids.selectors import department_of
from mediation.core import clock
from mediation.core.privacy import mask_name, mask_numbers_in
from petitions import enums
from petitions.enums import Clock, Letter, Status, WordKind
from petitions.models import IssuedLetter, Petition, Petitioner, PublicWord

SHOWN = 5
# What is told to him, and in which words; the house's inner clocks are not his.
LIMITS: dict[str, str] = {
    Clock.NOTIFY: "书面告诉您怎么办",
    Clock.CONCLUDE: "作出处理意见",
    Clock.Z_REVIEW: "您可以申请复查",
    Clock.REVIEW: "复查机关作出复查意见",
    Clock.Z_FINAL: "您可以申请复核",
    Clock.FINAL: "复核机关作出复核意见",
}
SENTENCES: dict[str, str] = {
    Status.REGISTERED: "您的信访已经登记，正在看由谁来办。",
    Status.HANDLING: "您的信访已经受理，正在办。",
    Status.GUIDED: "您的事要走法定途径，告知书里写明了向哪里提、什么时候以前提。",
    Status.FORWARDED: "您的信访已经转到有权处理的机关。",
    Status.RETURNED: "您的信访正在和转来的机关商量由谁来办。",
    Status.DECLINED: "您的信访没有受理，告知书里写明了理由和可以去的地方。",
    Status.NOT_AGAIN: "这件事已经复核终结，不再受理。",
    Status.REPLIED: "您的信访已经作出处理意见。",
    Status.REVIEWING: "您申请的复查正在办。",
    Status.REVIEWED: "复查意见已经作出。",
    Status.FINAL_REVIEWING: "您申请的复核正在办。",
    Status.FINALISED: "复核意见已经作出。",
    Status.WITHDRAWN: "您的信访已经按您说的撤回。",
    Status.CLOSED: "您的信访已经办完。",
}


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    note: str = ""
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One demand and what was answered to it, once the opinion was sent."""

    demand: str
    opinion: str
    answer: str


def own_page(petitioner: Petitioner, party: Party | None) -> dict[str, Any]:
    """`party`: he himself in the mediation of his petition."""
    petition = petitioner.petition
    letters = letters_to(petition)
    sitting = next_sitting(party)
    return {
        "sentence": SENTENCES[petition.status],
        "what": f"{petition.division.short_name} {petition.content.name}",
        "aloud": petition.aloud,
        "names": "、".join(mask_name(one.name) for one in petition.petitioners.all()[:4]),
        "head_count": petition.head_count,
        "units": units_of(petition),
        "limits": limits_of(petition),
        "steps": steps_of(petition),
        "letters": letters,
        "replies": replies_of(petition),
        "next": sitting,
        "invitation": sitting and party and party.invitations.filter(session=sitting).first(),
        "rating": petition.ratings.first(),
        "requests": petitioner.data_requests.order_by("-pk")[:SHOWN],
        "words": words_of(petitioner),
        "centre": department_of(DepartmentKind.CENTRE, petition.centre),
    }


def words_of(holder: Party | Petitioner) -> list[PublicWord]:
    """His own notes and complaints with the answers, the newest first."""
    return list(holder.public_words.order_by("-pk")[:SHOWN])


def complaints_of(holder: Party | Petitioner) -> list[PublicWord]:
    return [one for one in words_of(holder) if one.kind == WordKind.COMPLAINT]


def units_of(petition: Petition) -> list[Department]:
    """Who handles it now: the units of its demands, else the petition office."""
    units = Department.objects.filter(
        pk__in=petition.demands.filter(unit__isnull=False).values("unit")
    )
    found = list(units.order_by("order", "pk")) if petition.status == Status.HANDLING else []
    office = department_of(DepartmentKind.PETITION_OFFICE, petition.centre)
    return found or ([office] if office else [])


def limits_of(petition: Petition) -> list[dict[str, Any]]:
    running = petition.deadlines.filter(stopped_on__isnull=True, clock__in=LIMITS)
    return [
        {"text": LIMITS[one.clock], "due_on": one.due_on, "is_provisional": one.is_provisional}
        for one in running.order_by("due_on", "pk")
        if one.due_on >= clock.today() or one.is_office
    ]


def steps_of(petition: Petition) -> list[Step]:
    steps = [Step(f"{_day(petition.received_on)} 收到并登记")]
    if petition.accepted_on:
        steps.append(Step(f"{_day(petition.accepted_on)} 受理"))
    if petition.status in enums.ELSEWHERE | enums.REFUSED and petition.left_on:
        steps.append(Step(f"{_day(petition.left_on)} {petition.get_status_display()}"))
    if petition.concluded_on:
        steps.append(Step(f"{_day(petition.concluded_on)} 送出处理意见书"))
    for review in petition.reviews.order_by("pk"):
        steps.append(Step(f"{_day(review.on)} 申请{review.get_level_display()}"))
        if review.decided_on:
            steps.append(Step(f"{_day(review.decided_on)} {review.get_level_display()}意见作出"))
    if petition.status in {Status.WITHDRAWN, Status.CLOSED}:
        ended_on = petition.closed_on or petition.left_on
        steps.append(Step(f"{_day(ended_on)} {petition.get_status_display()}".strip()))
        return steps
    now = _now(petition)
    return [*steps, Step(now, is_now=True)] if now else steps


def _now(petition: Petition) -> str:
    return {
        Status.REGISTERED: "看由谁来办",
        Status.HANDLING: "调查核实，作出处理意见",
        Status.REPLIED: "" if petition.concluded_on else "处理意见书正在送给您",
        Status.REVIEWING: "等复查意见",
        Status.FINAL_REVIEWING: "等复核意见",
    }.get(Status(petition.status), "")


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def letters_to(petition: Petition) -> list[IssuedLetter]:
    """Those for him that are on their way or arrived; never one that nobody has sent."""
    found = petition.letters.filter(kind__in=enums.FOR_THE_PETITIONER, sent_on__isnull=False)
    return list(found.order_by("sent_on", "pk"))


def replies_of(petition: Petition) -> list[Reply]:
    """What F8 says to each demand, once it was sent; numbers of other people are masked."""
    opinion = petition.letters.filter(kind=Letter.OPINION).order_by("-version").first()
    if opinion is None or not opinion.is_sent or petition.concluded_on is None:
        return []
    return [
        Reply(one.text, one.get_opinion_display(), mask_numbers_in(one.answer))
        for one in petition.demands.order_by("position")
        if one.is_answered
    ]


def next_sitting(party: Party | None) -> MediationSession | None:
    if party is None:
        return None
    coming = party.case.sessions.filter(starts_at__gte=clock.now(), is_cancelled=False)
    return coming.select_related("mediator").order_by("starts_at").first()
