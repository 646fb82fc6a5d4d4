"""What is filled into each paper: rows of the case into the words of the form.

Every function answers with texts by the names of `cases.papers.layouts`; an empty text is a thing
that is missing. Numbers are masked, a hidden address is left out (ui/DESIGN §8).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cases import enums, labels
from cases.enums import Document, PartyKind, PartyRole
from cases.models import (
    Agreement,
    Obligation,
    Party,
)
from cases.papers.source import Source
from cases.workflow.limitation import limitation_of
from mediation.core import clock
from mediation.core.privacy import (
    from_id,
    id_number_fault,
    mask_address,
    mask_numbers_in,
    mask_phone,
)

Data = dict[str, Any]
BLANK = "＿＿＿＿"
HARMLESS = "各方声明：本协议不损害国家利益、社会公共利益和第三人的合法权益。"
LABOUR = frozenset({"10", "11"})  # domain.md §3.1: arbitration before the court, one year
TRAFFIC = frozenset({"16"})
ASKED_FOR = frozenset(
    {enums.Source.VISIT, enums.Source.PHONE, enums.Source.LETTER, enums.Source.ONLINE}
)
ROLE_LABELS = {
    PartyRole.APPLICANT: "申请人",
    PartyRole.RESPONDENT: "被申请人",
    PartyRole.THIRD_PARTY: "第三人",
}


def day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def moment(at: datetime | None) -> str:
    if at is None:
        return ""
    here = clock.local(at)
    return f"{day(here.date())} {here:%H:%M}"


# --- common ---------------------------------------------------------------------------------


def common(source: Source) -> Data:
    """What nearly every paper says."""
    case = source.case
    return {
        "issuer": source.issuer,
        "on": day(source.on),
        "case_number": case.number,
        "dossier": case.dossier_number,
        "names": "、".join(party.name for party in source.parties),
        "category": str(case.category),
        "narrative": mask_numbers_in(case.narrative),
        "place": " ".join(filter(None, [str(case.division), case.place])),
        "received_on": day(case.received_on),
        "applicants": people(source, {PartyRole.APPLICANT}),
        "respondents": people(source, {PartyRole.RESPONDENT, PartyRole.THIRD_PARTY}),
    }


def people(source: Source, roles: set[PartyRole]) -> list[dict[str, str]]:
    return [
        {"label": ROLE_LABELS[PartyRole(one.role)], "name": one.name, "text": person(source, one)}
        for one in source.parties
        if one.role in roles
    ]


def person(source: Source, party: Party) -> str:
    """The form's lines about one party; what is not known is left to be written by hand."""
    phone = mask_phone(party.phone) if party.phone else BLANK
    address = mask_address(party.paper_address) if party.paper_address else BLANK
    if party.kind == PartyKind.ORGANISATION:
        head = source.text(f"head_{party.pk}") or BLANK
        lines = [f"名称：{party.name}", f"法定代表人（负责人）姓名、职务：{head}"]
        return "\n".join([*lines, f"联系方式：{phone}　地址：{address}"])
    nation, job = (source.text(f"{name}_{party.pk}") or BLANK for name in ("nation", "job"))
    sex = party.get_sex_display() if party.sex in ("1", "2") else BLANK
    return "\n".join(
        [
            f"姓名：{party.name}　性别：{sex}　民族：{nation}",
            f"年龄：{age(party, source.on)}　职业或职务：{job}",
            f"联系方式：{phone}　单位或住址：{address}",
        ]
    )


def age(party: Party, on: date) -> str:
    """Whole years on a day, from the ID number where there is one."""
    if party.id_kind != "111" or not party.id_number or id_number_fault(party.id_number):
        return BLANK
    born = from_id(party.id_number).birth_on
    return f"{on.year - born.year - ((on.month, on.day) < (born.month, born.day))}岁"


def ways(source: Source) -> str:
    """The ways that stay open to everybody, with their time limits (domain.md §1.2 T15, T16)."""
    if source.case.category.code in LABOUR:
        first = (
            "劳动争议：先向劳动人事争议仲裁委员会申请仲裁，自知道或者应当知道权利被侵害之日起一年内提出"
            "（劳动争议调解仲裁法第27条）；不服裁决的，可以在法定期限内向人民法院起诉。"
        )
    else:
        first = (
            "诉讼：向有管辖权的人民法院起诉。一般诉讼时效三年，自知道或者应当知道权利受到损害以及义务人之日起算"
            "（民法典第188条）；法律另有规定的从其规定。"
        )
    lines = [
        first,
        "您向人民调解委员会提出请求的，诉讼时效从提出之日起中断（最高人民法院关于诉讼时效的规定第12条）。",
        "双方有仲裁协议的，可以申请仲裁；对行政行为不服的，可以依法申请行政复议或者提起行政诉讼；"
        "属于行政机关裁决的事项，可以申请行政裁决。",
        "请不起律师的，可以申请法律援助：拨打 12348，或到司法所、公共法律服务站办理，不收费。",
        "调解中为了谈成而作的让步，不作为以后诉讼中对您不利的证据。",
    ]
    if source.case.category.code in TRAFFIC:
        lines.append("道路交通事故：自终止调解之日起三日内，双方可以一致书面申请公安交警调解。")
    if near := limitation(source):
        lines.append(near)
    return "\n".join(f"{place}．{line}" for place, line in enumerate(lines, start=1))


