"""One form for every verb of a petition, built from its field table: page and API parse with it.

Shape only: types, lengths, known choices. Whether the move may be made is the workflow's word.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cases.access import standing
from cases.forms.moves import Pairs, VerbForm, form_field
from grids.models import Category
from grids.selectors import departments, villages
from mediation.core.fields import FieldSpec
from mediation.core.models import User
from petitions.enums import Letter, Verb
from petitions.labels import label
from petitions.models import ContentCategory, Petition
from petitions.workflow import fields_of
from petitions.workflow.conditions import unsent

SHORT = 40  # characters of a demand in a choice


def units(petition: Petition, user: User) -> Pairs:
    """Every unit of the town that handles and answers."""
    found = departments(petition.centre).filter(is_handling=True)
    return [(str(unit.pk), unit.short_name) for unit in found]


def demands(petition: Petition, user: User) -> Pairs:
    return [
        (str(one.pk), f"{one.position}. {shortened(one.text)}") for one in petition.demands.all()
    ]


def shortened(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}……"


def letters(petition: Petition, user: User) -> Pairs:
    """What was issued and has not reached its receiver; posted ones until they are received."""
    return [
        (str(one.pk), f"{label(Letter, one.kind)} {one.number}".strip()) for one in unsent(petition)
    ]


def directions(petition: Petition, user: User) -> Pairs:
    """What waits for a word of the user's own unit."""
    mine = standing(user).answering_units
    return [
        (str(one.pk), f"{one.get_kind_display()}：{shortened(one.text)}")
        for one in petition.directions.all()
        if one.is_waiting and one.to_unit_id in mine
    ]


def categories(petition: Petition, user: User) -> Pairs:
    return [(one.code, one.name) for one in Category.objects.filter(is_active=True)]


def villages_of(petition: Petition, user: User) -> Pairs:
    return [(place.code, place.short_name) for place in villages(petition.centre)]


def contents(petition: Petition, user: User) -> Pairs:
    """Both levels; a lower one stands behind its upper one."""
    rows = ContentCategory.objects.filter(is_active=True).select_related("parent").order_by("code")
    return [
        (one.code, f"{one.parent.name}：{one.name}" if one.parent else one.name) for one in rows
    ]


OPTIONS: Mapping[str, Callable[[Petition, User], Pairs]] = {
    "units": units,
    "demands": demands,
    "letters": letters,
    "directions": directions,
    "categories": categories,
    "villages": villages_of,
    "contents": contents,
}


def choices_of(spec: FieldSpec, petition: Petition, user: User) -> Pairs:
    return OPTIONS[spec.options](petition, user) if spec.options else list(spec.choices)


class MoveForm(VerbForm):
    """The fields of one verb on one petition."""

    def __init__(
        self, verb: str, petition: Petition, user: User, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.verb = Verb(verb)
        for spec in fields_of(verb, petition):
            self.add(spec, form_field(spec, choices_of(spec, petition, user)))
