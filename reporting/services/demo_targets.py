"""The demo town's own lines beside those of the plans: one for the town, one for a village."""

from decimal import Decimal

from grids.enums import Level
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from reporting.models import Target
from reporting.services.targets import set_target


def load_demo_targets(centre: Division, peace: User) -> None:
    """As 平安办 would have written them down this year; does nothing where lines are drawn."""
    if Target.objects.filter(centre=centre).exists():
        return
    year = clock.today().year
    set_target(
        peace,
        centre,
        "sent_rate",
        year=year,
        least=Decimal(100),
        reason="街道平安建设工作例会定：每月14日、30日前都要报。",
    )
    village = (
        Division.objects.filter(level=Level.VILLAGE, path__startswith=centre.path, is_active=True)
        .order_by("code")
        .first()
    )
    if village is not None:
        set_target(
            peace,
            centre,
            "resolve_rate",
            year=year,
            least=Decimal(85),
            reason="该村本年平安创建方案自己提高的目标。",
            division=village,
        )