def limitation(source: Source) -> str:
    """A sentence when the claim lapses within 90 days; "" otherwise or when nobody knows."""
    found = limitation_of(source.case, source.on)
    return f"请注意：{found.words}" if found is not None and found.is_near else ""


# --- each paper -----------------------------------------------------------------------------


def application(source: Source) -> Data:
    return {"requests": source.text("requests") or mask_numbers_in(source.case.demand)}


def acceptance(source: Source) -> Data:
    case = source.case
    is_asked = case.source in ASKED_FOR
    return {
        "day": day(case.accepted_on or source.on),
        "basis": "依当事人申请" if is_asked else "主动调解",
        "source": "当事人申请" if is_asked else "人民调解委员会主动调解",
        "remark": "" if is_asked else f"来源：{case.get_source_display()}",
    }


def rights(source: Source) -> Data:
    return {"limitation": limitation(source)}


def as_typed(*names: str) -> Callable[[Source], Data]:
    """A paper whose words are all typed when it is issued."""
    return lambda source: {name: source.text(name) for name in names}


def evidence(source: Source) -> Data:
    return {"items": evidence_rows(source.text("items"))}


EVIDENCE_CELLS = ("name", "giver", "pages", "form", "on")


def evidence_rows(text: str) -> list[dict[str, str]]:
    """Lines "名称，提交人，页数，原件或复印件，日期" as rows; what is left out stays empty."""
    rows = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts = [part.strip() for part in line.replace(",", "，").split("，", 4)]
        parts += [""] * (len(EVIDENCE_CELLS) - len(parts))
        rows.append(dict(zip(EVIDENCE_CELLS, parts, strict=True)))
    return rows


def minutes(source: Source) -> Data:
    session = source.session
    if session is None:
        return dict.fromkeys(("time", "place", "people", "text", "result"), "")
    return {
        "time": moment(session.starts_at) or day(session.on),
        "place": source.text("place") or session.place,
        "people": session.people,
        "text": mask_numbers_in(session.minutes),
        "result": labels.label(enums.RecordOutcome, session.outcome),
    }


def agreement(source: Source) -> Data:
    made = source.agreement
    if made is None:
        return dict.fromkeys(("terms", "performance", "harmless", "third_party", "copies"), "")
    return {
        "terms": mask_numbers_in(made.terms),
        "harmless": HARMLESS if made.is_harmless else "",
        "third_party": mask_numbers_in(made.third_party_words),
        "performance": performance(source, made),
        "copies": source.text("copies") or str(len(source.parties) + 1),
    }


def performance(source: Source, made: Agreement) -> str:
    """Each obligation with its debtor, amount and day; else what the agreement says as a whole."""
    rows = made.obligations.select_related("debtor").order_by("seq")
    lines = [f"{place}．{obligation(one)}" for place, one in enumerate(rows, start=1)]
    if lines:
        return "\n".join(lines)
    amount = "" if made.amount is None else f"金额 {made.amount} 元。"
    until = f"{day(made.performed_by_on)}前履行。" if made.performed_by_on else "按协议内容履行。"
    return amount + until


def obligation(one: Obligation) -> str:
    """Who, what, how much, until when."""
    debtor = f"{one.debtor.name}：" if one.debtor else "各方："
    amount = "" if one.amount is None else f"，金额 {one.amount} 元"
    is_on_spot = one.state == enums.ObligationState.ON_SPOT
    until = "，当场履行" if is_on_spot else f"，{day(one.due_on)}前履行"
    return f"{debtor}{mask_numbers_in(one.what)}{amount}{until}。"


def follow_up(source: Source) -> Data:
    made = source.follow_up
    if made is None:
        return dict.fromkeys(("time", "performed", "relapse", "text"), "")
    court = labels.label(enums.CourtResult, made.court_result) if made.court_result else ""
    performed = labels.label(enums.Performance, made.performed) if made.performed else ""
    return {
        "agreement_number": agreement_number(source),
        "why": source.text("why") or ("诉讼跟踪" if court else "了解协议履行情况"),
        "time": f"{day(made.on)}（{made.get_how_display()}）",
        "performed": performed or "不涉及",
        "satisfied": labels.label(enums.Satisfaction, made.satisfied) if made.satisfied else "",
        "court": court,
        "relapse": "有反复" if made.is_relapse else "无",
        "measures": source.text("measures"),
        "text": mask_numbers_in(made.text),
    }


