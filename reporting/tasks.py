"""Jobs of the reports. Each may run twice: what is done is not done again."""

from uuid import UUID

from celery import shared_task
from django.db import transaction

from reporting import services
from reporting.models import Export
from reporting.services import meetings, returns, warnings


@shared_task(name="reporting.tasks.lock_overdue")
def lock_overdue() -> int:
    """Lock what is ten days past its cut-off; the number of towns touched."""
    return services.lock_overdue()


@shared_task(name="reporting.tasks.open_returns")
def open_returns() -> int:
    """Open the returns of the half-month for every village in use; how many were missing."""
    return returns.open_returns()


@shared_task(name="reporting.tasks.write_export")
def write_export(export_id: str) -> bool:
    """Make one file; one that cannot be made says so to its owner before it fails the job."""
    try:
        return services.write_export(export_id)
    except Exception:
        services.fail_export(export_id)
        raise


@shared_task(name="reporting.tasks.expire_exports")
def expire_exports() -> int:
    """Delete files past their seven days."""
    return services.expire_exports()


@shared_task(name="reporting.tasks.find_broken_off")
def find_broken_off() -> int:
    """Say of every file whose writer died that it will not come."""
    return services.find_broken_off()


@shared_task(name="reporting.tasks.raise_warnings")
def raise_warnings() -> int:
    """Look at the last seven days of every kind and place; the number of new warnings."""
    return warnings.raise_warnings()


@shared_task(name="reporting.tasks.open_meetings")
def open_meetings() -> int:
    """Meetings of the running week, half-month and month are there; how many were new."""
    return meetings.open_meetings()


def start(export: Export) -> None:
    """Hand a request to the worker once it is committed."""
    key: UUID = export.pk
    transaction.on_commit(lambda: write_export.delay(str(key)))
