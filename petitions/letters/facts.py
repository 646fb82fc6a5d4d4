"""What is filled into each letter: rows of the petition into the words of the form.

Every function answers with texts by the names of `petitions.letters.layouts`; an empty text is a
thing that is missing. A letter that passes an accusation on says nothing of who made it (条例30(3)).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cases.enums import DeliverWay
from cases.papers.facts import day, moment
from mediation.core.privacy import mask_numbers_in
from petitions import enums
from petitions.enums import DeclineGround, Letter, Way
from petitions.letters.source import (
    Data,
    Source,
    body_above,
    common,
    name_of,
    names,
    numbered,
    office,
    people,
)
from petitions.models import Demand, Direction, IssuedLetter

GROUND_LAW = {
    DeclineGround.NOT_OURS: "信访工作条例第23条",
    DeclineGround.IN_PROCEDURE: "信访工作条例第31条",
    DeclineGround.SAME_IN_HAND: "信访工作条例第19条",
    DeclineGround.OTHER: "信访工作条例及有关法律、法规",
}
# Who signed stands on the paper by hand; his name is sealed in our rows.
TAKEN: Mapping[str, str] = {
    DeliverWay.HAND: "签收",
    DeliverWay.LEFT: "留置送达",
    DeliverWay.REFUSED: "拒收",
}
UNNAMED = "检举控告人（依法保密）"
NUMERALS = "一二三四五六七八九十"


def registration(source: Source) -> Data:
    petition = source.petition
    place = [str(petition.division) if petition.division else "", source.said("place")]
    by, before = petition.registered_by, petition.repeats
    is_new = petition.status == enums.Status.REGISTERED
    return {
        "registered_at": moment(petition.registered_at),
        "registered_by": name_of(by),
        "occurrence": f"重复（同一事项 {before.number}）" if before else "初次",
        "people": people(source),
        "place": " ".join(filter(None, place)),
        "purpose": petition.get_purpose_display(),
        "content": str(petition.content) if petition.content else "",
        "prior_step": petition.get_prior_step_display(),
        "talk": source.text("talk"),
        "handling": "" if is_new else petition.get_status_display(),
    }


def acceptance(source: Source) -> Data:
    is_simple = source.petition.is_simple
    return {
        "way": f"{Way.PETITION.label}（信访工作条例第31条第{Way.PETITION}项）",
        "procedure": "本单位调查核实后，对每一项诉求逐项出具书面处理意见，并送达给您。"
        "对处理意见不服的，可以自收到之日起 30 日内申请复查。",
        "limit": "简易办理，自受理之日起 10 个工作日内出具处理意见"
        if is_simple
        else "自受理之日起 60 日内办结；情况复杂的，经本单位负责人批准可以延长一次，"
        "不超过 30 日，并书面告知您（信访工作条例第34条）",
    }


def decline(source: Source) -> Data:
    ground = source.text("ground")
    law = {choice.label: GROUND_LAW[choice] for choice in DeclineGround}
    return {
        "ground": ground,
        "basis": law.get(ground, ""),
        "detail": mask_numbers_in(source.text("reason")),
        "to": source.text("to"),
    }


def not_again(source: Source) -> Data:
    return {
        "final_number": source.text("final_number"),
        "basis": "信访工作条例第36条第三款",
        "detail": mask_numbers_in(source.text("reason")),
    }


def guidance(source: Source) -> Data:
    label = source.text("way")
    code = next((one.value for one in Way if one.label == label), "")
    return {
        "way": label,
        "to": source.text("to"),
        "time_limit": source.text("time_limit"),
        "basis": f"信访工作条例第31条第{code}项" if code else "",
        "detail": mask_numbers_in(source.text("reason")),
    }


def forwarding(source: Source) -> Data:
    data: Data = {"to": source.text("to"), "reason": mask_numbers_in(source.text("reason"))}
    return data | (hidden(source) if source.petition.is_sealed else {})


def hidden(source: Source) -> Data:
    """What an accusation says, without who said it (条例30(3), 46(5))."""
    said: Data = {"names": UNNAMED, "files": ""}
    informers = [name for one in source.petitioners for name in (one.name, one.sealed_name) if name]
    for field_name, text in (
        ("title", source.said("title")),
        ("narrative", source.said("narrative")),
        ("demands", numbered(source.demand_texts)),
        ("reason", mask_numbers_in(source.text("reason"))),
    ):
        for name in informers:
            text = text.replace(name, "某某")
        said[field_name] = text
    return said


def forward_notice(source: Source) -> Data:
    return {"to": source.text("to"), "reason": mask_numbers_in(source.text("reason"))}


def assignment(source: Source) -> Data:
    return {
        "to": source.text("to"),
        "demands": numbered([mask_numbers_in(one) for one in source.given.get("demands", ())]),
        "text": mask_numbers_in(source.text("text")),
        "due_on": day(iso(source.text("due_on"))),
    }


def objection(source: Source) -> Data:
    number = source.said("external_number")
    return {
        "sent_by": source.said("sent_by"),
        "external_number": number or "来函",
        "reason": mask_numbers_in(source.text("reason")),
        "to": source.text("to"),
    }


def extension(source: Source) -> Data:
    return {
        "reason": mask_numbers_in(source.text("reason")),
        "days": source.text("days"),
        "due_on": day(iso(source.text("due_on"))),
    }


def opinion(source: Source) -> Data:
    chosen = [enums.Resolution(one).label for one in source.petition.resolutions]
    return {
        "answers": answers(source.demands),
        "resolution": "；".join(str(one) for one in chosen),
        "review_body": source.text("review_body") or body_above(source.petition),
    }


def answers(demands: Sequence[Demand]) -> list[dict[str, str]]:
    """All of them, or none: a letter that leaves one open is not issued."""
    return [answer(one) for one in demands] if all(one.is_answered for one in demands) else []


def answer(demand: Demand) -> dict[str, str]:
    """One demand: what was found, by what law, and what we think of it (条例32)."""
    numeral = NUMERALS[demand.position - 1 : demand.position] or str(demand.position)
    lines = [
        f"查明：{demand.finding}",
        f"依据：{demand.basis}",
        f"意见：{demand.get_opinion_display()}",
    ]
    if demand.answer:
        lines.append(f"答复：{demand.answer}")
    return {
        "label": f"第{numeral}项",
        "name": "",
        "text": mask_numbers_in("\n".join(lines)),
    }


def from_above(level: str) -> Callable[[Source], Data]:
    def facts(source: Source) -> Data:
        review = source.petition.reviews.filter(level=level).order_by("-pk").first()
        return {
            "office": office(source.petition),
            "body": (review.body if review else "") or "上一级机关",
            "requested_on": day(review.on if review else None),
            "result": review.get_result_display() if review and review.result else "",
            "decided_on": day(review.decided_on if review else None),
            "found": mask_numbers_in(review.text) if review else "",
        }

    return facts


def receipt(source: Source) -> Data:
    """送达回证 of one letter: what is recorded already is printed, the rest is written by hand."""
    letter: IssuedLetter = source.row(IssuedLetter)
    way = DeliverWay(letter.way).label if letter.way else ""
    return {
        "letter": letter.label,
        "letter_number": letter.number,
        "to": addressee(source, letter),
        "time": day(letter.received_on or letter.sent_on),
        "place": letter.place,
        "way": str(way),
        "outcome": TAKEN.get(letter.way, ""),
        "deliverer": letter.delivered_by.name if letter.delivered_by else "",
        "witness": letter.witness,
    }


def addressee(source: Source, letter: IssuedLetter) -> str:
    """The petitioner, or the body that a letter is written to."""
    if letter.kind in enums.FOR_THE_PETITIONER:
        return names(source)
    content = getattr(letter, "content", None)
    words = dict(content.data) if content else {}
    return str(words.get("to") or words.get("sent_by") or source.said("sent_by"))


def hearing(source: Source) -> Data:
    return {
        "time": source.text("time") or day(source.on),
        "place": source.text("place"),
        "people": source.text("people"),
        "text": mask_numbers_in(source.text("text")),
        "view": mask_numbers_in(source.text("view")),
    }


def report(source: Source) -> Data:
    """The assigned unit's own report of one assignment (F13)."""
    direction: Direction = source.row(Direction)
    petition, unit = source.petition, direction.to_unit
    given_with = petition.letters.filter(kind=Letter.ASSIGNMENT, subject=source.subject)
    records = petition.records.filter(by__posts__department=unit).order_by("pk").distinct()
    demands = [one.text for one in direction.demands.order_by("position")]
    return {
        "unit": unit.name,
        "assignment_number": given_with.values_list("number", flat=True).first() or "交办",
        "due_on": day(direction.due_on),
        "basics": f"{petition.title}\n{numbered([mask_numbers_in(one) for one in demands])}",
        "inquiry": mask_numbers_in("\n".join(f"{day(one.on)}：{one.text}" for one in records)),
        "text": mask_numbers_in(source.text("text")),
        "attitude": source.text("attitude"),
    }


