"""How often was swept: rounds that were reported, whatever they were held for."""

from datetime import date

from django.db.models import Count

from grids.enums import DepartmentKind
from grids.models import Division, SweepReport


def reports_filed(centre: Division, first_on: date, last_on: date) -> dict[str, int]:
    """Reports of rounds from one day to another, both included, by the village's code; those of
    the town's own units under "". A round counts once, on the day of its first report."""
    filed = SweepReport.objects.filter(
        centre=centre, seq=1, filed_on__range=(first_on, last_on)
    ).order_by()
    by_village = (
        filed.filter(asked__unit__kind=DepartmentKind.COMMITTEE)
        .values_list("asked__unit__division__code")
        .annotate(Count("pk"))
    )
    own = filed.exclude(asked__unit__kind=DepartmentKind.COMMITTEE).count()
    return {str(code): int(many) for code, many in by_village} | ({"": own} if own else {})
