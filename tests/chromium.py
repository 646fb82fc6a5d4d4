"""Where the system's Chromium is, if there is one; without it the journeys do not run."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def leave_out_journeys(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium the journeys are deselected; with CI set they stay, and fail."""
    if find() or os.environ.get("CI"):
        return
    journeys = [item for item in items if item.get_closest_marker("journey")]
    config.hook.pytest_deselected(items=journeys)
    items[:] = [item for item in items if item not in journeys]


def closing_words() -> str:
    """What the end of the run says when there was no Chromium."""
    if find() or os.environ.get("CI"):
        return ""
    return "No Chromium on PATH (apt install chromium): the journeys in a real browser did not run."
