"""A fault inside the door's transaction, for a case that asks for it."""

from typing import Any

from cases.enums import Outcome, Verb
from cases.models import Case

MARK = "这一件写到最后会失败"
MARK_OF_A_BROKEN_ROW = "这一件会被数据库退回"


class Planted(Exception):
    """What the test wanted."""


def fail_if_marked(case: Any, act: Any) -> None:
    """A hook of the door: the number is drawn, the rows are written, and then it falls over."""
    if act.verb == Verb.REGISTER and MARK in case.narrative:
        raise Planted


def break_a_row_if_marked(case: Any, act: Any) -> None:
    """The same, refused by a CHECK: Postgres then repeats the row in its message."""
    if act.verb == Verb.REGISTER and MARK_OF_A_BROKEN_ROW in case.narrative:
        Case.objects.filter(pk=case.pk).update(outcome=Outcome.WRITTEN)
