"""A screen on a wall that nobody sits at: a signed word that opens one wall and nothing else.

It ends after thirty days, when its holder may no longer put up that wall, when his account is
closed, or when he changes his password.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare

from mediation.core.models import User

SALT = "reporting.wall"
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class WallPass:
    """For whom, of which town, and whether it is the wall of the hall."""

    user: User
    town: str
    is_hall: bool


def issue(user: User, town: str, *, is_hall: bool) -> str:
    """The word for a screen; the caller has asked whether he may put up that wall."""
    return signing.dumps([user.pk, town, is_hall, user.get_session_auth_hash()], salt=SALT)


def read(word: str) -> WallPass | None:
    """Whose word it is, None for one that is not (or no longer) good."""
    try:
        pk, town, is_hall, proof = signing.loads(word, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(proof, user.get_session_auth_hash()):
        return None
    return WallPass(user, town, is_hall)
