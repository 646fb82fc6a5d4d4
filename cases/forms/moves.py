"""One form for every verb, built from its field table: the page and the API parse with it.

Shape only: types, lengths, known choices. Whether the move may be made is the workflow's word.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from cases import access
from cases.enums import OPEN, Document, PartyRole, Verb
from cases.forms import agreement, booking
from cases.labels import label
from cases.models import Case
from cases.selectors import name_of
from cases.services.whistles import may_be_called
from cases.workflow import UNITS_OF_TIER, FieldSpec, fields_of
from grids.models import Category
from grids.selectors import departments, handling_people, villages
from mediation.core.models import User

REQUIRED = "这一格还没有填。"
LONGEST_TEXT = 20_000
LONGEST_LINE = 200
# What a browser lets through only by accident; the framework's own words are a programmer's.
WRONG_SHAPE = {
    "min_value": "数字太小了，请再看一眼。",
    "max_value": "数字太大了，请再看一眼。",
    "max_digits": "数字太长了，请再看一眼。",
    "max_whole_digits": "数字太长了，请再看一眼。",
    "max_decimal_places": "最多写到分（两位小数）。",
}
ALL = "all"
MERGE_OFFERED = 50

Pairs = Sequence[tuple[str, str]]


def officers(case: Case, user: User) -> Pairs:
    """Who may take the case up: nobody who stepped aside from it."""
    recused = {one.user_id for one in case.recusals.all()}
    found = handling_people(case.unit)
    return [(str(person.pk), person.name) for person in found if person.pk not in recused]


def units(case: Case, user: User) -> Pairs:
    kinds = UNITS_OF_TIER.get(case.tier, frozenset())
    found = departments(case.centre).filter(kind__in=kinds).exclude(pk=case.unit_id)
    return [(str(unit.pk), unit.short_name) for unit in found]


def addressees(case: Case, user: User) -> Pairs:
    found = departments(case.centre).filter(is_handling=True)
    return [(str(unit.pk), unit.short_name) for unit in found]


def called(case: Case, user: User) -> Pairs:
    """Whom to whistle for: every unit that answers, but leaders and the handling one."""
    found = departments(case.centre).filter(is_handling=True).exclude(pk=case.unit_id)
    return [(str(unit.pk), unit.short_name) for unit in found if may_be_called(unit)]


def parties(case: Case, user: User) -> Pairs:
    return [(str(party.pk), name_of(party, case)) for party in case.parties.all()]


def undelivered(case: Case, user: User) -> Pairs:
    """What was issued and has not reached its receiver; posted ones until they are received."""
    return [
        (str(one.pk), f"{label(Document, one.kind)} {one.number}".strip())
        for one in case.papers.all()
        if one.received_on is None
    ]


def applicants(case: Case, user: User) -> Pairs:
    found = [p for p in case.parties.all() if p.role == PartyRole.APPLICANT]
    names = [(str(p.pk), name_of(p, case)) for p in found]
    return [(ALL, "全部申请人"), *names] if len(found) > 1 else names


def open_in_sight(case: Case, user: User) -> QuerySet[Case]:
    """What a case may be merged into: any other open one that the user sees (rules.md §2 row 16)."""
    return access.visible_to(user).filter(status__in=OPEN, centre=case.centre).exclude(pk=case.pk)


def other_cases(case: Case, user: User) -> Pairs:
    """Those of the same village are offered, newest first."""
    found = open_in_sight(case, user).filter(division=case.division)
    newest = found.order_by("-registered_at", "-pk")[:MERGE_OFFERED]
    return [(str(one.pk), one.number) for one in newest]


class OtherCaseField(forms.ChoiceField):
    """Offers some cases and takes any open one in the user's sight."""

    def __init__(self, *args: Any, taken: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and self.taken.filter(pk=int(value)).exists()


def villages_of(case: Case, user: User) -> Pairs:
    return [(place.code, place.short_name) for place in villages(case.centre)]


def categories(case: Case, user: User) -> Pairs:
    return [(one.code, one.name) for one in Category.objects.filter(is_active=True)]


OPTIONS = {
    "officers": officers,
    "units": units,
    "addressees": addressees,
    "applicants": applicants,
    "called": called,
    "parties": parties,
    "papers": undelivered,
    "cases": other_cases,
    "villages": villages_of,
    "categories": categories,
    "rooms": booking.rooms,
    "mediators": booking.mediators,
    "guests": booking.guests,
    "arranged": booking.arranged,
    "obligations": agreement.obligations,
    "evidence": agreement.evidence,
}


def choices_of(spec: FieldSpec, case: Case, user: User) -> Pairs:
    return OPTIONS[spec.options](case, user) if spec.options else list(spec.choices)


def form_field(
    spec: FieldSpec, pairs: Pairs = (), *, taken: QuerySet[Case] | None = None
) -> forms.Field:
    """The Django field of a spec; `pairs` are the choices of this matter, `taken` the cases that are
    accepted beside those that are offered."""
    common: dict[str, Any] = {
        "label": spec.label,
        "required": spec.is_required,
        "help_text": spec.help,
        "error_messages": {"required": REQUIRED, **WRONG_SHAPE},
    }
    if spec.type in {"text", "string"}:
        longest = spec.max_length or (LONGEST_TEXT if spec.type == "text" else LONGEST_LINE)
        common["error_messages"] |= {"max_length": f"最多 {longest} 个字，请精简一些。"}
    if spec.type == "text":
        return forms.CharField(
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 3}),
            **common,
        )
    if spec.type == "string":
        return forms.CharField(max_length=longest, **common)
    if spec.type == "boolean":
        return forms.BooleanField(**common)
    if spec.type == "integer":
        return forms.IntegerField(min_value=1, max_value=999_999, **common)
    if spec.type == "decimal":
        return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **common)
    if spec.type == "date":
        return forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
        )
    if spec.type == "datetime":
        return forms.DateTimeField(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"],
            **common,
        )
    common["error_messages"] |= {"invalid_choice": "请从列出的选项里选一个。"}
    if spec.type == "list":
        common["error_messages"] |= {"invalid_list": "请从列出的选项里选。"}
        return forms.MultipleChoiceField(
            choices=pairs, widget=forms.CheckboxSelectMultiple, **common
        )
    blank: Pairs = [] if spec.is_required and len(pairs) == 1 else [("", "请选择")]
    if taken is not None:
        return OtherCaseField(choices=[*blank, *pairs], taken=taken, **common)
    return forms.ChoiceField(choices=[*blank, *pairs], **common)


def case_field(spec: FieldSpec, case: Case, user: User) -> forms.Field:
    """The field of a spec with the choices of this case."""
    taken = open_in_sight(case, user) if spec.options == "cases" else None
    return form_field(spec, choices_of(spec, case, user), taken=taken)


class VerbForm(forms.Form):
    """The fields of one verb on one matter; `data` of `move` is what `given()` returns."""

    verb: str

    def add(self, spec: FieldSpec, field: forms.Field) -> None:
        self.fields[spec.name] = field
        if spec.type not in {"boolean", "list"}:
            field.widget.attrs["class"] = "in"

    def given(self) -> dict[str, Any]:
        """What was filled in, without blanks; an amendment keeps only what was sent."""
        sent = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", []) or (self.verb == Verb.AMEND and name in self.data)
        }
        return {name: _aware(value) for name, value in sent.items() if value is not False}


def _aware(value: Any) -> Any:
    if hasattr(value, "tzinfo") and value.tzinfo is None:
        return value.replace(tzinfo=get_default_timezone())
    return value


class MoveForm(VerbForm):
    """The fields of one verb on one case."""

    def __init__(self, verb: str, case: Case, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = Verb(verb)
        for spec in fields_of(verb, case):
            self.add(spec, case_field(spec, case, user))
