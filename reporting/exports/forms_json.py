"""Forms of natural stretches as JSON: the cells as the page has them; a rate or sum of money is
text with two decimals, null where there is none."""

from decimal import Decimal
from typing import Any

from reporting.exports import form_mediation, form_survey
from reporting.exports.drawing import Cell
from reporting.figures import Number
from reporting.selectors.mediation_form import MediationForm
from reporting.selectors.survey import State, Survey


def survey(form: Survey) -> dict[str, Any]:
    return _head(form, form_survey.title_of(form)) | {
        "columns": [
            {"name": name, "label": label}
            for name, label in zip(form_survey.KEYS, form_survey.COLUMNS, strict=True)
        ],
        "rows": [
            {
                "number": line.number,
                "group": line.group,
                "kind": line.kind,
                "label": line.label,
                "values": [_spelled(cell) for cell in line.cells],
            }
            for line in form_survey.lines(form)
        ],
    }


def mediation(form: MediationForm) -> dict[str, Any]:
    return _head(form, form_mediation.title_of(form)) | {
        "columns": [
            {"group": one.group, "label": one.label, "definition": one.definition}
            for one in form.columns
        ],
        "rows": [
            {
                "unit": line.key,
                "label": line.label,
                "values": [_spelled(cell) for cell in line.cells],
            }
            for line in form_mediation.lines(form)
        ],
    }


def _head(form: Survey | MediationForm, title: str) -> dict[str, Any]:
    state: State = form.state
    return {
        "title": title,
        "span": form.span.code,
        "from": form.span.period.first_on.isoformat(),
        "to": form.span.period.last_on.isoformat(),
        "centre": form.centre.code,
        "is_locked": state.is_locked,
        "state": state.words,
        "missing": list(state.missing),
    }


def _spelled(cell: Cell) -> int | str | None:
    value: Number | str | None = cell.value
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value