def settlement(source: Source) -> Data:
    return {
        "people": people(source),
        "respondent": source.text("respondent"),
        "terms": mask_numbers_in(source.text("terms")),
        "performance": mask_numbers_in(source.text("performance")),
        "copies": source.text("copies") or "三",
    }


def urgent(source: Source) -> Data:
    place = [str(source.petition.division or ""), source.petition.place]
    return typed(source, "time", "cause", "state", "measures", "advice") | {
        "place": source.text("place") or " ".join(filter(None, place)),
        "head_count": f"{source.text('head_count') or source.petition.head_count} 人",
        "reporter": name_of(source.by),
    }


def reception(source: Source) -> Data:
    return typed(source, "period", "leader", "time", "place", "answer", "result") | {
        "due_on": day(iso(source.text("due_on"))),
    }


def typed(source: Source, *fields: str) -> Data:
    return {name: mask_numbers_in(source.text(name)) for name in fields}


def iso(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


FACTS: Mapping[str, Callable[[Source], Data]] = {
    Letter.REGISTRATION: registration,
    Letter.ACCEPTANCE: acceptance,
    Letter.DECLINE: decline,
    Letter.NOT_AGAIN: not_again,
    Letter.GUIDANCE: guidance,
    Letter.FORWARDING: forwarding,
    Letter.FORWARD_NOTICE: forward_notice,
    Letter.ASSIGNMENT: assignment,
    Letter.OBJECTION: objection,
    Letter.EXTENSION: extension,
    Letter.OPINION: opinion,
    Letter.REVIEW: from_above(enums.ReviewLevel.REVIEW),
    Letter.FINAL: from_above(enums.ReviewLevel.FINAL),
    Letter.RECEIPT: receipt,
    Letter.HEARING: hearing,
    Letter.REPORT: report,
    Letter.SETTLEMENT: settlement,
    Letter.URGENT: urgent,
    Letter.RECEPTION: reception,
}


def facts_of(kind: str, source: Source) -> Data:
    """Everything that a letter of this kind prints, but for its number."""
    return common(source) | FACTS[Letter(kind)](source)
