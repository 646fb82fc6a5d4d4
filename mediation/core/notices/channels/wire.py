"""One HTTP request and what its end means: taken, surely not taken, or nobody knows.

Nothing is tried twice here and no redirect is followed: a second request would be a second message,
and another host would get the key. The other side's words are read, never kept or logged.
"""

import json
import ssl
import time
from collections.abc import Mapping
from typing import Any

import requests
from requests import exceptions
from urllib3.exceptions import NewConnectionError

from mediation.core.models import DeliveryFault
from mediation.core.notices.channels.message import Receipt

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 10.0
LONGEST_ANSWER = 64 * 1024
BAD_ADDRESS = (
    exceptions.InvalidURL,
    exceptions.InvalidSchema,
    exceptions.MissingSchema,
    exceptions.InvalidHeader,
    UnicodeError,
)
# The gateway before it gave up waiting: the service behind may have taken the message.
SILENT_GATEWAY = frozenset({502, 504})
TOO_MANY = 429


class Lost(Exception):
    """No usable answer. `receipt` says why, and whether the other side may have it all the same."""

    def __init__(self, fault: str, *, may_have_it: bool = False) -> None:
        super().__init__(fault)
        self.receipt = Receipt(fault, may_have_it)


def call(
    method: str,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    body: Any = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object that answers. Raises Lost."""
    session = requests.Session()
    session.trust_env = False  # no .netrc, no proxy that nobody chose
    with session:
        try:
            response = session.request(
                method,
                url,
                params=params,
                json=body,
                data=form,
                headers=dict(headers or {}),
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
                stream=True,
            )
        except BAD_ADDRESS as fault:
            raise Lost(DeliveryFault.BAD_ADDRESS) from fault
        except exceptions.RequestException as fault:
            if _never_left(fault):
                raise Lost(DeliveryFault.UNREACHABLE) from fault
            raise Lost(DeliveryFault.NO_ANSWER, may_have_it=True) from fault
        with response:
            _check(response.status_code)
            return _object(_read(response))


def _never_left(fault: exceptions.RequestException) -> bool:
    """No connection was made, so no message was either. A line that a TLS server cuts without a
    word may have been cut after the message."""
    reason = getattr(fault.args[0], "reason", None) if fault.args else None
    if isinstance(fault, exceptions.SSLError):
        inner = reason.args[0] if reason is not None and reason.args else None
        return not isinstance(inner, ssl.SSLEOFError)
    return isinstance(fault, exceptions.ConnectTimeout | exceptions.ProxyError) or isinstance(
        reason, NewConnectionError
    )


def _check(status: int) -> None:
    if status in SILENT_GATEWAY:
        raise Lost(DeliveryFault.NO_ANSWER, may_have_it=True)
    if status >= 500:
        raise Lost(DeliveryFault.SERVER_FAULT)
    if status == TOO_MANY:
        raise Lost(DeliveryFault.TOO_OFTEN)
    if status >= 400:
        raise Lost(DeliveryFault.TURNED_DOWN)
    if status >= 300:
        raise Lost(DeliveryFault.BAD_ADDRESS)


def _read(response: requests.Response) -> bytes:
    """The whole answer, as long as it neither drips nor floods."""
    until = time.monotonic() + ANSWER_SECONDS
    text = b""
    try:
        for part in response.iter_content(4096):
            text += part
            if len(text) > LONGEST_ANSWER or time.monotonic() > until:
                raise Lost(DeliveryFault.NO_ANSWER, may_have_it=True)
    except exceptions.RequestException as fault:
        raise Lost(DeliveryFault.NO_ANSWER, may_have_it=True) from fault
    return text


def _object(text: bytes) -> dict[str, Any]:
    """A page of somebody else in between, or half an answer, says nothing about the message."""
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Lost(DeliveryFault.NO_ANSWER, may_have_it=True)
    return answer
