"""The workbook of an opened form, and its name: the same for page and API."""

from reporting.enums import FormKind
from reporting.exports import form_mediation, form_survey
from reporting.selectors.forms import Opened, mediation_of, survey_of


def workbook_of(opened: Opened) -> tuple[bytes, str]:
    if opened.form == FormKind.SURVEY:
        survey = survey_of(opened)
        return form_survey.workbook(survey), form_survey.name_of(survey)
    mediation = mediation_of(opened)
    return form_mediation.workbook(mediation), form_mediation.name_of(mediation)
