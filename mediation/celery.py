"""The Celery application, its timetable in local time (Asia/Shanghai) and its signs of life."""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.beat import PersistentScheduler
from celery.schedules import crontab

from mediation import heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")


class Timetable(PersistentScheduler):
    """Remembers its last runs on disk, so that a beat that was down catches up."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        heartbeat.beat("beat")
        return min(super().tick(*args, **kwargs), heartbeat.EVERY)


class Pulse(bootsteps.StartStopStep):
    """Beats from the worker's own loop: a worker that no longer consumes falls silent."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **kwargs: Any) -> None:
        self.timer: Any = None
        super().__init__(consumer, **kwargs)

    def start(self, consumer: Any) -> None:
        heartbeat.beat("worker")
        self.timer = consumer.timer.call_repeatedly(heartbeat.EVERY, heartbeat.beat, ("worker",))

    def stop(self, consumer: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


app = Celery("mediation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add(Pulse)
app.conf.beat_schedule = {
    "remind": {"task": "cases.tasks.remind", "schedule": crontab(hour="8", minute="30")},
    "send-notices": {
        "task": "core.tasks.send_notices",
        "schedule": crontab(),
        "options": {"expires": 55},  # a worker that was down does not meet a pile of them
    },
    "send-outside": {
        "task": "core.tasks.send_outside",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "check-invariants": {
        "task": "core.tasks.check_invariants",
        "schedule": crontab(hour="2", minute="30"),
    },
    "sweep-rounds": {
        "task": "grids.tasks.make_sweep_rounds",
        "schedule": crontab(hour="0", minute="10"),
    },
    "open-returns": {
        "task": "reporting.tasks.open_returns",
        "schedule": crontab(hour="0", minute="15"),
    },
    "lock-overdue": {
        "task": "reporting.tasks.lock_overdue",
        "schedule": crontab(hour="1", minute="0"),
    },
    "forget-drafts": {
        "task": "cases.tasks.forget_drafts",
        "schedule": crontab(hour="3", minute="30"),
    },
    "find-broken-off": {
        "task": "reporting.tasks.find_broken_off",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "open-meetings": {
        "task": "reporting.tasks.open_meetings",
        "schedule": crontab(hour="0", minute="20"),
    },
    "raise-warnings": {
        "task": "reporting.tasks.raise_warnings",
        "schedule": crontab(hour="6", minute="20"),
    },
    "expire-exports": {
        "task": "reporting.tasks.expire_exports",
        "schedule": crontab(hour="3", minute="0"),
    },
}
