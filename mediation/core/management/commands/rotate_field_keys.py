"""Seal again, with the first key of FIELD_KEYS, whatever was sealed with an older one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from mediation.core.invariants import raw_values, sealed_columns
from mediation.core.privacy import CannotUnseal, is_sealed_with_first_key, seal, unseal


class Command(BaseCommand):
    help = "Seal every private value again with the first key of FIELD_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        sealed_again, lost = 0, 0
        for model, field in sealed_columns():
            for pk, old in raw_values(model, field):
                if is_sealed_with_first_key(old):
                    continue
                try:
                    new = seal(unseal(old, field.where), field.where)
                except CannotUnseal:
                    self.stderr.write(f"{field.where} {pk}: no key opens it")
                    lost += 1
                    continue
                sealed_again += 1
                if not dry_run:
                    # Only if nobody has changed it since: a newer value has the new key already.
                    rows = model._base_manager.annotate(raw=Cast(field.name, TextField()))
                    fresh = Value(new, output_field=TextField())
                    rows.filter(pk=pk, raw=old).update(**{field.name: fresh})
        verb = "to seal again" if dry_run else "sealed again"
        self.stdout.write(f"{sealed_again} {verb}, {lost} cannot be opened")
        if lost:
            raise CommandError(f"{lost} values cannot be opened with the keys given", returncode=1)
