"""`up`: the whole system in one window; what `make run` ends in."""

import http.client
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import Any

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand

from mediation import demo, embedded
from mediation.processes import House, Parent
from mediation.production import refuse_unready

START_PATIENCE = 120.0  # seconds until every part must have answered
CHINESE = {
    "web": "网页服务",
    "worker": "后台任务",
    "beat": "定时调度",
    "redis": "消息队列",
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "启动全部服务：数据库、消息队列、网页、后台任务和定时调度"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for one in SIGNALS:
            signal.signal(one, _leave)
        os.umask(0o077)
        self.parent = Parent()
        self.postgres: embedded.Postgres | None = None
        _make_data_dir()
        self.house = House(settings.DATA_DIR)
        code = 0
        try:
            refuse_unready()
            self.house.take_over()
            _refuse_taken_port()
            if not settings.IS_BUILT_IN_BROKER:
                _refuse_silent_broker()
            code = self._start() or self._watch()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            with suppress(KeyboardInterrupt):  # one that comes just now must not skip the rest
                _hear_no_more()
            self._stop()
        sys.exit(code)

    def _start(self) -> int:
        """Start every part in order; the exit code of the one that refused, else 0."""
        environment = self._services()
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        steps = [["prepare"]] if settings.DEMO else [["collectstatic", "--noinput"], ["prepare"]]
        for step in steps:
            code = self.house.run("prepare", [*manage, *step], environment)
            if code:
                return code
        celery = [sys.executable, "-m", "celery", "-A", "mediation"]
        self.house.start(
            "web",
            [
                *(sys.executable, "-m", "gunicorn", "mediation.wsgi"),
                *("--config", str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")),
                *("--bind", f"{settings.HOST}:{settings.PORT}"),
            ],
            environment,
        )
        self.house.start(
            "worker",
            [
                *(*celery, "worker", "--pool", "threads", "--concurrency", "4"),
                *("--loglevel", "INFO", "--without-mingle", "--without-gossip"),
            ],
            environment,
        )
        schedule = str(settings.DATA_DIR / "beat-schedule")
        self.house.start("beat", [*celery, "beat", "--schedule", schedule], environment)
        return 0

    def _services(self) -> dict[str, str]:
        """Start the built-in services that no address was given for; the parts' environment."""
        values = demo.read(settings.DATA_DIR)
        values = demo.with_secrets(values) if settings.DEMO else {}
        values.pop("DATABASE_URL", None)
        values.pop("REDIS_URL", None)
        environment = dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "mediation.settings",
            "DATA_DIR": str(settings.DATA_DIR),
            "DEMO": "1" if settings.DEMO else "0",
            "PYTHONUNBUFFERED": "1",
        }
        if settings.IS_BUILT_IN_DATABASE:
            self.stdout.write("正在启动内置数据库……")
            self.postgres = embedded.Postgres(settings.DATA_DIR)
            values["DATABASE_URL"] = self.postgres.start()
        if settings.IS_BUILT_IN_BROKER:
            server = embedded.Redis(settings.DATA_DIR)
            self.house.start("redis", server.command(), environment)
            values["REDIS_URL"] = server.url
        if settings.DEMO:
            demo.write(settings.DATA_DIR, values)
        return values | environment

    def _watch(self) -> int:
        until: float | None = time.monotonic() + START_PATIENCE
        while not self.parent.is_leaving():
            for name in self.house.fallen():
                if until:
                    self.stderr.write(f"{CHINESE[name]}没有启动起来，记录在 {_log(name)}。")
                    return 1
                self.stderr.write(f"{CHINESE[name]}意外停止，稍后重新启动；记录在 {_log(name)}。")
            if until and _is_ready():
                self._greet()
                until = None
            elif until and time.monotonic() > until:
                self.stderr.write(f"系统没有按时启动起来，记录在 {settings.DATA_DIR / 'log'}。")
                return 1
            time.sleep(0.5)
        return 0

    def _greet(self) -> None:
        lines = ["", f"系统已启动：http://{_reachable_host()}:{settings.PORT}/", ""]
        if settings.DEMO:
            lines += [f"演示账号（口令都是 {demo.PASSWORD}）："]
            lines += [f"  {name:<11}{title}" for name, title in demo.ACCOUNTS.items()]
            lines += ["", "数据只供试用，请不要录入真实当事人的信息。"]
        lines += [f"运行记录：{settings.DATA_DIR / 'log'}。按 Ctrl-C 停止。", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _stop(self) -> None:
        has_parts = bool(self.house.parts) or self.postgres is not None
        if has_parts:
            self.stdout.write("正在停止……")
        self.house.stop()
        if self.postgres is not None:
            self.postgres.stop()
        if has_parts:
            self.stdout.write("已全部停止，数据都保存着。")


def _leave(number: int, frame: FrameType | None) -> None:
    _hear_no_more()  # `make` passes a SIGTERM on that its whole group was sent as well
    raise KeyboardInterrupt


def _hear_no_more() -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)


def _log(name: str) -> str:
    return str(settings.DATA_DIR / "log" / f"{name}.log")


def _make_data_dir() -> None:
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        (settings.DATA_DIR / "up.lock").touch()
        list(settings.DATA_DIR.iterdir())
    except OSError as error:
        raise ImproperlyConfigured(
            f"数据目录 {settings.DATA_DIR} 不能读写（{error.strerror}），请换一个，或修改它的权限。"
        ) from error


def _refuse_taken_port() -> None:
    try:
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.HOST, settings.PORT))
    except (OSError, OverflowError) as error:
        raise ImproperlyConfigured(
            f"{settings.HOST}:{settings.PORT} 已被占用或不能使用，"
            f"请用 PORT 换一个端口，例如 PORT=8001 make run。"
        ) from error


def _refuse_silent_broker() -> None:
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3).ping()
    except (redis.RedisError, ValueError) as error:
        raise ImproperlyConfigured(
            "连不上 Redis，请看 REDIS_URL，应当像 redis://主机:6379/0。"
        ) from error


def _reachable_host() -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)  # noqa: S104


def _is_ready() -> bool:
    connection = http.client.HTTPConnection(_reachable_host(), settings.PORT, timeout=5)
    host = next((one for one in settings.ALLOWED_HOSTS if one.strip("*.")), _reachable_host())
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
