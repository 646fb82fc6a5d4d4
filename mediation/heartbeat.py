"""Signs of life of worker and beat: keys in Redis that fade when nobody refreshes them."""

import logging

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

EVERY = 3.0  # seconds between two beats
FADES_AFTER = 12  # seconds: four missed beats; /readyz must notice within thirty
PREFIX = "mediation:alive:"
log = logging.getLogger(__name__)


def broker() -> redis.Redis:
    """A client that gives up after two seconds instead of waiting for a silent Redis."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0),
    )


def beat(part: str) -> None:
    """Say that `part` is alive. A Redis that is away is seen by /readyz itself: no error here."""
    try:
        with broker() as client:
            client.set(PREFIX + part, 1, ex=FADES_AFTER)
    except redis.RedisError as error:
        log.warning("no sign of life of %s written: %s", part, error)


def alive(*parts: str) -> dict[str, bool]:
    """Which of the parts have shown a sign of life lately. Raises redis.RedisError."""
    with broker() as client:
        signs = client.mget([PREFIX + part for part in parts])
    return {part: sign is not None for part, sign in zip(parts, signs, strict=True)}
