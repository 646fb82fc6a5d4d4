"""Jobs of the cases; the timetable stands in `mediation.celery`."""

from celery import shared_task

from cases import notices
from cases.services import visits


@shared_task(name="cases.tasks.remind", acks_late=True)
def remind() -> None:
    """Every day at 08:30. The rows only: `core.tasks.send_notices` sends them within a minute."""
    notices.escalate_overdue()
    notices.write_due()


@shared_task(name="cases.tasks.forget_drafts", acks_late=True)
def forget_drafts() -> None:
    """Every night: what was typed with tickets that have ended without it."""
    visits.forget_drafts()
