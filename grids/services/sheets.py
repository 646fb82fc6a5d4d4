"""Writing down that somebody takes a sheet along."""

from grids.models import SheetAccess
from grids.selectors import standings_today
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose


def record_sheet(user: User, purpose: str, what: str, rows: int) -> SheetAccess:
    """Who takes which sheet, and what for. Raises `Refused`: needs_purpose."""
    if purpose not in ExportPurpose.values:
        raise Refused("needs_purpose", "请选一下导出来做什么用。", field="purpose")
    return SheetAccess.objects.create(
        centre=next((one.centre for one in standings_today(user) if one.centre), None),
        user=user,
        at=clock.now(),
        what=what,
        rows=rows,
        reason=ExportPurpose(purpose).label,
    )
