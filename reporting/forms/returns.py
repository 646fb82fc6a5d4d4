"""A village's return as a form: shape of input only."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from grids.forms.sweeps import number, text
from grids.models import Category
from reporting.figures import CATALOGUE
from reporting.models import COUNTED_LINES, ReturnVersion
from reporting.selectors.returns import Numbers
from reporting.services.returns import (
    ANALYSIS,
    LONGEST_ANALYSIS,
    LONGEST_WHY,
    MOST,
    Typed,
    seen_of,
)
from reporting.services.steps import LONGEST_SENTENCE, LONGEST_WORDS

HINTS = {
    "features": "这半个月哪类多、多在哪里、比上期怎样",
    "causes": "为什么会有",
    "hotspots": "哪些领域、地段、时段容易发生",
    "advice": "请街道（乡镇）或部门做什么",
}


@dataclass(frozen=True)
class RowOfForm:
    """One category: its number fields, each with the system's count, and why one was typed over."""

    label: str
    cells: tuple[tuple[BoundField, int], ...]
    why: BoundField
    case: BoundField
    has_figures: bool


class ReturnForm(forms.Form):
    """Every category's counted lines, begun with the system's numbers, and the analysis."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000)

    def __init__(
        self,
        *args: Any,
        numbers: Numbers,
        categories: Iterable[Category],
        needs_reason: bool,
        is_again: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        self.categories = list(categories)
        self.initial = self.initial | {"seen": seen_of(numbers)}
        for category in self.categories:
            for line in COUNTED_LINES:
                field = number(f"{category.short_name} {CATALOGUE[line].label}", MOST)
                field.initial = self.system(category.code, line)
                field.widget.attrs |= {"class": "in in--n", "size": "4"}
                self._stand_in_table(f"{line}-{category.code}", field)
            why = text(f"{category.short_name}：为什么和系统不一样", LONGEST_WHY, is_needed=False)
            self._stand_in_table(f"why-{category.code}", why)
            case = text(f"{category.short_name}：案号", 40, is_needed=False)
            self._stand_in_table(f"case-{category.code}", case)
        for name, label in ANALYSIS.items():
            self.fields[name] = text(
                label, LONGEST_ANALYSIS, rows=3, is_needed=False, help_text=HINTS[name]
            )
        if is_again:
            self.fields["reason"] = text("为什么重报", LONGEST_WHY, is_needed=needs_reason)

    def _stand_in_table(self, name: str, field: forms.Field) -> None:
        """A cell's field says its label to those who do not see row and column."""
        field.widget.attrs["aria-label"] = field.label
        self.fields[name] = field

    def system(self, code: str, line: str) -> int:
        return self.numbers.get(code, {}).get(line, 0)

    @property
    def lines(self) -> list[str]:
        return [CATALOGUE[line].label for line in COUNTED_LINES]

    def rows(self) -> Iterator[RowOfForm]:
        for category in self.categories:
            names = [f"{line}-{category.code}" for line in COUNTED_LINES]
            why = self[f"why-{category.code}"]
            yield RowOfForm(
                category.short_name,
                tuple(
                    (self[name], self.system(category.code, line))
                    for name, line in zip(names, COUNTED_LINES, strict=True)
                ),
                why,
                self[f"case-{category.code}"],
                category.code in self.numbers
                or bool(why.value())
                or any(self[name].errors for name in names),
            )

    @property
    def shown_rows(self) -> list[RowOfForm]:
        return [row for row in self.rows() if row.has_figures]

    @property
    def other_rows(self) -> list[RowOfForm]:
        return [row for row in self.rows() if not row.has_figures]

    @property
    def analysis(self) -> list[BoundField]:
        return [self[name] for name in ANALYSIS]

    def typed(self) -> list[Typed]:
        """Every number that was written; one left empty is the system's."""
        data = self.cleaned_data
        return [
            Typed(
                category.code,
                line,
                data[f"{line}-{category.code}"],
                data[f"why-{category.code}"],
                data[f"case-{category.code}"],
            )
            for category in self.categories
            for line in COUNTED_LINES
            if data[f"{line}-{category.code}"] is not None
        ]

    def confirmed(self) -> dict[str, Any]:
        """As `services.returns.file_return` takes it."""
        data = self.cleaned_data
        return {
            "form_key": data["form_key"],
            "seen": data["seen"],
            "typed": self.typed(),
            "reason": data.get("reason", ""),
            **{name: data[name] for name in ANALYSIS},
        }


def begun_with(version: ReturnVersion | None) -> dict[str, Any]:
    """A return that is written again begins with what was written last."""
    if version is None:
        return {}
    begun: dict[str, Any] = {name: getattr(version, name) for name in ANALYSIS}
    for each in version.typed.select_related("category", "case"):
        code = each.category.code
        begun[f"{each.line}-{code}"] = each.typed
        begun[f"why-{code}"] = each.why
        if each.case is not None:
            begun[f"case-{code}"] = f"{each.case.short_number}"
    return begun


def refreshed(data: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    """What was typed, over the numbers of now: a field that still said what the system said when
    it was shown says what the system says today."""
    kept = {name: data.get(name, "") for name in data if name not in {"seen", "form_key"}}
    before = numbers_in(str(data.get("seen", "")))
    for name, value in list(kept.items()):
        line, _, code = name.partition("-")
        if line in COUNTED_LINES and str(value) == str(before.get(code, {}).get(line, 0)):
            kept[name] = numbers.get(code, {}).get(line, 0)
    return kept


def numbers_in(seen: str) -> Numbers:
    """What `seen_of` says, read back; nothing of what says nothing."""
    numbers: Numbers = {}
    for part in seen.split("."):
        code, _, rest = part.partition("-")
        line, _, count = rest.partition("-")
        if line in COUNTED_LINES and count.isascii() and count.isdecimal():
            numbers.setdefault(code, {})[line] = int(count)
    return numbers


class ReasonForm(forms.Form):
    """Why something goes back."""

    reason = text("为什么退回", LONGEST_WORDS, rows=2)


class SubmitForm(forms.Form):
    """Why some are missing, where some are."""

    why_missing = text("为什么不等没报的村（社区）", LONGEST_WORDS, is_needed=False)


class ExplainForm(forms.Form):
    """One sentence on a category that rose."""

    category = forms.CharField(max_length=2, widget=forms.HiddenInput)
    text = text("原因", LONGEST_SENTENCE, rows=2)


class CorrectionForm(forms.Form):
    """Why a locked half-month is corrected."""

    reason = text("为什么更正", LONGEST_WORDS, rows=2)
