"""Who may do what with one line of a register; pages ask before they show a button, services again."""

from grids.enums.registers import RegisterState
from grids.models import Post, Register
from grids.registers import KINDS, Kind
from grids.selectors.people import standings_today
from grids.selectors.registers import posts_of, visible_registers
from mediation.core.models import User

# What the unit that a line is addressed to may say of it, and nothing else.
ANSWER = ("done_on", "result")


def may_write(user: User, kind: Kind) -> bool:
    return bool(posts_of(user).units(kind.writers))


def is_writer(user: User, entry: Register) -> bool:
    """Of the unit that wrote it."""
    return entry.unit_id in posts_of(user).units(KINDS[entry.kind].writers)


def may_answer(user: User, entry: Register) -> bool:
    """The unit to which it is addressed, while its answer is awaited and it sees the line."""
    kind = KINDS[entry.kind]
    return (
        kind.has_answer
        and entry.state != RegisterState.STRUCK
        and entry.to_unit_id is not None
        and any(entry.to_unit_id in one.handling_units for one in standings_today(user))
    )


def may_amend(user: User, entry: Register) -> bool:
    return entry.state not in (RegisterState.STRUCK, RegisterState.APPROVED) and is_writer(
        user, entry
    )


def may_finish(user: User, entry: Register) -> bool:
    """Whether he may still say when it was done: of an approved line, of one addressed to him."""
    if "done_on" not in KINDS[entry.kind].names:
        return False
    if entry.state == RegisterState.APPROVED:
        return entry.done_on is None and is_writer(user, entry)
    return not KINDS[entry.kind].approvers and may_answer(user, entry)


def may_decide(user: User, entry: Register) -> bool:
    """An approver of its kind who did not write it himself."""
    return (
        entry.state == RegisterState.ASKED
        and entry.by_id != user.pk
        and entry.centre_id in {p.department.centre_id for p in _approving_posts(user, entry)}
    )


def _approving_posts(user: User, entry: Register) -> list[Post]:
    """Posts, his own and those he stands in for, by which he approves; not of the writer himself."""
    approvers = KINDS[entry.kind].approvers
    return [
        post
        for one in standings_today(user)
        if one.user.pk != entry.by_id
        for post in one.posts
        if post.role in approvers
    ]


def may_strike(user: User, entry: Register) -> bool:
    return entry.state != RegisterState.STRUCK and is_writer(user, entry)


def may_attach(user: User, entry: Register) -> bool:
    """Of a clue nothing is kept: it goes to the other body on paper."""
    return (
        "text" in KINDS[entry.kind].names
        and entry.state != RegisterState.STRUCK
        and is_writer(user, entry)
    )


def open_for(user: User, kind: Kind) -> int:
    """How many lines of a kind wait for this person's word; for the head of its page."""
    return sum(
        may_decide(user, one)
        for one in visible_registers(user).filter(kind=kind.code, state=RegisterState.ASKED)[:100]
    )
