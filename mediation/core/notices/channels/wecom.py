"""企业微信: a robot in a group, and messages of the town's own application to one person."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.cache import cache

from mediation.core.models import DeliveryFault
from mediation.core.notices.channels import wire
from mediation.core.notices.channels.message import TAKEN, Message, Receipt

HOST = "https://qyapi.weixin.qq.com"
LONGEST_CHECK = timedelta(hours=4)  # duplicate_check_interval takes no more
OLD_TOKEN = frozenset({40014, 41001, 42001})
FAULTS: Mapping[int, str] = {
    -1: DeliveryFault.SERVER_FAULT,
    40001: DeliveryFault.BAD_KEY,
    40013: DeliveryFault.BAD_KEY,
    40014: DeliveryFault.BAD_KEY,
    40091: DeliveryFault.BAD_KEY,
    42001: DeliveryFault.BAD_KEY,
    93000: DeliveryFault.BAD_KEY,
    40003: DeliveryFault.NO_SUCH_PERSON,
    60111: DeliveryFault.NO_SUCH_PERSON,
    81013: DeliveryFault.NO_SUCH_PERSON,
    45009: DeliveryFault.TOO_OFTEN,
    45033: DeliveryFault.TOO_OFTEN,
}


def receipt_of(answer: Mapping[str, Any], faults: Mapping[int, str]) -> Receipt:
    """By `errcode`, which both 企业微信 and 钉钉 put inside a 200."""
    code = answer.get("errcode")
    if not isinstance(code, int) or isinstance(code, bool):
        return Receipt(DeliveryFault.NO_ANSWER, may_have_it=True)
    return TAKEN if code == 0 else Receipt(faults.get(code, DeliveryFault.TURNED_DOWN))


@dataclass(frozen=True)
class WecomRobot:
    """One group; the person is named by @. The key stands in the address, so it is all sealed."""

    url: str = field(repr=False)
    forgets_after: timedelta = timedelta()

    def send(self, message: Message) -> Receipt:
        text = {"content": message.text, "mentioned_list": [message.to]}
        try:
            answer = wire.call("POST", self.url, body={"msgtype": "text", "text": text})
        except wire.Lost as lost:
            return lost.receipt
        return receipt_of(answer, FAULTS)


@dataclass(frozen=True)
class WecomApp:
    """To one person. The same content within four hours is dropped there; ours bears its key."""

    corp_id: str
    agent_id: str
    secret: str = field(repr=False)
    host: str = HOST
    forgets_after: timedelta = LONGEST_CHECK

    def send(self, message: Message) -> Receipt:
        try:
            answer = self._post(message, self._token())
            if answer.get("errcode") in OLD_TOKEN:
                cache.delete(self._cache_key)
                answer = self._post(message, self._token())
        except wire.Lost as lost:
            return lost.receipt
        receipt = receipt_of(answer, FAULTS)
        if receipt.is_taken and (answer.get("invaliduser") or answer.get("unlicenseduser")):
            return Receipt(DeliveryFault.NO_SUCH_PERSON)
        return receipt

    def _post(self, message: Message, token: str) -> dict[str, Any]:
        body = {
            "touser": message.to,
            "msgtype": "text",
            "agentid": int(self.agent_id),
            "text": {"content": message.text},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": int(LONGEST_CHECK.total_seconds()),
        }
        url = f"{self.host}/cgi-bin/message/send"
        return wire.call("POST", url, params={"access_token": token}, body=body)

    def _token(self) -> str:
        """The pass for two hours. Whatever happens here, no message has left yet."""
        if token := cache.get(self._cache_key):
            return str(token)
        who = {"corpid": self.corp_id, "corpsecret": self.secret}
        try:
            answer = wire.call("GET", f"{self.host}/cgi-bin/gettoken", params=who)
        except wire.Lost as lost:
            raise wire.Lost(lost.receipt.fault) from lost
        receipt = receipt_of(answer, FAULTS)
        token = answer.get("access_token")
        if not receipt.is_taken or not isinstance(token, str) or not token:
            raise wire.Lost(receipt.fault or DeliveryFault.NO_ANSWER)
        lasts = answer.get("expires_in")
        cache.set(self._cache_key, token, max((lasts if isinstance(lasts, int) else 0) - 300, 0))
        return token

    @property
    def _cache_key(self) -> str:
        who = f"{self.host}\0{self.corp_id}\0{self.secret}"
        return f"wecom-token-{hashlib.sha256(who.encode()).hexdigest()}"
