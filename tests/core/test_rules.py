"""The rules of time limits: which one governs, what a town may edit, what the law keeps."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from mediation.core.deadlines import load_rules, longest_extension, pick, seed_rules
from mediation.core.models import Rule

RULES = list(seed_rules())


def day(text: str) -> date:
    return date.fromisoformat(text)


TODAY = day("2026-11-14")


def test_a_rung_has_the_rule_of_its_tier() -> None:
    lengths = {}
    for tier in ("village", "street", "leader"):
        rule = pick(RULES, "RUNG", TODAY, tier=tier)
        assert rule
        lengths[tier] = rule.length
    assert lengths == {"village": 10, "street": 20, "leader": 30}


@pytest.mark.parametrize(
    ("facts", "length", "unit"),
    [
        ({}, 30, "calendar"),
        ({"category": "02"}, 30, "calendar"),
        ({"category": "15"}, 30, "working"),
        ({"category": "10"}, 15, "calendar"),
        ({"source": "court", "channel": "delegated"}, 30, "calendar"),
        ({"source": "court", "channel": "entrusted"}, 15, "calendar"),
        ({"source": "court", "channel": "entrusted_simple"}, 7, "calendar"),
        ({"source": "court", "channel": "entrusted_simple", "category": "15"}, 7, "calendar"),
        ({"source": "court"}, 30, "calendar"),
    ],
)
def test_the_court_and_the_special_laws_replace_the_thirty_days(
    facts: dict[str, str], length: int, unit: str
) -> None:
    rule = pick(RULES, "MEDIATION", TODAY, **facts)
    assert rule
    assert (rule.length, rule.unit) == (length, unit)


def test_progress_is_asked_for_orange_and_red_only() -> None:
    asked = {r: bool(pick(RULES, "PROGRESS", TODAY, risk=r)) for r in ("red", "orange", "blue")}
    assert asked == {"red": True, "orange": True, "blue": False}


def test_a_variant_is_given_only_when_asked_for() -> None:
    plain, after = (pick(RULES, "FOLLOW_UP", TODAY, variant=v) for v in ("", "obligation"))
    assert plain
    assert after
    assert (plain.length, after.length) == (30, 7)


def test_a_new_version_of_a_rule_governs_from_its_day_on() -> None:
    new = Rule(
        clock="CONFIRM", length=60, unit="calendar", only_for={}, in_force_since=day("2026-06-01")
    )
    lengths = []
    for on in ("2026-05-31", "2026-06-01"):
        rule = pick([*RULES, new], "CONFIRM", day(on))
        assert rule
        lengths.append(rule.length)
    assert lengths == [30, 60]


def test_a_clock_is_extended_by_its_own_length_unless_its_rule_says_otherwise() -> None:
    found = {}
    for clock in ("RUNG", "CONCLUDE", "ANSWER"):
        rule = pick(RULES, clock, TODAY, tier="street")
        assert rule
        found[clock] = longest_extension(rule)
    assert found == {"RUNG": 20, "CONCLUDE": 30, "ANSWER": 0}


@pytest.mark.django_db
def test_every_seed_rule_is_valid() -> None:
    for rule in RULES:
        rule.clean_fields()
        rule.validate_constraints(exclude=["clock", "variant", "tier", "in_force_since"])


@pytest.mark.django_db
def test_rules_are_loaded_once_and_a_towns_own_length_survives() -> None:
    first = load_rules()
    Rule.objects.filter(clock="RUNG", tier="village").update(length=7, warn_days=[2])
    again = load_rules()
    assert (first.added, again.added, again.kept) == (len(RULES), 0, len(RULES))
    kept = Rule.objects.get(clock="RUNG", tier="village")
    assert (kept.length, kept.warn_days) == (7, [2])


@pytest.mark.django_db
def test_a_dry_run_loads_nothing() -> None:
    assert load_rules(is_dry_run=True).added == len(RULES)
    assert not Rule.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clock", "change", "constraint"),
    [
        ("MEDIATION", {"length": 31}, "core_rule_within_maximum"),
        ("MEDIATION", {"length": 0}, "core_rule_has_length"),
        ("ANSWER", {"law": "信访工作条例第23条"}, "core_rule_town_edits_its_own"),
        ("CONFIRM", {"is_on": False}, "core_rule_statutory_is_on"),
    ],
)
def test_the_database_keeps_rules_within_the_law(
    clock: str, change: dict[str, Any], constraint: str
) -> None:
    load_rules()
    rules = Rule.objects.filter(clock=clock, variant="")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rules.update(**change)
    rule = rules.get()
    for name, value in change.items():
        setattr(rule, name, value)
    with pytest.raises(ValidationError):
        rule.validate_constraints()
    assert rules.update(label="换个说法") == 1


@pytest.mark.django_db
def test_a_statutory_rule_is_read_only_and_a_towns_is_not() -> None:
    load_rules()
    statutory, own = (Rule.objects.filter(clock=clock) for clock in ("CONFIRM", "ARCHIVE"))
    with pytest.raises(InternalError, match="statutory_is_read_only"), transaction.atomic():
        statutory.update(length=20, max_length=20)
    with pytest.raises(InternalError, match="statutory_stays"), transaction.atomic():
        statutory.delete()
    assert statutory.update(warn_days=[5, 0]) == 1
    assert own.update(length=20) == 1
    assert own.delete()[0] == 1
