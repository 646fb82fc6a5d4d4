"""Accounts: what one must do before working, and what the security administrator does for one."""

import secrets
from datetime import timedelta

from axes.utils import reset as axes_reset
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django_otp import devices_for_user
from knox.models import AuthToken

from mediation.core import clock
from mediation.core.models import User

PASSWORD_LIVES = timedelta(days=90)  # GB/T 22239, 身份鉴别 a
SYSTEM = "system"


def is_exempt(user: User) -> bool:
    """Demo accounts may be used as they are, and only where DEMO=1."""
    return bool(settings.DEMO and user.is_demo)


def needs_new_password(user: User) -> bool:
    """The first log-in, a reset, or a password older than 90 days."""
    if is_exempt(user):
        return False
    changed_at = user.password_changed_at
    return user.must_change_password or (
        changed_at is not None and clock.now() - changed_at > PASSWORD_LIVES
    )


def needs_second_factor(user: User) -> bool:
    """Administrators, and whoever `settings.SECOND_FACTOR_FOR` (a dotted callable) names."""
    if is_exempt(user):
        return False
    if user.is_staff or user.is_superuser:
        return True
    dotted = settings.SECOND_FACTOR_FOR
    return bool(dotted and import_string(dotted)(user))


def signed_in(request: HttpRequest) -> User:
    """The person behind a page that demands a log-in; PermissionDenied when there is none."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def client_address(request: HttpRequest) -> str:
    """Where a request came from; behind the TLS front, what the front itself has added."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def system_user() -> User:
    """The actor of robots: nobody can log in as it."""
    user, is_new = User.objects.get_or_create(
        username=SYSTEM,
        defaults={"name": "系统", "is_active": False, "must_change_password": False},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def open_account(username: str, name: str, *, email: str = "", phone: str = "") -> tuple[User, str]:
    """A new account and its first password, which its owner must change. Shown once, never kept."""
    user = User(username=username, name=name, email=email, phone=phone)
    password = _new_password()
    user.set_password(password)
    user.save()
    return user, password


def set_password(user: User, password: str) -> None:
    """The owner's own choice. Other sessions and every token end with it.

    Raises django's ValidationError when the password is too weak.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    AuthToken.objects.filter(user=user).delete()


def reset_password(user: User) -> str:
    """A new first password, for an owner who forgot his. Returned once, never kept."""
    password = _new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    AuthToken.objects.filter(user=user).delete()
    unlock(user)
    return password


def unlock(user: User) -> None:
    """Let one in again who mistyped five times."""
    axes_reset(username=user.username)


def forget_second_factor(user: User) -> None:
    """His phone is gone: he enrols another one at the next log-in."""
    for device in devices_for_user(user, confirmed=None):
        device.delete()


def close_account(user: User) -> None:
    """He has left: no log-in, no token. The account stays, because history points at it."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    AuthToken.objects.filter(user=user).delete()


def _new_password() -> str:
    """Sixteen signs of four classes, none that looks like another."""
    alphabet = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(13)) + "-a7"
