"""remind: one pass of the reminder engine, then everything that is due is sent."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases import notices
from mediation.core import clock
from mediation.core.notices import send_due


def instant(text: str) -> datetime:
    """2026-11-14T08:30; without an offset it is local time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"时间没看懂：{text}，请写成 2026-11-14T08:30") from None
    return timezone.make_aware(moment) if moment.tzinfo is None else timezone.localtime(moment)


class Command(BaseCommand):
    help = "提醒：写下到现在为止应提醒的，并发出已到时刻的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=instant, metavar="时刻", help="当作是这个时刻")

    def handle(self, *args: Any, **options: Any) -> None:
        with clock.standing_at(options["at"] or clock.now()):
            notices.escalate_overdue()
            written = notices.write_due()
            sent = send_due()
        self.stdout.write(
            f"写下 {written.rows} 条提醒，发出 {sent.messages} 封邮件（{sent.notices} 条）。"
        )
