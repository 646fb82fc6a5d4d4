"""Jobs of the cases; the timetable stands in `mediation.celery`."""

from celery import shared_task

from cases import notices


@shared_task(name="cases.tasks.remind", acks_late=True)
def remind() -> None:
    """Every day at 08:30. The rows only: `core.tasks.send_notices` sends them within a minute."""
    notices.escalate_overdue()
    notices.write_due()
