"""Jobs of the ground floor; the timetable stands in `mediation.celery`."""

from celery import shared_task
from django.core.management import call_command

from mediation.core import notices


@shared_task(name="core.tasks.send_notices", acks_late=True)
def send_notices() -> None:
    """Every minute: what is urgent at once, the digests from 08:30 on."""
    notices.send_due()


@shared_task(name="core.tasks.send_outside", acks_late=True)
def send_outside() -> None:
    """Every minute, beside the mail: a channel that hangs holds up nothing else."""
    notices.send_outside()


@shared_task(name="core.tasks.check_invariants", acks_late=True)
def check_invariants() -> None:
    """Every night; what is wrong goes to the log, and the task fails."""
    call_command("check_invariants")
