#!/usr/bin/env python
"""Django's command line; a wrong setting ends with one sentence and exit code 2."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None):  # the server answered: a fault of ours
            raise
        print("连不上数据库，请看 DATABASE_URL 里的地址、用户和口令。", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
