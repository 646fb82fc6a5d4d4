"""Files that somebody of the demo town asked for: one fetched, one that broke off."""

from datetime import timedelta

from mediation.core import clock
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose
from reporting.models import Export
from reporting.services.export_jobs import BROKEN_OFF, fail_export, write_export
from reporting.services.exports import record_fetch, request_export

RECENT = timedelta(days=14)


def load_demo_exports(user: User) -> None:
    """What came in lately, once as a workbook and once as a CSV of which nothing came."""
    first_day = clock.today() - RECENT
    params = {"registered_from": first_day.isoformat()}
    fetched = request_export(user, params, ExportPurpose.MEETING)
    if write_export(fetched.pk):
        record_fetch(Export.objects.get(pk=fetched.pk), user)
    broken = request_export(user, params, ExportPurpose.CHECK, "csv")
    fail_export(broken.pk, BROKEN_OFF)
