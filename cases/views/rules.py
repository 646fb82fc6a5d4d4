"""`/rules/`: the graph, the clocks and who sees what, as the live tables have them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from cases import access, enums
from cases.labels import label
from cases.workflow import EDGES, fields_of
from grids.enums import Role
from mediation.core.models import Rule
from mediation.core.workflow import Edge

LEVELS = {access.CARD: "卡片", access.FILE: "卷内", access.RECORD: "笔录和协议"}


def rules(request: HttpRequest) -> HttpResponse:
    """For everybody who has logged in: nothing here is about a case."""
    return render(
        request,
        "cases/rules.html",
        {
            "edges": [_edge(edge) for edge in EDGES],
            "clocks": Rule.objects.order_by("clock", "tier", "variant", "in_force_since"),
            "sights": [
                {
                    "role": label(Role, sight.role) if sight.role else "有岗位的同志",
                    "level": LEVELS[sight.level],
                    "words": sight.words,
                }
                for sight in access.SIGHTS
            ],
            "others": [import_string(tables)() for tables in settings.RULE_TABLES],
        },
    )


def _edge(edge: Edge) -> dict[str, str]:
    asked = {spec.name: spec.label for spec in fields_of(edge.verb)}
    return {
        "verb": label(enums.Verb, edge.verb),
        "sources": "、".join(status.label for status in enums.Status if status in edge.sources),
        "tiers": "、".join(tier.label for tier in enums.LADDER if tier in edge.tiers) or "各级",
        "target": label(enums.Status, edge.target) if edge.target else "不变",
        "who": _people(edge.who),
        "signs": _people(edge.signs) or "—",
        "needs": "、".join(asked.get(name, name) for name in sorted(edge.needs)) or "—",
        "when": "；".join(condition.message.rstrip("。") for condition in edge.when) or "—",
    }


def _people(relations: frozenset[str]) -> str:
    return "、".join(one.label for one in enums.Relation if one in relations)
