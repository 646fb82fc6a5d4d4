"""The Celery application and its timetable, in local time (Asia/Shanghai)."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")

app = Celery("mediation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "remind": {"task": "cases.tasks.remind", "schedule": crontab(hour="8", minute="30")},
    "send-notices": {
        "task": "core.tasks.send_notices",
        "schedule": crontab(),
        "options": {"expires": 55},  # a beat that was down does not pile them up
    },
    "check-invariants": {
        "task": "core.tasks.check_invariants",
        "schedule": crontab(hour="2", minute="30"),
    },
    "lock-overdue": {
        "task": "reporting.tasks.lock_overdue",
        "schedule": crontab(hour="1", minute="0"),
    },
}
