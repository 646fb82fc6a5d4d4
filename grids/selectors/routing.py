"""Which department leads a kind of dispute (方案 two (2) 2; domain.md §3.1)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from grids.models import Category, Department, Division, RoutingRule, Subtype
from mediation.core import clock


@dataclass(frozen=True)
class Routing:
    """The lead department, those who help by default, and the rule that said so."""

    lead: Department
    co_departments: tuple[Department, ...]
    rule: RoutingRule


def routing(
    category: Category,
    subtype: Subtype | None,
    centre: Division,
    narrative: str = "",
    on: date | None = None,
) -> Routing | None:
    """The most special rule in force that fits, or None where the town has none.

    From the special to the general: a word of the narrative · the four-digit sub-type · its
    two-digit parent · the category. Of two rules alike in all that, the older one is taken.
    """
    day = on or clock.today()
    subtype_codes = {"", *((subtype.code, subtype.code[:2]) if subtype else ())}
    rules = (
        RoutingRule.objects.filter(
            Q(category=None) | Q(category=category),
            Q(since=None) | Q(since__lte=day),
            Q(until=None) | Q(until__gte=day),
            lead__centre=centre,
            lead__is_active=True,
        )
        .select_related("lead__centre", "subtype")
        .prefetch_related("co_departments")
        .order_by("pk")
    )
    fitting = [
        rule
        for rule in rules
        if (rule.subtype.code if rule.subtype else "") in subtype_codes
        and _has_word(rule, narrative)
    ]
    if not fitting:
        return None
    rule = max(fitting, key=_specificity)
    helpers = tuple(unit for unit in rule.co_departments.all() if unit.is_active)
    return Routing(rule.lead, helpers, rule)


def lead_department(
    category: Category,
    subtype: Subtype | None,
    centre: Division,
    narrative: str = "",
    on: date | None = None,
) -> Department | None:
    """The lead department alone; see `routing`."""
    found = routing(category, subtype, centre, narrative, on)
    return found.lead if found else None


def _has_word(rule: RoutingRule, narrative: str) -> bool:
    words = [word for word in rule.keyword.split("、") if word]
    return not words or any(word in narrative for word in words)


def _specificity(rule: RoutingRule) -> tuple[int, int, bool]:
    """`max` keeps the first of equals, and rules come in the order they were made."""
    digits = len(rule.subtype.code) if rule.subtype else 0
    return bool(rule.keyword), digits, rule.category_id is not None
