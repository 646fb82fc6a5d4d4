"""A fault inside the door's transaction, for a case that asks for it."""

from typing import Any

from cases.enums import Verb

MARK = "这一件写到最后会失败"


class Planted(Exception):
    """What the test wanted."""


def fail_if_marked(case: Any, act: Any) -> None:
    """A hook of the door: the number is drawn, the rows are written, and then it falls over."""
    if act.verb == Verb.REGISTER and MARK in case.narrative:
        raise Planted
