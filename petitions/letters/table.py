"""One row per letter: its layout, its sign in a number, who may issue it by hand and when.

F1–F16 as in domain.md §2.2. A new letter is a layout, a function in `facts`, a row here and its
template file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cases.papers.layouts import Layout
from mediation.core.fields import FieldSpec, text
from petitions.enums import OPEN, RATED, Letter, Relation, Status
from petitions.letters import layouts
from petitions.models import IssuedLetter, Petition

TEMPLATES = Path(__file__).resolve().parent.parent / "letter_templates"
OFFICE = frozenset({Relation.OFFICER, Relation.DISCIPLINE})
HEADS = frozenset({Relation.HEAD})
NOBODY: frozenset[str] = frozenset()
HANDLED = OPEN | RATED

Asks = Callable[[Petition], tuple[FieldSpec, ...]]


def nothing(petition: Petition) -> tuple[FieldSpec, ...]:
    return ()


def always(petition: Petition) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class LetterType:
    """`sign` is its place in a number: 李信答〔2026〕1号; empty: another body's own number. `who` and
    `states`: who issues it by hand and when, nobody where its act alone does; `again`: who may
    issue it once more while it is not sent; of a signed one only the signer."""

    kind: Letter
    code: str
    layout: Layout
    sign: str
    who: frozenset[str] = NOBODY
    states: frozenset[str] = frozenset(Status)
    asks: Asks = nothing
    ready: Callable[[Petition], str] = always
    again: frozenset[str] = OFFICE
    own_title: str = ""

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def title(self) -> str:
        """What stands at the head of the sheet; it may name fields of the layout."""
        return self.own_title or self.label

    @property
    def template(self) -> Path:
        return TEMPLATES / f"{self.kind}.docx"

    @property
    def is_by_hand(self) -> bool:
        return bool(self.who)

    def missing(self, data: Mapping[str, object]) -> list[str]:
        """Labels of the required fields that are empty, in the order of the form."""
        return [one.label for one in self.layout.fields if one.is_required and not data[one.name]]


# --- what is asked when one is issued by hand ---------------------------------------------------


def _line(name: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(name, label, **more)  # type: ignore[arg-type]


def standing(petition: Petition) -> list[IssuedLetter]:
    """The letters that go out, of each the newest issue, in the order of issue."""
    newest = {}
    for one in sorted(petition.letters.all(), key=lambda one: one.version):
        if one.goes_out:
            newest[one.kind, one.number] = one
    return sorted(newest.values(), key=lambda one: one.pk)


def outward(petition: Petition) -> tuple[FieldSpec, ...]:
    pairs = tuple((str(one.pk), words_for(one)) for one in standing(petition))
    return (FieldSpec("letter", "哪份文书", "choice", choices=pairs[::-1]),)


def words_for(letter: IssuedLetter) -> str:
    return f"{letter.label}{letter.number}"


def terms(petition: Petition) -> tuple[FieldSpec, ...]:
    return (
        _line("respondent", "对方当事人", max_length=200, help="名称或者姓名、地址"),
        text("terms", "双方自愿达成的协议"),
        text("performance", "履行方式、时限"),
        _line("copies", "一式几份", is_required=False, max_length=10),
    )


def event(petition: Petition) -> tuple[FieldSpec, ...]:
    return (
        _line("time", "时间", max_length=60, help="如 2026年3月2日 14:30"),
        _line("place", "地点", is_required=False, max_length=100, help="不填就用登记的地点"),
        FieldSpec("head_count", "人数", "integer", is_required=False),
        text("cause", "起因"),
        text("state", "现状"),
        text("measures", "已采取的措施"),
        text("advice", "建议", help="只写事情，不写在场的是谁"),
    )


def visit(petition: Petition) -> tuple[FieldSpec, ...]:
    return (
        _line("period", "期次", max_length=40, help="如 2026年第3期"),
        _line("leader", "接访领导", max_length=60),
        _line("time", "时间", max_length=60),
        _line("place", "地点", max_length=100),
        text("answer", "现场答复或交办单位"),
        FieldSpec("due_on", "办结时限", "date", is_required=False),
        _line("result", "结果", is_required=False, max_length=200),
    )


def has_outward(petition: Petition) -> str:
    return "" if standing(petition) else "还没有对外的文书"


def _row(kind: Letter, code: str, layout: Layout, sign: str, **more: object) -> LetterType:
    return LetterType(kind, code, layout, sign, **more)  # type: ignore[arg-type]


L = Letter
OF_UNIT = frozenset({Relation.OFFICER, Relation.UNIT})
OPINION_TITLE = "关于{{ names }}信访事项的处理意见书"
_ROWS = (
    _row(L.REGISTRATION, "F1", layouts.REGISTRATION, "登"),
    _row(L.ACCEPTANCE, "F2", layouts.ACCEPTANCE, "受"),
    _row(L.DECLINE, "F3", layouts.DECLINE, "不", again=HEADS | {Relation.DISCIPLINE}),
    _row(L.NOT_AGAIN, "F3a", layouts.NOT_AGAIN, "终", again=HEADS),
    _row(L.GUIDANCE, "F4", layouts.GUIDANCE, "导"),
    _row(L.FORWARDING, "F5", layouts.FORWARDING, "转"),
    _row(L.FORWARD_NOTICE, "", layouts.FORWARD_NOTICE, "告"),
    _row(L.ASSIGNMENT, "F5", layouts.ASSIGNMENT, "交"),
    _row(L.OBJECTION, "F6", layouts.OBJECTION, "退"),
    _row(L.EXTENSION, "F7", layouts.EXTENSION, "延", again=HEADS),
    _row(L.OPINION, "F8", layouts.OPINION, "答", again=HEADS, own_title=OPINION_TITLE),
    _row(L.REVIEW, "F9", layouts.REVIEW, "", again=NOBODY, own_title="复查意见书记录页"),
    _row(L.FINAL, "F10", layouts.FINAL, "", again=NOBODY, own_title="复核意见书记录页"),
    _row(L.RECEIPT, "F11", layouts.RECEIPT, "送", who=OFFICE, asks=outward, ready=has_outward),
    _row(L.HEARING, "F12", layouts.HEARING, "听", again=OF_UNIT),
    _row(L.REPORT, "F13", layouts.REPORT, "结", again=OF_UNIT),
    _row(
        L.SETTLEMENT,
        "F14",
        layouts.SETTLEMENT,
        "和",
        who=frozenset({Relation.OFFICER}),
        states=HANDLED - {Status.REGISTERED, Status.CLOSED},
        asks=terms,
    ),
    _row(
        L.URGENT,
        "F15",
        layouts.URGENT,
        "急",
        who=frozenset({Relation.OFFICER, Relation.HEAD}),
        states=OPEN,
        asks=event,
    ),
    _row(
        L.RECEPTION,
        "F16",
        layouts.RECEPTION,
        "访",
        who=frozenset({Relation.OFFICER, Relation.OWNER}),
        states=HANDLED,
        asks=visit,
    ),
)
LETTERS: Mapping[str, LetterType] = {row.kind: row for row in _ROWS}
