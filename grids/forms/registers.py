"""The form of a register, made from the columns of its kind: shape of input only."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from grids.models import Department, Division, Register
from grids.registers import LONGEST, Column, Kind
from grids.selectors import departments

REQUIRED = "这一格还没有填。"
NUMBER = {"class": "in", "inputmode": "decimal"}


def _text(column: Column) -> forms.CharField:
    most = LONGEST.get(column.name, 40)
    attrs = {"class": "in"}
    area = forms.Textarea(attrs | {"rows": 4})
    return forms.CharField(
        label=column.label,
        required=column.is_required,
        max_length=most,
        help_text=column.hint,
        widget=area if column.type == "text" else forms.TextInput(attrs),
        error_messages={"required": REQUIRED, "max_length": f"最多 {most} 个字，请精简一些。"},
    )


def day_field(label: str, *, is_needed: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=is_needed,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d"),
        error_messages={"required": "请选一个日期。", "invalid": "日期写成 2026-11-14 这样。"},
    )


def choice_field(label: str, choices: Iterable[Any], *, is_needed: bool = True) -> Any:
    empty = [("", "请选择")]
    return forms.ChoiceField(
        label=label,
        choices=[*empty, *choices],
        required=is_needed,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": REQUIRED, "invalid_choice": "请从列出的选项里选一个。"},
    )


def unit_pairs(units: Iterable[Department]) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.short_name) for unit in units]


def _field(column: Column, kind: Kind, centre: Division) -> forms.Field:
    needed = column.is_required
    if column.type == "date":
        return day_field(column.label, is_needed=needed, hint=column.hint)
    if column.type == "choice":
        return choice_field(column.label, kind.sorts, is_needed=needed)
    if column.type == "unit":
        pairs = unit_pairs(departments(centre))
        return choice_field(column.label, pairs, is_needed=needed)
    if column.type in ("integer", "decimal"):
        return forms.CharField(
            label=column.label,
            required=needed,
            max_length=16,
            help_text=column.hint,
            widget=forms.TextInput(NUMBER),
            error_messages={"required": REQUIRED, "max_length": "这个数太大，请再看一眼。"},
        )
    return _text(column)


class EntryForm(forms.Form):
    """A line of one kind. `only`: the columns that may be written now; `entry`: what stands."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        centre: Division,
        units: Collection[Department] = (),
        only: Collection[str] | None = None,
        entry: Register | None = None,
        **kwargs: Any,
    ) -> None:
        if entry is not None:
            kwargs["initial"] = initial_of(entry, kind) | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if entry is None:
            self.fields["form_key"] = forms.UUIDField(required=False, widget=forms.HiddenInput)
            if len(units) > 1:
                self.fields["unit"] = choice_field("登记单位", unit_pairs(units))
        else:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
        for column in kind.columns:
            if only is None or column.name in only:
                self.fields[column.name] = _field(column, kind, centre)

    @property
    def columns(self) -> list[Any]:
        """The fields that are shown, in the order of the register."""
        return [field for field in self if not field.is_hidden]


def initial_of(entry: Register, kind: Kind) -> dict[str, Any]:
    found = {column.name: getattr(entry, column.name) for column in kind.columns}
    if found.get("to_unit") is not None:
        found["to_unit"] = str(found["to_unit"].pk)
    return found | {"version": entry.version}
