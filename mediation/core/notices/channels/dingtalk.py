"""钉钉: a robot in a group whose requests are signed."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote_plus

from mediation.core import clock
from mediation.core.models import DeliveryFault
from mediation.core.notices.channels import wire
from mediation.core.notices.channels.message import Message, Receipt
from mediation.core.notices.channels.wecom import receipt_of

FAULTS: Mapping[int, str] = {
    -1: DeliveryFault.SERVER_FAULT,
    300001: DeliveryFault.BAD_KEY,
    300005: DeliveryFault.BAD_KEY,
    310000: DeliveryFault.BAD_KEY,
    400101: DeliveryFault.BAD_KEY,
    130101: DeliveryFault.TOO_OFTEN,
    410100: DeliveryFault.TOO_OFTEN,
}


@dataclass(frozen=True)
class DingtalkRobot:
    """One group; the person is named by @. An hour-old signature is refused, so each try signs anew."""

    url: str = field(repr=False)
    secret: str = field(repr=False)
    forgets_after: timedelta = timedelta()

    def send(self, message: Message) -> Receipt:
        stamp = int(clock.now().timestamp() * 1000)
        url = f"{self.url}&timestamp={stamp}&sign={quote_plus(self.sign(stamp))}"
        body = {
            "msgtype": "text",
            "text": {"content": f"{message.text}\n@{message.to}"},
            "at": {"atUserIds": [message.to], "isAtAll": False},
        }
        try:
            answer = wire.call("POST", url, body=body)
        except wire.Lost as lost:
            return lost.receipt
        return receipt_of(answer, FAULTS)

    def sign(self, stamp: int) -> str:
        """HMAC-SHA256 over "milliseconds, new line, secret" under the secret, base64."""
        words = f"{stamp}\n{self.secret}".encode()
        digest = hmac.new(self.secret.encode(), words, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()
