"""Whom a step of a petition's clock is told to (rules.md §3, §10)."""

from cases.notices.addressees import NOBODY, House, People
from grids.enums import Role
from mediation.core.deadlines.reminders import ON_THE_DAY, OVER_LONG
from petitions.deadlines import CLOCKS, Kind
from petitions.models import Deadline, Petition

KIND_OF = {str(row.clock): row.kind for row in CLOCKS}


class PetitionAddressees(House):
    """Who is to be told of a petition on one day. Of an accusation only the discipline post."""

    def of_step(self, deadline: Deadline, step: str) -> People:
        """Ids of those whom a step of `mediation.core.deadlines` is told to."""
        petition, kind = deadline.petition, KIND_OF[deadline.clock]
        if step == OVER_LONG:
            return NOBODY  # a petition has no rung above it
        if petition.is_sealed:
            return self.with_role(Role.DISCIPLINE, petition.centre)
        if kind is Kind.ORDER:
            return self._of_order(deadline, step)
        told = self.officers(petition)
        if kind in {Kind.OFFICE, Kind.CHANCE} and not step.startswith("before"):
            told |= self.director(petition.centre)
            if step != ON_THE_DAY:
                told |= self.peace(petition.centre)
        return told

    def officers(self, petition: Petition) -> People:
        """The officer or who stands for him; else the petition office, else the director."""
        mine = self.at_work(petition.officer) if petition.officer else NOBODY
        return (
            mine
            or self.with_role(Role.PETITION_OFFICER, petition.centre)
            or self.director(petition.centre)
        )

    def _of_order(self, deadline: Deadline, step: str) -> People:
        """The unit that was asked; on the day its heads; late, who asked and 平安办 as well."""
        direction = deadline.direction
        if direction is None:
            return NOBODY
        told = self.desk(direction.to_unit)
        if step.startswith("before"):
            return told
        told |= self.heads(direction.to_unit)
        if step != ON_THE_DAY:
            told |= self.at_work(direction.by) | self.peace(deadline.petition.centre)
        return told
