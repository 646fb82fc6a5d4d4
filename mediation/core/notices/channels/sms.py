"""Any SMS gateway that takes one HTTP request and answers JSON. The town writes the request down.

`body` is the request as the gateway wants it, a JSON object in whose texts stand the marks
{phone} {text} {number} {step} {day} {link} {key} {secret}.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from mediation.core.models import DeliveryFault
from mediation.core.notices.channels import wire
from mediation.core.notices.channels.message import TAKEN, Message, Receipt


@dataclass(frozen=True)
class SmsGateway:
    """One gateway. `ok_field` (dots lead inward) must read `ok_value`; else it took nothing.

    `dedup_hours`: how long the gateway drops a second message with the same {key}; 0: never.
    """

    url: str = field(repr=False)
    body: str
    ok_field: str
    ok_value: str
    secret: str = field(default="", repr=False)
    secret_header: str = ""
    is_form: bool = False
    dedup_hours: int = 0

    @property
    def forgets_after(self) -> timedelta:
        return timedelta(hours=self.dedup_hours if "{key}" in self.body else 0)

    def send(self, message: Message) -> Receipt:
        try:
            filled = fill(json.loads(self.body), self._marks(message))
        except ValueError:
            return Receipt(DeliveryFault.BAD_ADDRESS)
        headers = {self.secret_header: self.secret} if self.secret_header else {}
        try:
            if self.is_form:
                answer = wire.call("POST", self.url, form=_flat(filled), headers=headers)
            else:
                answer = wire.call("POST", self.url, body=filled, headers=headers)
        except wire.Lost as lost:
            return lost.receipt
        return self._receipt(answer)

    def _receipt(self, answer: Any) -> Receipt:
        for step in self.ok_field.split("."):
            if isinstance(answer, list) and step.isdigit() and int(step) < len(answer):
                answer = answer[int(step)]
            elif isinstance(answer, dict) and step in answer:
                answer = answer[step]
            else:
                return Receipt(DeliveryFault.NO_ANSWER, may_have_it=True)
        said = str(answer).lower() if isinstance(answer, bool) else str(answer)
        return TAKEN if said == self.ok_value else Receipt(DeliveryFault.TURNED_DOWN)

    def _marks(self, message: Message) -> Mapping[str, str]:
        line = message.head
        return {
            "{phone}": message.to,
            "{text}": f"{line} 编号{message.mark}",
            "{number}": line.number,
            "{step}": line.step,
            "{day}": line.day,
            "{link}": line.link,
            "{key}": message.key,
            "{secret}": self.secret,
        }


def fill(value: Any, marks: Mapping[str, str]) -> Any:
    """The value with every mark in its texts replaced; names of fields stay."""
    if isinstance(value, dict):
        return {name: fill(one, marks) for name, one in value.items()}
    if isinstance(value, list):
        return [fill(one, marks) for one in value]
    if isinstance(value, str):
        for mark, text in marks.items():
            value = value.replace(mark, text)
    return value


def _flat(filled: Any) -> dict[str, str]:
    if not isinstance(filled, dict):
        return {}
    return {
        name: one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
        for name, one in filled.items()
    }
