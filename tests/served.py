"""Settings of the server that a test starts beside itself: the test's own database, and a fault
that can be asked for after a number was drawn.
"""

import os

from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]  # noqa: F405
AFTER_MOVE = [
    *AFTER_MOVE,  # noqa: F405
    "tests.faults.fail_if_marked",
    "tests.faults.break_a_row_if_marked",
]
