"""Which rule governs a clock, and the table of rules that a new system starts with."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from mediation.core.models import Rule

SEED = Path(__file__).resolve().parent.parent / "data" / "rules.csv"
# Off until a town switches it on (domain.md X13): (clock, variant).
OFF_AT_FIRST = frozenset({("CONCLUDE", "simple")})


@dataclass(frozen=True)
class LoadedRules:
    """What load_rules() did, in rows."""

    added: int
    kept: int


def pick(
    rules: Iterable[Rule],
    clock: str,
    on: date,
    *,
    tier: str = "",
    variant: str = "",
    **facts: str,
) -> Rule | None:
    """Choose the rule that governs a clock starting on a day; None when the clock does not apply.

    A rule governs when it is in force, its tier (if it has one) is the matter's, and every fact it
    is made for holds. A rule that replaces this clock goes before the plain one; of several, the
    one made for more facts; of its versions, the newest.
    """
    governing = [
        rule
        for rule in rules
        if rule.clock == clock
        and (rule.variant == variant or rule.replaces == clock)
        and rule.tier in ("", tier)
        and rule.is_on
        and rule.in_force_since <= on
        and all(facts.get(name) in values for name, values in rule.only_for.items())
    ]
    return max(
        governing,
        key=lambda rule: (len(rule.only_for), rule.tier != "", rule.in_force_since),
        default=None,
    )


def longest_extension(rule: Rule) -> int:
    """Return the most days of one extension, in the rule's unit; 0 when it cannot be extended.

    A rule that may be extended and names no days may be extended by its own length.
    """
    if rule.extension_limit == 0:
        return 0
    return rule.extension_days or rule.length


@transaction.atomic
def load_rules(*, is_dry_run: bool = False) -> LoadedRules:
    """Add the rules of data/rules.csv that are missing. Rows already there stay as they are,
    so that what a town has edited survives; a change of the law comes as a row with a new date.
    """
    known = set(Rule.objects.values_list("clock", "variant", "tier", "in_force_since"))
    seed = list(seed_rules())
    missing = [
        rule
        for rule in seed
        if (rule.clock, rule.variant, rule.tier, rule.in_force_since) not in known
    ]
    if not is_dry_run:
        Rule.objects.bulk_create(missing)
    return LoadedRules(len(missing), len(seed) - len(missing))


def seed_rules() -> Iterator[Rule]:
    """Read data/rules.csv into unsaved rules."""
    with SEED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield _rule(row)


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        clock=row["clock"],
        variant=row["variant"],
        tier=row["tier"],
        label=row["label"],
        length=int(row["length"]),
        unit=row["unit"],
        rolls=row["rolls"] == "yes",
        only_for=_facts(row["only_for"]),
        replaces=row["replaces"],
        law=row["law"],
        note=row["note"],
        is_editable=row["is_editable"] == "yes",
        max_length=int(row["max_length"]) if row["max_length"] else None,
        extension_days=int(row["extension_days"]),
        extension_limit=int(row["extension_limit"]),
        extension_needs=row["extension_needs"],
        pause_grounds=row["pause_grounds"].split(),
        warn_days=[int(days) for days in row["warn_days"].split()],
        is_on=(row["clock"], row["variant"]) not in OFF_AT_FIRST,
        in_force_since=date.fromisoformat(row["in_force_since"]),
    )


def _facts(text: str) -> dict[str, Any]:
    """Read `risk=orange|red source=court` as {"risk": ["orange", "red"], "source": ["court"]}."""
    pairs = (condition.split("=") for condition in text.split())
    return {name: values.split("|") for name, values in pairs}
