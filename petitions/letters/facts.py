"""What is filled into each letter: rows of the petition into the words of the form.

Every function answers with texts by the names of `petitions.letters.layouts`; an empty text is a
thing that is missing. Numbers are masked. An accusation's words come from its sealed row, and a
letter that passes it on says nothing of who made it (条例30(3)).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cases.enums import DeliverWay, Sex
from cases.papers.facts import BLANK, day, moment
from grids.enums import DepartmentKind, DivisionKind
from grids.selectors import department_of
from mediation.core.models import User
from mediation.core.privacy import mask_address, mask_id, mask_numbers_in, mask_phone
from petitions import enums
from petitions.enums import DeclineGround, Letter, Way
from petitions.models import Demand, Direction, IssuedLetter, Petition, Petitioner

Data = dict[str, Any]
ID_KINDS = {"111": "居民身份证"}
OFFICE_WORDS = {
    DivisionKind.STREET: "办事处",
    DivisionKind.TOWN: "人民政府",
    DivisionKind.TOWNSHIP: "人民政府",
    DivisionKind.COUNTY: "人民政府",
    DivisionKind.CITY: "人民政府",
}
GROUND_LAW = {
    DeclineGround.NOT_OURS: "信访工作条例第23条",
    DeclineGround.IN_PROCEDURE: "信访工作条例第31条",
    DeclineGround.SAME_IN_HAND: "信访工作条例第19条",
    DeclineGround.OTHER: "信访工作条例及有关法律、法规",
}
# Who signed stands on the paper by hand; his name is sealed in our rows.
TAKEN = {DeliverWay.HAND: "签收", DeliverWay.LEFT: "留置送达", DeliverWay.REFUSED: "拒收"}
UNNAMED = "检举控告人（依法保密）"
NOBODY = "信访人（姓名不清）"
NUMERALS = "一二三四五六七八九十"


@dataclass
class Source:
    """Where a letter's words come from: the petition, the day, who issues, what was typed for it.

    `subject` is the row that it is about (`direction:7`, `letter:3`).
    """

    petition: Petition
    on: date
    by: User
    given: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""

    @cached_property
    def petitioners(self) -> list[Petitioner]:
        return list(self.petition.petitioners.all())

    @cached_property
    def demands(self) -> list[Demand]:
        return list(self.petition.demands.order_by("position"))

    @cached_property
    def sealed(self) -> Mapping[str, Any]:
        """Of an accusation what it says; else nothing."""
        return dict(self.petition.sealed.data) if self.petition.is_sealed else {}

    def said(self, name: str) -> str:
        """A text of the registration, numbers masked."""
        return mask_numbers_in(str(self.sealed.get(name) or getattr(self.petition, name) or ""))

    @property
    def demand_texts(self) -> list[str]:
        texts = self.sealed.get("demands") or [one.text for one in self.demands]
        return [mask_numbers_in(text) for text in texts]

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()

    def row(self, table: Any) -> Any:
        """The row that the letter is about."""
        key = self.subject.rpartition(":")[2]
        return table.objects.get(pk=key, petition=self.petition) if key else None


# --- common ---------------------------------------------------------------------------------


def office(petition: Petition) -> str:
    """有权处理机关: the street office itself, never one of its sections (条例32)."""
    centre = petition.centre
    return f"{centre.short_name}{OFFICE_WORDS.get(DivisionKind(centre.kind), '')}"


def body_above(petition: Petition) -> str:
    """The body that reviews our opinions (条例35), where the petition names none."""
    above = petition.centre.parent
    if above is None:
        return "上一级人民政府"
    return f"{above.short_name}{OFFICE_WORDS.get(DivisionKind(above.kind), '')}"


def contact(petition: Petition) -> str:
    kind = DepartmentKind.DISCIPLINE if petition.is_sealed else DepartmentKind.PETITION_OFFICE
    unit = department_of(kind, petition.centre)
    words = [unit.name if unit else "", petition.officer.name if petition.officer else ""]
    return "　".join(filter(None, [*words, (unit.phone if unit else "") or f"电话{BLANK}"]))


def common(source: Source) -> Data:
    """What nearly every letter says."""
    petition = source.petition
    return {
        "issuer": office(petition),
        "on": day(source.on),
        "petition_number": petition.number,
        "names": names(source),
        "title": source.said("title") or mask_numbers_in(source.said("narrative")[:30]),
        "received_on": day(petition.received_on),
        "channel": petition.get_channel_display(),
        "came": came(source),
        "narrative": source.said("narrative"),
        "demands": numbered(source.demand_texts),
        "contact": contact(petition),
        "query": "凭登记回执上的查询码在网上查，也可以到信访窗口或者来电询问",
        "signer": source.by.name,
        "accepted_on": day(petition.accepted_on),
        "head_count": f"{petition.head_count} 人",
        "files": files(source),
    }


def names(source: Source) -> str:
    """The representatives by name; of a group how many there are."""
    found = "、".join(one.name or one.sealed_name for one in source.petitioners)
    more = source.petition.head_count > len(source.petitioners)
    return f"{found}等{source.petition.head_count}人" if found and more else found or NOBODY


def came(source: Source) -> str:
    sent_by = source.said("sent_by")
    number = source.said("external_number")
    if not sent_by:
        return "信访人直接提出"
    return f"{sent_by}转来" + (f"（{number}）" if number else "")


def numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"{place}．{line}" for place, line in enumerate(lines, start=1))


def files(source: Source) -> str:
    """Names of the papers that were handed in, not of the scans of our own letters."""
    found = source.petition.attachments.filter(letter=None).order_by("pk")
    return "、".join(found.values_list("name", flat=True))


def person(one: Petitioner) -> str:
    """The form's lines about one petitioner; what is not known is left to be written by hand."""
    sex = one.get_sex_display() if one.sex in (Sex.MALE, Sex.FEMALE) else BLANK
    id_kind = ID_KINDS.get(one.id_kind, "其他证件")
    return "\n".join(
        [
            f"姓名：{one.name or one.sealed_name}　性别：{sex}",
            f"证件：{id_kind} {mask_id(one.id_number) if one.id_number else BLANK}",
            f"联系电话：{mask_phone(one.phone) if one.phone else BLANK}",
            f"住址：{mask_address(one.address) if one.address else BLANK}",
        ]
    )


def people(source: Source) -> list[dict[str, str]]:
    many = len(source.petitioners) > 1
    rows = [
        {
            "label": f"代表{one.position}" if many else "信访人",
            "name": one.name or one.sealed_name,
            "text": person(one),
        }
        for one in source.petitioners
    ]
    return rows or [{"label": "信访人", "name": "", "text": NOBODY}]


# --- each letter ----------------------------------------------------------------------------


def registration(source: Source) -> Data:
    petition = source.petition
    place = [str(petition.division) if petition.division else "", source.said("place")]
    by, before = petition.registered_by, petition.repeats
    is_new = petition.status == enums.Status.REGISTERED
    return {
        "registered_at": moment(petition.registered_at),
        "registered_by": by.name,
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
        "reporter": source.by.name,
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
