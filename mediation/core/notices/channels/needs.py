"""What each kind of channel has to be told before it can be switched on: one row a setting."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from mediation.core.models import ChannelKind
from mediation.core.notices.channels.wecom import HOST

NeedType = Literal["text", "long", "number", "switch"]


@dataclass(frozen=True, slots=True)
class Need:
    """One setting; `name` is the adapter's own. A secret one is never shown again."""

    name: str
    label: str
    help: str = ""
    type: NeedType = "text"
    is_secret: bool = False
    is_required: bool = True
    initial: Any = None


SMS_HELP = (
    "一个 JSON 对象，照网关的说明写；可用 {phone} 手机号、{text} 整句、{number} 短号、{step} 事由、"
    "{day} 日期、{link} 链接、{key} 流水号、{secret} 密钥"
)
NEEDS: Mapping[str, tuple[Need, ...]] = {
    ChannelKind.WECOM_ROBOT: (
        Need("url", "机器人地址", "群里添加机器人后得到的 Webhook 地址，含 key", is_secret=True),
    ),
    ChannelKind.WECOM_APP: (
        Need("corp_id", "企业 ID"),
        Need("agent_id", "应用 AgentId"),
        Need("secret", "应用 Secret", is_secret=True),
        Need("host", "接口地址", "政务微信等专有部署才改", initial=HOST),
    ),
    ChannelKind.DINGTALK: (
        Need("url", "机器人地址", "含 access_token 的 Webhook 地址", is_secret=True),
        Need("secret", "加签密钥", "安全设置里选“加签”，以 SEC 开头", is_secret=True),
    ),
    ChannelKind.SMS: (
        Need("url", "网关地址", is_secret=True),
        Need(
            "body",
            "请求内容",
            SMS_HELP,
            type="long",
            initial='{"mobile": "{phone}", "content": "{text}"}',
        ),
        Need("is_form", "按表单提交（默认按 JSON）", type="switch", is_required=False),
        Need("secret_header", "放密钥的请求头", "密钥写在请求内容里就留空", is_required=False),
        Need("secret", "密钥", is_secret=True, is_required=False),
        Need("ok_field", "看回执哪一栏", "点号进一层，例如 data.0.code", initial="code"),
        Need("ok_value", "那一栏写什么算成功", initial="0"),
        Need(
            "dedup_hours",
            "同一流水号几小时内只发一次",
            "问网关；不去重填 0，对方没有回应时就不再重发，改发邮件",
            type="number",
            is_required=False,
            initial=0,
        ),
    ),
}


def fault_of(kind: str, name: str, value: Any) -> str:
    """Why this value will not do, in words for whoever sets it up; "" when it may do."""
    if name in {"url", "host"}:
        return _address_fault(kind, name, str(value))
    if name == "body":
        return _body_fault(str(value))
    if name == "agent_id" and not str(value).isdecimal():
        return "AgentId 是一串数字"
    if name == "secret_header" and value and not re.fullmatch(r"[A-Za-z0-9-]{1,60}", str(value)):
        return "请求头只有字母、数字和横线"
    return ""


def _address_fault(kind: str, name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or any(sign.isspace() for sign in value):
        return "地址以 https:// 或 http:// 开头，请整段复制"
    asked = {ChannelKind.WECOM_ROBOT: "key", ChannelKind.DINGTALK: "access_token"}.get(
        ChannelKind(kind)
    )
    if name == "url" and asked and asked not in parse_qs(parts.query):
        return f"地址里没有 {asked}=，请整段复制"
    return ""


def _body_fault(value: str) -> str:
    try:
        body = json.loads(value)
    except ValueError:
        return "不是 JSON，请检查引号和括号"
    if not isinstance(body, dict):
        return "最外层要是一对花括号"
    if "{phone}" not in value:
        return "没有 {phone}，短信不知道发给谁"
    if "{text}" not in value and "{step}" not in value:
        return "没有 {text} 也没有 {step}，收到的人看不出是什么事"
    return ""
