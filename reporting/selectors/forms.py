"""Which form a reader opens, of which place and stretch: the same for page, file and API."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from grids.models import Division
from mediation.core.models import User
from reporting.access import Reader, reader
from reporting.enums import FormKind
from reporting.selectors.mediation_form import MediationForm, mediation_form
from reporting.selectors.survey import State, Survey, state_of, survey
from reporting.spans import Span, begun_span

# Which stretches a form is filled in for, by what the form calls them.
WORDS = {
    FormKind.SURVEY: frozenset({"月份", "季度", "半年度", "年度"}),
    FormKind.MEDIATION: frozenset({"季度", "年度"}),
}


@dataclass(frozen=True)
class Opened:
    """A form as somebody opens it; `villages` (codes) are all he reads of it, None: everything."""

    form: FormKind
    centre: Division
    span: Span
    villages: frozenset[str] | None
    unit: str


def open_form(user: User, form: str, code: str) -> Opened | None:
    """The form and stretch that are asked for, or None where there is none for him."""
    who, span = reader(user), begun_span(code)
    centre = who.town_of(None)
    if centre is None or span is None or form not in FormKind.values:
        return None
    kind = FormKind(form)
    if span.word not in WORDS[kind]:
        return None
    if who.villages is None:
        return Opened(kind, centre, span, None, centre.name)
    own = _own(who)
    unit = "、".join(village.name for village in own) or centre.name
    return Opened(kind, centre, span, frozenset(village.code for village in own), unit)


def states_of(who: Reader, centre: Division, spans: Iterable[Span]) -> dict[Span, State]:
    """How far each stretch is settled, as far as he may learn it of the villages."""
    villages = None if who.villages is None else frozenset(_own(who).values_list("code", flat=True))
    return {span: state_of(centre, span, villages=villages) for span in spans}


def _own(who: Reader) -> QuerySet[Division]:
    return Division.objects.filter(pk__in=who.villages or ()).order_by("code")


def survey_of(opened: Opened) -> Survey:
    return survey(opened.centre, opened.span, opened.villages, opened.unit)


def mediation_of(opened: Opened) -> MediationForm:
    return mediation_form(opened.centre, opened.span, opened.villages)
