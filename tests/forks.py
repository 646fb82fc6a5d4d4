"""Processes of their own beside a test: forked, with a database session that nobody shares."""

import os
import traceback
from collections.abc import Callable

from django.db import connections


def fork(work: Callable[[], object]) -> int:
    """Do `work` in a process of its own and end it; its id. What it dies of stands in stderr.

    Where a journey ran before, Playwright's loop is running in this thread, and Django keeps the
    thread's session in another place than in the child, which has no loop: there it would find one
    of before, still open, and share it with its brothers. So the child begins with a new one; the
    inherited one is kept, for closing it would end it for everybody.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        inherited = connections["default"]
        connections["default"] = inherited.copy()
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)
