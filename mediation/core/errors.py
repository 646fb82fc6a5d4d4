"""A refusal that helps, and the one place where an API answer is made of it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import set_rollback


class Refused(Exception):
    """The rules say no: why not, who can, what to do instead.

    `code` is a word for programs ("not_now", "not_yours", "stale", "needs_reason"); codes that
    begin with "needs" or "invalid" are faults of what was typed (HTTP 400), every other one is a
    refusal by the rules (409). `field` names the input to put the message beside; `fields` several
    reasons by name. `current` is what stands now, for the one who came second.
    """

    def __init__(
        self,
        code: str,
        message: str,
        who: str = "",
        instead: str = "",
        field: str = "",
        current: Mapping[str, Any] | None = None,
        fields: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.who = who
        self.instead = instead
        self.field = field
        self.current = current
        self.fields = dict(fields or {})

    @property
    def status(self) -> int:
        """HTTP status: 400 for a fault of input, 409 for a refusal by the rules."""
        return 400 if self.code.startswith(("needs", "invalid")) else 409

    @property
    def sentence(self) -> str:
        """Message, who can, what instead: one after another, each closed by a full stop."""
        parts = [part.rstrip("。") for part in (self.message, self.who, self.instead) if part]
        return "。".join(parts) + "。"

    def __str__(self) -> str:
        return self.sentence


MESSAGES = {
    400: ("invalid", "有几处还要改一下，改好再提交"),
    401: ("not_authenticated", "请先登录"),
    403: ("forbidden", "这一步您没有权限，需要时请找安全管理员"),
    404: ("not_found", "没有找到，或者不在您的查看范围"),
    405: ("method_not_allowed", "这个地址不支持这样的请求"),
    406: ("not_acceptable", "只能以 JSON 回答"),
    415: ("unsupported_media_type", "请以 JSON 提交"),
    429: ("throttled", "操作得太快了，请稍等再试"),
}


def answer(status: int, code: str, message: str, **more: Any) -> Response:
    """The shape of every error: {"code", "message", "fields", …}."""
    return Response({"code": code, "message": message, "fields": {}, **more}, status=status)


def flat_fields(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Nested serializer errors as {"parties.0.phone": ["…"]}."""
    if isinstance(detail, Mapping):
        pairs = [(f"{prefix}.{key}" if prefix else str(key), one) for key, one in detail.items()]
    elif isinstance(detail, list) and any(isinstance(one, Mapping | list) for one in detail):
        pairs = [(f"{prefix}.{place}".lstrip("."), one) for place, one in enumerate(detail) if one]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return {prefix or "non_field_errors": [str(text) for text in texts]}
    return {name: texts for key, one in pairs for name, texts in flat_fields(one, key).items()}


def _of_refused(refused: Refused) -> Response:
    more: dict[str, Any] = {}
    if refused.field:
        more["fields"] = {refused.field: [refused.message]}
    elif refused.fields:
        more["fields"] = refused.fields
    if refused.current is not None:
        more["current"] = dict(refused.current)
    return answer(refused.status, refused.code, refused.sentence, **more)


def _of_input(detail: Any) -> Response:
    code, message = MESSAGES[400]
    return answer(400, code, message, fields=flat_fields(detail))


def api_exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER: every expected error in one shape, in Chinese.

    None (a 500) for what nobody expected.
    """
    response = _response_for(exc)
    if response is not None:
        set_rollback()
    return response


def _response_for(exc: Exception) -> Response | None:
    if isinstance(exc, Refused):
        return _of_refused(exc)
    if isinstance(exc, DjangoValidationError):
        return _of_input(as_serializer_error(exc))
    if isinstance(exc, exceptions.ValidationError):
        return _of_input(exc.detail)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    if isinstance(exc, DjangoPermissionDenied):
        exc = exceptions.PermissionDenied()
    if not isinstance(exc, exceptions.APIException):
        return None
    if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        response = answer(401, *MESSAGES[401])
        response["WWW-Authenticate"] = "Token"
        return response
    if isinstance(exc, exceptions.ParseError):
        return answer(400, "invalid", "没看懂提交的内容，请核对格式")
    status = exc.status_code
    response = answer(status, *MESSAGES.get(status, ("error", "这一步没能办成，请稍后再试")))
    wait = getattr(exc, "wait", None)
    if wait is not None:
        response["Retry-After"] = f"{wait:.0f}"
        response.data["message"] = f"操作得太快了，请过 {wait:.0f} 秒再试"
    return response
