"""Between logging in and working: a new password first, then the second factor."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from mediation.core import accounts

BEFORE_THE_GATE = frozenset({"core:password", "core:second_factor", "core:logout"})
PASSED = "gate_passed"


class AccountGate:
    """Sends whoever still owes a password change or a second factor there, and nowhere else.

    Stands after OTPMiddleware. A session that passed remembers it: no query on its pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or request.session.get(PASSED):
            return None
        match = request.resolver_match
        is_api = request.path.startswith("/api/")
        if match is not None and match.view_name in BEFORE_THE_GATE:
            return None
        if not is_api and not getattr(view, "login_required", True):
            return None  # open to everybody
        owed = what_is_owed(request)
        if not owed:
            return None
        if is_api:
            words = {"code": "not_authenticated", "message": "请先在网页上完成登录", "fields": {}}
            return JsonResponse(words, status=401)
        if request.method == "GET":
            return redirect_to_login(request.get_full_path(), reverse(owed))
        return HttpResponseRedirect(reverse(owed))


def what_is_owed(request: HttpRequest) -> str:
    """The name of the page where this session still has something to do; "" when it may work."""
    user = accounts.signed_in(request)
    if accounts.needs_new_password(user):
        return "core:password"
    if accounts.needs_second_factor(user) and getattr(user, "otp_device", None) is None:
        return "core:second_factor"
    return ""


def remember_if_passed(request: HttpRequest) -> None:
    """After each step of logging in: note in the session whether anything is still owed."""
    request.session[PASSED] = not what_is_owed(request)
