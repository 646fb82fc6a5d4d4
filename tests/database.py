"""The suite's own data directory, and its own Postgres where a machine has none."""

import atexit
import shutil
import tempfile
from pathlib import Path

from mediation.embedded import Postgres

# A test database may be lost in a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def make_folder() -> str:
    """An empty data directory that ends with this process: no demo.env is read from it."""
    folder = tempfile.mkdtemp(prefix="mediation-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def start(folder: str) -> str:
    """Start a server that ends with this process; its DATABASE_URL."""
    server = Postgres(Path(folder), FAST)
    address = server.start()
    atexit.register(server.stop)  # runs before the folder goes
    return address
