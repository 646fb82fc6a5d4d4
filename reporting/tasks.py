"""Jobs of the books; the timetable stands in `mediation.celery`."""

from celery import shared_task

from reporting.services import lock_overdue as lock_what_is_overdue


@shared_task(name="reporting.tasks.lock_overdue", acks_late=True)
def lock_overdue() -> None:
    """Every night: a half-month ten days past its cut-off is locked with what there is."""
    lock_what_is_overdue()
