"""What a start refuses: a deployment that would run on known or missing secrets."""

import base64
import binascii

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32  # characters


def refuse_unready() -> None:
    """Raise ImproperlyConfigured, one plain sentence, unless these settings may serve people."""
    if settings.DEMO:
        return
    if settings.IS_BUILT_IN_DATABASE:
        raise ImproperlyConfigured(
            "正式运行（DEMO=0）不使用内置数据库，请用 DATABASE_URL 给出 PostgreSQL 的地址。"
        )
    if settings.IS_BUILT_IN_BROKER:
        raise ImproperlyConfigured(
            "正式运行（DEMO=0）不使用内置消息队列，请用 REDIS_URL 给出 Redis 的地址。"
        )
    missing = sorted({"SECRET_KEY", "FIELD_KEYS", "FIELD_INDEX_KEY"} - settings.GIVEN_SECRETS)
    if missing:
        raise ImproperlyConfigured(f"正式运行（DEMO=0）前请设置 {'、'.join(missing)}。")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < 8:
        raise ImproperlyConfigured(f"SECRET_KEY 太简单，请换成至少 {SHORTEST_SECRET} 个随机字符。")
    keys = [one.partition(":")[2] for one in settings.FIELD_KEYS.split(",")]
    if not all(map(_is_key, [*keys, settings.FIELD_INDEX_KEY])):
        raise ImproperlyConfigured(
            "FIELD_KEYS 应当像 编号:密钥,编号:密钥，每把密钥和 FIELD_INDEX_KEY 都是 32 字节的 base64。"
        )


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
