"""`up` ends everything that it has started, however it is told to."""

import io
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from mediation.management.commands import up


def test_a_signal_that_comes_just_as_it_leaves_skips_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR, settings.IS_BUILT_IN_BROKER = tmp_path, True
    monkeypatch.setattr(up, "refuse_unready", lambda: None)
    monkeypatch.setattr(up, "_refuse_taken_port", lambda: None)
    stopped, came = [], []
    command = up.Command(stdout=io.StringIO())
    monkeypatch.setattr(command, "_start", lambda: 3)
    monkeypatch.setattr(command, "_stop", lambda: stopped.append("all"))
    change, mask = signal.signal, os.umask(0o077)
    before = {one: signal.getsignal(one) for one in up.SIGNALS}

    def interrupted(number: int, heard: Any) -> Any:
        if heard == signal.SIG_IGN and not came:
            came.append(number)
            signal.raise_signal(signal.SIGTERM)
        return change(number, heard)

    monkeypatch.setattr(signal, "signal", interrupted)
    try:
        with pytest.raises((SystemExit, KeyboardInterrupt)):
            command.handle()
    finally:
        command.house.lock.close()
        os.umask(mask)
        for one, heard in before.items():
            change(one, heard)
    assert (came, stopped) == ([signal.SIGINT], ["all"])
