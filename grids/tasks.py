"""Jobs of the street-level network; the timetable stands in `mediation.celery`."""

from celery import shared_task

from grids.services import sweeps


@shared_task(name="grids.tasks.make_sweep_rounds", acks_late=True)
def make_sweep_rounds() -> None:
    """Every night: the rolling round of the two months that have begun, where there is none yet."""
    sweeps.make_rolling_rounds()
