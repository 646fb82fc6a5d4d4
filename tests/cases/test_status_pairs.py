"""From which status a case may come to which: the rules, the code's table and the database agree."""

from django.db import DatabaseError

from cases import enums
from cases.enums import Status, Tier
from cases.models import Case
from cases.workflow import EDGES
from tests.cases.factories import Cast, bring, taken_back

# The last lines of rules.md §2, typed by hand; beside them every status may stay as it is.
PAIRS = """
registered > mediating declined referred transferred withdrawn closed
mediating > settled referred transferred withdrawn terminated closed
settled > closed registered
referred > closed registered
terminated > closed registered
withdrawn > closed registered
declined > closed registered
transferred > closed registered
closed > registered
"""


def the_pairs() -> set[tuple[str, str]]:
    rows = [line.split(" > ") for line in PAIRS.strip().splitlines()]
    return {(source, target) for source, targets in rows for target in targets.split()}


def test_the_pairs_of_the_rules_are_the_pairs_of_the_code() -> None:
    assert {(str(a), str(b)) for a, b in enums.STATUS_PAIRS} == the_pairs()


def test_the_table_of_edges_reaches_exactly_the_pairs() -> None:
    reached = {
        (str(source), str(edge.target))
        for edge in EDGES
        for source in edge.sources
        if edge.target and edge.target != source
    }
    assert reached == the_pairs()


def test_the_database_refuses_every_other_step(scene: Cast) -> None:
    wrong = []
    for source in Status:
        tier = Tier.LITIGATION if source == Status.REFERRED else Tier.VILLAGE
        with taken_back():
            case = bring(scene, source, tier)
            for target in set(Status) - {source}:
                is_open = target in enums.OPEN
                row = {
                    "status": target,
                    "outcome": None if is_open else "oral",
                    "tier": Tier.LITIGATION if target == Status.REFERRED else Tier.VILLAGE,
                }
                try:
                    with taken_back():
                        Case.objects.filter(pk=case.pk).update(**row)
                    passed = True
                except DatabaseError:
                    passed = False
                if passed != ((source, target) in the_pairs()):
                    wrong.append((source, target, passed))
    assert not wrong