def agreement_number(source: Source) -> str:
    return source.case.dossier_number or source.case.number


def termination(source: Source) -> Data:
    ending = source.ending
    is_ended = ending is not None and ending.outcome == enums.Outcome.TERMINATED
    ground = labels.label(enums.TerminateGround, ending.ground) if ending and is_ended else ""
    return {
        "day": day(source.on),
        "reason": ground or "双方没有达成一致",
        "detail": mask_numbers_in(ending.reason) if ending and is_ended else "",
        "ways": ways(source),
    }


def confirmation(source: Source) -> Data:
    made = source.agreement
    return {
        "court": source.text("court"),
        "request": "请求人民法院依法确认双方当事人达成的人民调解协议有效。",
        "agreement_name": "人民调解协议书" if made else "",
        "agreement_number": agreement_number(source) if made else "",
        "effective_on": day(made.on) if made else "",
        "mediator": source.stage.unit.name,
        "papers": "1．人民调解协议书\n2．人民调解委员会主持调解的证明\n3．双方身份证明\n"
        "4．与协议有关的财产权利证明\n5．双方送达地址和联系电话",
    }


def closing_report(source: Source) -> Data:
    case, officer = source.case, source.stage.officer or source.case.officer
    return {
        "day": day(source.on),
        "unit": source.stage.unit.name,
        "officer": officer.name if officer else "",
        "left_on": day(case.closed_on or case.left_on),
        "source": case.get_source_display(),
        "outcome": labels.label(enums.Outcome, case.outcome) if case.outcome else "",
        "text": source.text("text"),
    }


def decline(source: Source) -> Data:
    ending = source.ending
    return {
        "reason": labels.label(enums.DeclineGround, ending.ground) if ending else "",
        "detail": mask_numbers_in(ending.reason) if ending else "",
        "where_to": ending.where_to if ending else "",
        "ways": ways(source),
    }


def escalation(source: Source) -> Data:
    stage = source.stage
    officer = f"，承办人 {stage.officer.name}" if stage.officer else ""
    reason = [
        labels.label(enums.EscalateGround, stage.ground) if stage.ground else "",
        stage.reason,
    ]
    case = source.case
    lead = case.lead_department.short_name if case.lead_department else "待平安办指定"
    place = " ".join(filter(None, [str(case.division), case.place]))
    return {
        # 属地 and 主管 are both named to who takes over (seed 000 一: 属地管理、谁主管谁负责).
        "place": f"{place}（属地：{case.division.short_name}；主管：{lead}）",
        "handled": f"{day(stage.entered_on)}至{day(stage.left_on or source.on)}，"
        f"{stage.get_tier_display()}{officer}",
        "reason": mask_numbers_in("。".join(filter(None, reason))),
        "summary": mask_numbers_in(stage.summary),
        "risk": source.case.get_risk_display(),
    }


def referral(source: Source) -> Data:
    ending = source.ending
    # Passed up from the leaders' rung it has no ending of its own: that way leads to the court.
    way = labels.label(enums.ReferWay, ending.ground if ending else enums.ReferWay.LITIGATION)
    is_own = ending is not None and ending.chosen_by == enums.ReferChooser.PARTY
    return {
        "unit": source.stage.unit.name,
        "reason": f"当事人选择{way}" if is_own else f"没有谈成，现引导{way}",
        "detail": mask_numbers_in(ending.reason) if ending else "",
        "ways": ways(source),
    }


def transfer(source: Source) -> Data:
    ending = source.ending
    return {
        "where_to": ending.where_to if ending else "",
        "kind": labels.label(enums.TransferKind, ending.ground) if ending else "",
        "reason": mask_numbers_in(ending.reason) if ending else "",
        "ways": ways(source),
    }


FACTS = {
    Document.APPLICATION: application,
    Document.ACCEPTANCE: acceptance,
    Document.RIGHTS: rights,
    Document.INVESTIGATION: as_typed("time", "place", "people", "person", "text"),
    Document.EVIDENCE: evidence,
    Document.MINUTES: minutes,
    Document.AGREEMENT: agreement,
    Document.ORAL_AGREEMENT: agreement,
    Document.FOLLOW_UP: follow_up,
    Document.TERMINATION: termination,
    Document.CONFIRMATION: confirmation,
    Document.DOSSIER_NOTE: as_typed("text"),
    Document.CLOSING_REPORT: closing_report,
    Document.DECLINE_NOTICE: decline,
    Document.ESCALATION: escalation,
    Document.REFERRAL: referral,
    Document.TRANSFER: transfer,
}


def facts_of(kind: str, source: Source) -> Data:
    """Everything that a paper of this kind prints, but for its number."""
    return common(source) | FACTS[Document(kind)](source)
