"""The engine under every `workflow.py`: a printable table of edges and the one check over it.

An edge says from where, by which verb, to where, who may, what it needs and who signs. The same
table answers "may this person do it now" (buttons, `GET …/moves/`) and refuses the rest (the door).
It knows no case and no petition: a matter is anything with `status` and `tier`, and the caller
brings the relations of the actor to that matter (rules.md §1).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mediation.core.errors import Refused

SAME = ""  # an edge that leaves the status as it is


class Matter(Protocol):
    status: str
    tier: str


State = Callable[[Any], bool]
Given = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """A named predicate over the matter, with the sentence that explains its refusal.

    Where several things may be missing, `details` names each with its sentences.
    """

    test: State
    code: str
    message: str
    instead: str = ""
    details: Callable[[Any], Mapping[str, list[str]]] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of a graph.

    `who` may prepare it; `signs`, where given, must sign it. `tiers` restricts the edge to some
    rungs. `when` looks at the matter (buttons ask it too), `given` at what was typed.
    """

    verb: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    needs: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    when: tuple[Condition, ...] = ()
    given: Given | None = None
    why: str = ""

    def leaves(self, matter: Matter) -> bool:
        """Whether the edge starts where the matter is."""
        return matter.status in self.sources and (not self.tiers or matter.tier in self.tiers)

    def allows(self, relations: Collection[str]) -> bool:
        return not (self.who | self.signs).isdisjoint(relations)

    def is_signed_by(self, relations: Collection[str]) -> bool:
        return not self.signs or not self.signs.isdisjoint(relations)


@dataclass(frozen=True, slots=True)
class Decision:
    """What `Graph.check` found: the edge, and whether the actor's word is enough."""

    edge: Edge
    is_signed: bool

    @property
    def who(self) -> frozenset[str]:
        """The relations by one of which the act is made: the signer's where it is signed."""
        if self.edge.signs and self.is_signed:
            return self.edge.signs
        return self.edge.who | self.edge.signs


@dataclass(frozen=True)
class Graph:
    """A table of edges with the words its refusals need."""

    edges: tuple[Edge, ...]
    verb_labels: Mapping[str, str]
    status_labels: Mapping[str, str]
    relation_labels: Mapping[str, str]
    by_verb: dict[str, tuple[Edge, ...]] = field(init=False)

    def __post_init__(self) -> None:
        table: dict[str, tuple[Edge, ...]] = {}
        for edge in self.edges:
            table[edge.verb] = (*table.get(edge.verb, ()), edge)
        object.__setattr__(self, "by_verb", table)

    def open_edges(self, matter: Matter, relations: Collection[str]) -> Iterable[Decision]:
        """Every edge this person could take now, in the table's order; data is not looked at."""
        for edge in self.edges:
            if (
                edge.leaves(matter)
                and edge.allows(relations)
                and all(condition.test(matter) for condition in edge.when)
            ):
                yield Decision(edge, edge.is_signed_by(relations))

    def available(self, matter: Matter, relations: Collection[str]) -> dict[str, Decision]:
        """Verb → the first edge open to this person now: the buttons and `GET …/moves/`."""
        verbs: dict[str, Decision] = {}
        for decision in self.open_edges(matter, relations):
            known = verbs.get(decision.edge.verb)
            if known is None or (decision.is_signed and not known.is_signed):
                verbs[decision.edge.verb] = decision
        return verbs

    def check(
        self,
        matter: Matter,
        verb: str,
        relations: Collection[str],
        data: Mapping[str, Any],
    ) -> Decision:
        """The edge that this person may take with this data.

        Raises `Refused` with the first reason in the order: no such verb, not from here, not
        yours, the matter's own conditions, what is missing. Each says what helps instead.
        """
        mine = self.check_open(matter, verb, relations)
        label = self.verb_labels.get(verb, verb)
        here = [edge for edge in self.by_verb[verb] if edge.leaves(matter)]
        fitting = [edge for edge in mine if edge.given is None or edge.given(data)]
        if not fitting:
            typed_by_others = [edge for edge in here if edge.given is None or edge.given(data)]
            if typed_by_others:
                raise self._not_yours(label, typed_by_others)
            raise Refused("not_given", f"填的内容不适用于现在的{label}，请看一看选项。")
        refusals = []
        for edge in fitting:
            broken = next((c for c in edge.when if not c.test(matter)), None)
            if broken is None:
                missing = sorted(need for need in edge.needs if _is_blank(data.get(need)))
                if missing:
                    raise Refused("needs", "这一格还没有填。", field=missing[0])
                return Decision(edge, edge.is_signed_by(relations))
            refusals.append(broken)
        first = refusals[0]
        raise Refused(
            first.code,
            first.message,
            instead=first.instead,
            fields=first.details(matter) if first.details else None,
        )

    def check_open(self, matter: Matter, verb: str, relations: Collection[str]) -> list[Edge]:
        """The edges of a verb that start here and are this person's, before any data is looked at.

        Raises `Refused`: unknown_verb · not_now · not_yours.
        """
        edges = self.by_verb.get(verb)
        label = self.verb_labels.get(verb, verb)
        if not edges:
            raise Refused("unknown_verb", f"系统里没有“{verb}”这一步。")
        here = [edge for edge in edges if edge.leaves(matter)]
        if not here:
            status = self.status_labels.get(matter.status, matter.status)
            raise Refused(
                "not_now",
                f"这件事现在是“{status}”，不能{label}。",
                instead="请刷新页面，看看现在能办哪一步",
            )
        mine = [edge for edge in here if edge.allows(relations)]
        if not mine:
            raise self._not_yours(label, here)
        return mine

    def _not_yours(self, label: str, edges: Iterable[Edge]) -> Refused:
        who = sorted({r for edge in edges for r in edge.who | edge.signs})
        names = "、".join(dict.fromkeys(self.relation_labels.get(r, r) for r in who))
        return Refused(
            "not_yours",
            f"这一步您现在不能办：{label}。",
            who=f"要由{names}来办",
            instead="可以告诉他们，或写一句“卡在哪”让他们看到",
        )


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or value == [] or value is False
