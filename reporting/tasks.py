"""Jobs of the reports. Each may run twice: what is done is not done again."""

from uuid import UUID

from celery import shared_task
from django.db import transaction

from reporting import services
from reporting.models import Export


@shared_task(name="reporting.tasks.lock_overdue")
def lock_overdue() -> int:
    """Lock what is ten days past its cut-off; the number of towns touched."""
    return services.lock_overdue()


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


def start(export: Export) -> None:
    """Hand a request to the worker once it is committed."""
    key: UUID = export.pk
    transaction.on_commit(lambda: write_export.delay(str(key)))
