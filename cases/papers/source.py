"""Where the words of a paper come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cases import enums
from cases.models import Agreement, Case, Ending, FollowUp, MediationSession, Party, Stage
from grids.selectors import department_of


@dataclass
class Source:
    """Where a paper's words come from: the case, the stage it belongs to, what was typed for it."""

    case: Case
    stage: Stage
    on: date
    given: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def parties(self) -> list[Party]:
        return list(self.case.parties.all())

    @cached_property
    def ending(self) -> Ending | None:
        """Why the case left this stage."""
        return self.case.endings.filter(stage=self.stage).order_by("-pk").first()

    @cached_property
    def agreement(self) -> Agreement | None:
        return self.case.agreements.filter(is_undone=False).order_by("-pk").first()

    @cached_property
    def session(self) -> MediationSession | None:
        key = self.given.get("session")
        held = self.case.sessions.exclude(minutes="")
        return (held.filter(pk=key) if key else held.order_by("-on", "-pk")).first()

    @cached_property
    def follow_up(self) -> FollowUp | None:
        key = self.given.get("visit")
        made = self.case.follow_ups.select_related("by")
        return (made.filter(pk=key) if key else made.order_by("-pk")).first()

    @cached_property
    def issuer(self) -> str:
        """The stage's unit; on the leader's rung the centre."""
        office = None
        if self.stage.tier == enums.Tier.LEADER:
            office = department_of("centre", self.case.centre)
        return str((office or self.stage.unit).name)

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()
