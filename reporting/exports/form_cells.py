"""Which number of a form an address names, and what it is called: for the page and the API."""

from mediation.core.models import User
from reporting.enums import FormKind
from reporting.exports import form_survey
from reporting.selectors.behind import Behind
from reporting.selectors.form_cells import as_locked, behind_mediation, behind_survey
from reporting.selectors.forms import Opened, mediation_of, survey_of
from reporting.selectors.survey import LEVELS, kept_form
from reporting.spans import so_far


def cell_of(user: User, opened: Opened, number: int, at: str) -> tuple[Behind, str] | None:
    """The cases behind a number and its name; None where no such number leads to cases.

    Of the 排查情况表 `number` is the line and `at` the column's name, of the people's mediation
    table the column (from 1) and the unit's code, empty for the whole.
    """
    try:
        if opened.form == FormKind.SURVEY:
            return _survey_cell(user, opened, number, at or "sum")
        return _mediation_cell(user, opened, number, at)
    except (IndexError, KeyError, StopIteration):
        return None


def _survey_cell(user: User, opened: Opened, number: int, at: str) -> tuple[Behind, str]:
    wanted = form_survey.WANTED[number - 1 if number > 0 else len(form_survey.WANTED)]
    column = dict(zip(form_survey.KEYS, form_survey.COLUMNS, strict=True))[at]
    if at == form_survey.KEYS[0] or not form_survey.is_counted(wanted):
        raise KeyError(at)
    period = so_far(opened.span) if at == "year" else opened.span.period
    level = at if at in LEVELS else ""
    found = behind_survey(user, opened, period, wanted.figure, wanted.line, level)
    if kept_form(opened.centre, opened.form, opened.span.period):
        form = survey_of(opened)
        half = form.year if at == "year" else form.now
        found = as_locked(found, lambda name: half.value(name, wanted.line, level))
    return found, f"{wanted.kind}，{wanted.label}，{column}"


def _mediation_cell(user: User, opened: Opened, number: int, at: str) -> tuple[Behind, str]:
    form = mediation_of(opened)
    column = form.columns[number - 1 if number > 0 else len(form.columns)]
    unit = next(unit for unit in form.units if unit.code == at) if at else None
    of_body = [code for code, body in form.bodies.items() if body == column.body]
    found = behind_mediation(user, opened, column, unit, of_body)
    if form.state.is_kept:
        value = form.value(column, unit) if column.counts_cases else None
        found = as_locked(found, lambda _name: value)
    return found, f"{unit.name if unit else '合计'}，{column.group}{column.label}"
