"""One message to oneself, so that whoever sets a channel up sees whether it works."""

import secrets

from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import Channel, DeliveryFault
from mediation.core.notices import words
from mediation.core.notices.channels import Line, Message, adapter_of
from mediation.core.notices.preferences import address_fault, plain_address

STEP = "试发一条，收到就是通了"
INSTEAD: dict[str, str] = {
    DeliveryFault.UNREACHABLE: "请核对地址，再问机房这台机器能不能连到那里",
    DeliveryFault.NO_ANSWER: "对方可能收到了，也可能没有，请先看看手机，再核对地址",
    DeliveryFault.BAD_ADDRESS: "请把接口地址整段重新复制一遍",
    DeliveryFault.TURNED_DOWN: "请对照对方的说明核对接口设置，短信还要看“那一栏写什么算成功”",
    DeliveryFault.SERVER_FAULT: "这是对方的事，请过一会儿再试",
    DeliveryFault.TOO_OFTEN: "请过几分钟再试",
    DeliveryFault.BAD_KEY: "请重新填一遍密钥；群机器人还要看安全设置里的 IP 和关键词",
    DeliveryFault.NO_SUCH_PERSON: "请到对方的通讯录里核对账号，再看应用对他是否可见",
}


def send_trial(channel: Channel, address: str) -> None:
    """Send one message now, also by a channel that is not switched on yet. Nothing is kept of it.

    Waits for the other side, about a quarter of a minute at most. Raises Refused: invalid (the
    address) · not_ready (settings are missing) · not_sent, with the cause and what to look at.
    """
    if fault := address_fault(channel.kind, address):
        raise Refused("invalid", fault, field="address")
    adapter = adapter_of(channel)
    if adapter is None:
        raise Refused("not_ready", "这个渠道的接口设置还没填全", instead="请先到后台填好，再试发")
    day = clock.today()
    line = Line("", STEP, f"{day.month}月{day.day}日", words.inbox_link())
    to = plain_address(channel.kind, address)
    receipt = adapter.send(Message(key=secrets.token_hex(16), to=to, lines=(line,)))
    if not receipt.is_taken:
        label = DeliveryFault(receipt.fault).label
        raise Refused("not_sent", f"没有发出去：{label}", instead=INSTEAD.get(receipt.fault, ""))
