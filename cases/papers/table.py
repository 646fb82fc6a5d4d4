"""One row per paper: its layout, who may issue it and when, how much of the case it shows.

A new paper is a layout, a function in `facts`, a row here and its template file. R1–R12 as in
domain.md §2.1; the others are the papers of decline, escalation, referral and transfer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cases import access, labels
from cases.enums import OPEN, OUT, AgreementForm, Document, PartyKind, Relation, Status
from cases.models import Case
from cases.papers import layouts
from cases.papers.layouts import Layout
from cases.workflow import FieldSpec

TEMPLATES = Path(__file__).resolve().parent.parent / "paper_templates"
HANDLERS = frozenset({Relation.OFFICER, Relation.HEAD, Relation.LEADER})
WINDOW = HANDLERS | {Relation.CLERK}
AFTER = OUT | {Status.CLOSED}
EVER = frozenset(Status)
ASKED_PEOPLE = 6  # of more parties the rest is written by hand

Asks = Callable[[Case], tuple[FieldSpec, ...]]


def nothing(case: Case) -> tuple[FieldSpec, ...]:
    return ()


def always(case: Case) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PaperType:
    """`series` is its sign in a number; empty: it bears the dossier's number. `ready` says what is
    still to be done first, or nothing. `is_of_act`: the door issues the first one by itself."""

    kind: Document
    code: str
    layout: Layout
    series: str
    who: frozenset[str]
    states: frozenset[str]
    level: int = access.FILE
    asks: Asks = nothing
    ready: Callable[[Case], str] = always
    is_of_act: bool = False

    @property
    def label(self) -> str:
        return labels.label(Document, self.kind)

    @property
    def is_record(self) -> bool:
        return self.level == access.RECORD

    @property
    def template(self) -> Path:
        return TEMPLATES / f"{self.kind}.docx"

    def missing(self, data: Mapping[str, object]) -> list[str]:
        """Labels of the required fields that are empty, in the order of the form."""
        return [one.label for one in self.layout.fields if one.is_required and not data[one.name]]


# --- what is asked when one is issued ---------------------------------------------------------


def _line(name: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(name, label, **more)  # type: ignore[arg-type]


def _text(name: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(name, label, "text", **more)  # type: ignore[arg-type]


def people(case: Case) -> tuple[FieldSpec, ...]:
    """What the official form has and the file has not: never required, kept only on the paper."""
    specs = []
    for party in list(case.parties.all())[:ASKED_PEOPLE]:
        if party.kind == PartyKind.ORGANISATION:
            pairs: tuple[tuple[str, str], ...] = (("head", "法定代表人（负责人）姓名、职务"),)
        else:
            pairs = (("nation", "民族"), ("job", "职业或职务"))
        specs += [
            _line(f"{name}_{party.pk}", f"{party.name}：{label}", is_required=False, max_length=60)
            for name, label in pairs
        ]
    return tuple(specs)


def application(case: Case) -> tuple[FieldSpec, ...]:
    hint = "不填就用登记时说的" if case.demand else "逐项写，一行一项"
    return (
        _text("requests", "申请事项", is_required=not case.demand, help=hint),
        *people(case),
    )


def investigation(case: Case) -> tuple[FieldSpec, ...]:
    return (
        _line("time", "时间", max_length=60, help="如 2026年3月2日 14:30"),
        _line("place", "地点", max_length=100),
        _line("people", "参加人", max_length=200),
        _line("person", "被调查人（身份）", max_length=100),
        _text("text", "调查记录", help="照原话记"),
    )


def evidence(case: Case) -> tuple[FieldSpec, ...]:
    return (_text("items", "证据材料", help="一行一件：名称，提交人，页数，原件或复印件，日期"),)


def sessions(case: Case) -> tuple[FieldSpec, ...]:
    held = [one for one in case.sessions.all() if one.minutes]
    pairs = tuple((str(one.pk), f"{one.on:%Y-%m-%d} {one.place}".strip()) for one in held)
    return (
        FieldSpec("session", "哪一次调解", "choice", choices=pairs[::-1]),
        _line("place", "地点", is_required=False, max_length=100, help="记录里没有写时填"),
    )


def visits(case: Case) -> tuple[FieldSpec, ...]:
    pairs = tuple((str(one.pk), f"{one.on:%Y-%m-%d}") for one in case.follow_ups.all())
    return (
        FieldSpec("visit", "哪一次回访", "choice", choices=pairs[::-1]),
        _line("why", "回访事由", is_required=False, max_length=100),
        _text("measures", "采取措施", is_required=False),
    )


def court(case: Case) -> tuple[FieldSpec, ...]:
    return (
        _line("court", "向哪个法院申请", max_length=60, help="如 某某区人民法院"),
        *people(case),
    )


def note(case: Case) -> tuple[FieldSpec, ...]:
    return (_text("text", "需说明的问题"),)


def report(case: Case) -> tuple[FieldSpec, ...]:
    return (_text("text", "办理和履行情况"),)


def with_copies(case: Case) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("copies", "一式几份", "integer", is_required=False),
        *people(case),
    )


# --- what has to be there first ----------------------------------------------------------------


def has_minutes(case: Case) -> str:
    return "" if any(one.minutes for one in case.sessions.all()) else "先记一次调解"


def has_visit(case: Case) -> str:
    return "" if list(case.follow_ups.all()) else "先记一次回访"


def agreed(form: AgreementForm) -> Callable[[Case], str]:
    def ready(case: Case) -> str:
        made = [one for one in case.agreements.all() if not one.is_undone]
        found = any(one.form == form for one in made)
        return "" if found else f"先达成{form.label}"

    return ready


def was_issued(kind: Document) -> Callable[[Case], str]:
    """The papers of an act are issued with it; by hand only a further version."""

    def ready(case: Case) -> str:
        found = any(one.kind == kind for one in case.papers.all())
        return "" if found else "办到那一步时自动出具"

    return ready


def _row(kind: Document, code: str, layout: Layout, series: str, **more: object) -> PaperType:
    return PaperType(kind, code, layout, series, **more)  # type: ignore[arg-type]


def _of_act(kind: Document, code: str, layout: Layout, series: str, **more: object) -> PaperType:
    options = {"who": HANDLERS, "states": EVER, "ready": was_issued(kind), "is_of_act": True}
    return _row(kind, code, layout, series, **(options | more))


D = Document
RECORD = access.RECORD
_ROWS = (
    _row(D.APPLICATION, "R1", layouts.APPLICATION, "申", who=WINDOW, states=OPEN, asks=application),
    _of_act(D.ACCEPTANCE, "R2", layouts.ACCEPTANCE, "受", asks=people),
    _row(D.RIGHTS, "R2a", layouts.RIGHTS, "告", who=WINDOW, states=OPEN),
    _row(
        D.INVESTIGATION,
        "R3",
        layouts.INVESTIGATION,
        "查",
        who=HANDLERS,
        states=OPEN,
        level=RECORD,
        asks=investigation,
    ),
    _row(D.EVIDENCE, "R4", layouts.EVIDENCE, "证", who=WINDOW, states=OPEN, asks=evidence),
    _row(
        D.MINUTES,
        "R5",
        layouts.MINUTES,
        "记",
        who=HANDLERS,
        states=EVER,
        level=RECORD,
        asks=sessions,
        ready=has_minutes,
    ),
    _of_act(D.AGREEMENT, "R6", layouts.AGREEMENT, "", level=RECORD, asks=with_copies),
    _row(
        D.ORAL_AGREEMENT,
        "R7",
        layouts.ORAL_AGREEMENT,
        "口",
        who=HANDLERS,
        states=frozenset({Status.SETTLED, Status.CLOSED}),
        level=RECORD,
        asks=people,
        ready=agreed(AgreementForm.ORAL),
    ),
    _row(
        D.FOLLOW_UP,
        "R8",
        layouts.FOLLOW_UP,
        "访",
        who=WINDOW | {Relation.JUSTICE},
        states=EVER,
        asks=visits,
        ready=has_visit,
    ),
    _of_act(D.TERMINATION, "R9", layouts.TERMINATION, "终"),
    _row(
        D.CONFIRMATION,
        "R10",
        layouts.CONFIRMATION,
        "确",
        who=WINDOW,
        states=frozenset({Status.SETTLED}),
        asks=court,
        ready=agreed(AgreementForm.WRITTEN),
    ),
    _row(D.DOSSIER_NOTE, "R11", layouts.DOSSIER_NOTE, "说", who=HANDLERS, states=AFTER, asks=note),
    _row(
        D.CLOSING_REPORT,
        "R12",
        layouts.CLOSING_REPORT,
        "结",
        who=HANDLERS,
        states=AFTER,
        asks=report,
    ),
    _of_act(D.DECLINE_NOTICE, "", layouts.DECLINE_NOTICE, "不"),
    _of_act(D.ESCALATION, "", layouts.ESCALATION, "报"),
    _of_act(D.REFERRAL, "", layouts.REFERRAL, "引"),
    _of_act(D.TRANSFER, "", layouts.TRANSFER, "移"),
)
PAPERS: Mapping[str, PaperType] = {row.kind: row for row in _ROWS}
