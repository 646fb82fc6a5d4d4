"""One file written in a process of its own, which inherits no memory of ours; what it took."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

MARK = "took: "


def write(export_id: UUID, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`is_written`, `peak` (bytes of memory at most), `seconds`, `cpu` (seconds)."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.writer", str(export_id)],
        cwd=Path(__file__).parent.parent,
        env=os.environ | dict(environment or {}),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    (line,) = (line for line in done.stdout.splitlines() if line.startswith(MARK))
    took: dict[str, Any] = json.loads(line.removeprefix(MARK))
    return took
