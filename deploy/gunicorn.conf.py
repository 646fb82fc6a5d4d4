"""How gunicorn serves, under `make run` and in the image alike. No query string is ever logged."""

import os
import sys
from typing import Any

from django import setup
from django.core.exceptions import ImproperlyConfigured

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
control_socket_disable = True
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"


def on_starting(server: Any) -> None:
    """Refuse a wrong setting here, in one sentence: a worker would only fall over again and again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")
    try:
        setup()
        from mediation.production import refuse_unready

        refuse_unready()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        sys.exit(2)
