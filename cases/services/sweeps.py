"""A case that a 排查 round found: which round, and what its registration begins with."""

from collections.abc import Mapping
from typing import Any

from cases.enums import Source
from grids.models import Division, SweepRound
from grids.selectors.sweeps import visible_rounds
from mediation.core.errors import Refused
from mediation.core.models import User


def sweep_of(user: User, key: Any) -> SweepRound | None:
    """A round in the user's sight by its key; None for anything else."""
    if not str(key or "").isdecimal() or len(str(key)) > 18:
        return None
    return visible_rounds(user).filter(pk=int(str(key))).first()


def found_by_sweep(user: User, key: str) -> dict[str, str]:
    """What `cases:new?sweep=` begins with; {} for a round out of sight."""
    round_ = sweep_of(user, key)
    return {} if round_ is None else {"sweep": str(round_.pk), "source": str(Source.SWEEP)}


def sweep_for(actor: User, centre: Division, fields: Mapping[str, Any]) -> SweepRound | None:
    """The round of a registration; None where the source says that something else found it. A
    round given as a row was found by a lead, whoever turns that into a case.

    Raises `Refused`: invalid_choice.
    """
    if not fields.get("sweep") or fields.get("source") != Source.SWEEP:
        return None
    if isinstance(fields["sweep"], SweepRound):
        return fields["sweep"]
    round_ = sweep_of(actor, fields["sweep"])
    if round_ is None or round_.centre_id != centre.pk or round_.is_called_off:
        raise Refused("invalid_choice", "没有这一轮排查，或者已经撤销。", field="sweep")
    return round_
