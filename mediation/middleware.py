"""What holds for every page, and for every page that somebody signed in sees."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from rest_framework.exceptions import NotFound

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
        # What a page asks by itself is nobody at the desk.
        is_asked = not getattr(request, "asks_by_itself", False)
        if is_asked and is_signed_in and request.user.is_authenticated:
            seen = int(timezone.now().timestamp())
            if seen - request.session.get("seen", 0) >= RENEW_AFTER:
                request.session["seen"] = seen
        return response


class NotFoundPages:
    """A page that uses a piece of the API, a cursor say, answers 404 as the API would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotFound):
            raise Http404 from exception


class NoNulCharacters:
    """Refuses text with a NUL in it before any view sees it: Postgres keeps none, no key types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not any("\x00" in text for text in _texts_of(request)):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            words = "文字里有看不见的空字符，请重新输入这一段。"
            body = {"code": "invalid_text", "message": words, "fields": {}}
            return JsonResponse(body, status=400)
        return render(request, "errors/400.html", status=400)


def _texts_of(request: HttpRequest) -> Iterable[str]:
    """What was typed: address, form fields, or the JSON as it came (where a NUL is escaped)."""
    yield request.path
    for fields in (request.GET, request.POST):
        for name, values in fields.lists():
            yield from (name, *values)
    if request.content_type == "application/json":
        yield request.body.replace(rb"\u0000", b"\x00").decode("utf-8", "replace")
