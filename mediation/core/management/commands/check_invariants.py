"""Print whatever is wrong with the data; exit 1 if anything is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mediation.core import invariants


class Command(BaseCommand):
    help = "Check what must always be true of the data."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in invariants.faults():
            self.stderr.write(fault)
            found += 1
        if found:
            raise CommandError(f"{found} faults", returncode=1)
        self.stdout.write("all invariants hold")
