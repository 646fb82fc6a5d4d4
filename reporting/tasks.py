"""Jobs of the reports. Each may run twice: what is done is not done again."""

from celery import shared_task

from reporting import services


@shared_task(name="reporting.tasks.lock_overdue")
def lock_overdue() -> int:
    """Lock what is ten days past its cut-off; the number of towns touched."""
    return services.lock_overdue()
