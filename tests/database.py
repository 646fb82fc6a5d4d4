"""The suite's own Postgres, for a machine that has none."""

import atexit
import shutil
import tempfile
from pathlib import Path

from mediation.embedded import Postgres

# A test database may be lost in a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start() -> str:
    """Start a server that ends with this process; its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="mediation-tests-"))
    server = Postgres(folder, FAST)
    address = server.start()

    def end() -> None:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return address
