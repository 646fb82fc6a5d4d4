"""What was typed in one registration form, in the names of the other: at a visit that changes its
window nobody types anything twice."""

from collections.abc import Mapping
from typing import Any

# Written alike in both forms.
SAME = (
    *("narrative", "keeps_numbers", "place", "division", "risk", "risk_reason"),
    *("external_number", "received_on", "entered_later"),
)
OF_A_PERSON = ("name", "id_number", "phone", "address")
APPLICANT, RESPONDENT = "applicant", "respondent"
MOST_ROWS = 40
LONGEST_DEMAND = 500


def as_petition(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A case form's words for the petition form: who came, what happened, where, what he wants.

    The other side has no field there; his name is kept at the end of the story.
    """
    carried = _same(typed)
    came = [row for row in _rows(typed, "parties") if row["role"] != RESPONDENT and _said(row)]
    others = [
        row["name"] for row in _rows(typed, "parties") if row["role"] == RESPONDENT and row["name"]
    ]
    story = str(carried.get("narrative", ""))
    unnamed = [name for name in others if name not in story]
    if unnamed:
        told = f"对方：{'、'.join(unnamed)}"
        carried["narrative"] = f"{story}\n{told}".strip()
    carried |= _numbered("petitioners", came)
    if demand := str(typed.get("demand") or "").strip():
        carried |= {"demands-0-text": demand[:LONGEST_DEMAND], "demands-TOTAL_FORMS": "1"}
    return carried


def as_case(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A petition form's words for the case form: every petitioner is an applicant."""
    carried = _same(typed)
    came = [row for row in _rows(typed, "petitioners") if _said(row)]
    rows = [{**row, "role": APPLICANT} for row in came] or [{"role": APPLICANT}]
    rows.insert(1, {"role": RESPONDENT})  # the second row of that form is the other side's
    carried |= _numbered("parties", rows)
    count = _count(typed, "demands")
    demands = [str(typed.get(f"demands-{n}-text") or "").strip() for n in range(count)]
    if said := "；".join(filter(None, demands)):
        carried["demand"] = said[:LONGEST_DEMAND]
    return carried


def _same(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in SAME if typed.get(name)}


def _rows(typed: Mapping[str, Any], prefix: str) -> list[dict[str, str]]:
    """The rows of a form set as text; the first of a case form is the one who came."""
    rows = []
    for n in range(_count(typed, prefix)):
        row = {name: str(typed.get(f"{prefix}-{n}-{name}") or "").strip() for name in OF_A_PERSON}
        role = str(typed.get(f"{prefix}-{n}-role") or "")
        row["role"] = role or (APPLICANT if n == 0 else RESPONDENT)
        rows.append(row)
    return rows


def _said(row: Mapping[str, str]) -> bool:
    return any(row.get(name) for name in OF_A_PERSON)


def _numbered(prefix: str, rows: list[dict[str, str]]) -> dict[str, str]:
    found = {
        f"{prefix}-{n}-{name}": value
        for n, row in enumerate(rows)
        for name, value in row.items()
        if value and (name != "role" or prefix == "parties")
    }
    return found | {f"{prefix}-TOTAL_FORMS": str(len(rows))} if rows else {}


def _count(typed: Mapping[str, Any], prefix: str) -> int:
    written = str(typed.get(f"{prefix}-TOTAL_FORMS", ""))
    return min(int(written), MOST_ROWS) if written.isdecimal() and len(written) < 4 else 0
