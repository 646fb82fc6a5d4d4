"""What `/rules/` shows of petitions: the graph, when each clock runs and who sees what, as the live
tables have them (a line of `settings.RULE_TABLES`)."""

from typing import Any

from grids.enums import Role
from mediation.core.workflow import Edge
from petitions import access, deadlines, enums
from petitions.labels import label
from petitions.workflow import EDGES, fields_of

LEVELS = {access.CARD: "卡片", access.FILE: "卷内"}
WHOSE = {
    deadlines.Kind.OFFICE: "本机关",
    deadlines.Kind.CHANCE: "本机关（可以提出的期限）",
    deadlines.Kind.ORDER: "承办单位",
    deadlines.Kind.PETITIONER: "信访人的权利",
    deadlines.Kind.ABOVE: "上级机关，本单位只跟踪",
}
# Some steps that end a clock are none of the graph.
STEPS: dict[str, str] = {**dict(enums.Verb.choices), **dict(enums.Beside.choices)}


def tables() -> dict[str, Any]:
    """The three tables of petitions, codes in words."""
    return {
        "key": "petitions",
        "title": "信访件",
        "edges": [_edge(edge) for edge in EDGES],
        "runs": [_run(row) for row in deadlines.CLOCKS],
        "sights": [
            *(
                {
                    "role": label(Role, sight.role) if sight.role else "有岗位的同志",
                    "level": LEVELS[sight.level],
                    "words": sight.words,
                }
                for sight in access.SIGHTS
            ),
            {
                "role": label(Role, Role.DISCIPLINE),
                "level": LEVELS[access.FILE],
                "words": "检举控告，其他岗位都看不到",
            },
        ],
    }


def _edge(edge: Edge) -> dict[str, str]:
    asked = {spec.name: spec.label for spec in fields_of(edge.verb)}
    return {
        "verb": label(enums.Verb, edge.verb),
        "sources": _statuses(edge),
        "target": label(enums.Status, edge.target) if edge.target else "不变",
        "who": _people(edge.who),
        "signs": _people(edge.signs) or "—",
        "needs": "、".join(asked.get(name, name) for name in sorted(edge.needs)) or "—",
        "when": "；".join(condition.message.rstrip("。") for condition in edge.when) or "—",
    }


def _statuses(edge: Edge) -> str:
    if edge.sources >= set(enums.Status):
        return "任何状态"
    return "、".join(str(one.label) for one in enums.Status if one in edge.sources)


def _people(relations: frozenset[str]) -> str:
    return "、".join(str(one.label) for one in enums.Relation if one in relations)


def _run(row: deadlines.ClockRow) -> dict[str, str]:
    return {
        "clock": label(enums.Clock, row.clock),
        "whose": WHOSE[row.kind],
        "starts": _steps(list(row.starts)),
        "stops": _steps([*row.stops, *sorted(row.stops_its_own)]),
    }


def _steps(verbs: list[str]) -> str:
    return "、".join(dict.fromkeys(STEPS[verb] for verb in verbs))
