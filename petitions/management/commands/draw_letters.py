"""Make the house's Word templates of letters anew from the layouts; run it after a change of one."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.papers.drawing import draw
from petitions.letters.table import LETTERS


class Command(BaseCommand):
    help = "Write petitions/letter_templates/*.docx from petitions/letters/layouts.py."

    def handle(self, *args: Any, **options: Any) -> None:
        for letter in LETTERS.values():
            letter.template.write_bytes(draw(letter.title, letter.layout))
            self.stdout.write(letter.template.name)
