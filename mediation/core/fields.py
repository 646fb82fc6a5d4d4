"""What a verb asks for: one row per thing to fill in, read by the page, the API and the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

FieldType = Literal[
    "string", "text", "boolean", "integer", "decimal", "date", "datetime", "choice", "list"
]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One thing to fill in. Where the choices depend on the matter, `options` names the function
    that the form looks them up with (`cases.forms.moves.OPTIONS`)."""

    name: str
    label: str
    type: FieldType = "string"
    is_required: bool = True
    choices: Sequence[tuple[str, str]] = ()
    options: str = ""
    help: str = ""
    max_length: int | None = None


def text(name: str, label: str, **more: Any) -> FieldSpec:
    return FieldSpec(name, label, "text", **more)


def choice(name: str, label: str, choices: Any, **more: Any) -> FieldSpec:
    return FieldSpec(name, label, "choice", choices=tuple(choices.choices), **more)


def optional_day(name: str, label: str, **more: Any) -> FieldSpec:
    return FieldSpec(name, label, "date", is_required=False, **more)
