"""`/healthz`: this process answers. `/readyz`: every part that the office's work needs does."""

from typing import TypedDict

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from mediation import heartbeat
from mediation.core import calendar, clock
from mediation.core.models import CalendarDay


class Part(TypedDict):
    """One line of the answer; `ok` is null when nobody can tell."""

    ok: bool | None
    message: str


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all five parts work, else 503; `failed` names those that do not."""
    parts = {**_storage(), **_jobs()}
    failed = [name for name, part in parts.items() if part["ok"] is False]
    return JsonResponse(
        {"ready": not failed, "failed": failed, **parts},
        status=503 if failed else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def _storage() -> dict[str, Part]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        is_loaded = CalendarDay.objects.exists()
        is_announced = is_loaded and calendar.load().is_announced(clock.today().year)
    except DatabaseError:
        return {
            "database": {"ok": False, "message": "数据库没有应答"},
            "calendar": {"ok": None, "message": "数据库没有应答，无法得知"},
        }
    finally:
        connection.close_if_unusable_or_obsolete()
    return {
        "database": {"ok": True, "message": "正常"},
        "calendar": _calendar(is_loaded, is_announced),
    }


def _calendar(is_loaded: bool, is_announced: bool) -> Part:
    # A year that is not announced yet makes dates provisional, it does not stop the office.
    if not is_loaded:
        return {"ok": False, "message": "工作日历还没有载入"}
    if not is_announced:
        return {"ok": True, "message": "今年的放假安排还没有载入，期限日期暂定"}
    return {"ok": True, "message": "正常"}


def _jobs() -> dict[str, Part]:
    try:
        alive = heartbeat.alive("worker", "beat")
    except redis.RedisError:
        unknown: Part = {"ok": None, "message": "消息队列没有应答，无法得知"}
        return {
            "broker": {"ok": False, "message": "消息队列没有应答"},
            "worker": unknown,
            "beat": unknown,
        }
    silent = {"worker": "后台任务进程没有应答", "beat": "定时调度进程没有应答"}
    return {
        "broker": {"ok": True, "message": "正常"},
        **{
            name: Part(ok=is_alive, message="正常" if is_alive else silent[name])
            for name, is_alive in alive.items()
        },
    }
