"""`python -m bench.writer ID`: writes one file as the worker does, and says what it took."""

import json
import re
import sys
import time
from pathlib import Path

import django

django.setup()

from bench.apart import MARK  # noqa: E402
from reporting import tasks  # noqa: E402


def peak() -> int:
    """Bytes that this process has held at most, since it became what it is."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("this system does not say how much memory a process took")
    return int(found[1]) * 1024


def main(export_id: str) -> None:
    begun_at = time.perf_counter()
    is_written = tasks.write_export(export_id)
    took = {
        "is_written": is_written,
        "peak": peak(),
        "seconds": time.perf_counter() - begun_at,
        "cpu": time.process_time(),
    }
    print(MARK + json.dumps(took), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
