"""What holds for every page that somebody signed in sees."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

RENEW_AFTER = 60  # seconds: one write a minute, not one a page


class PrivatePages:
    """Keeps signed-in pages out of every cache and counts the half hour from the last page seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if is_signed_in or request.user.is_authenticated or "Authorization" in request.headers:
            patch_cache_control(response, no_store=True, private=True)
        if is_signed_in and request.user.is_authenticated:
            seen = int(timezone.now().timestamp())
            if seen - request.session.get("seen", 0) >= RENEW_AFTER:
                request.session["seen"] = seen
        return response
