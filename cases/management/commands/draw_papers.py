"""Make the house's Word templates anew from the layouts; run it after a change of a layout."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.papers.drawing import draw
from cases.papers.table import PAPERS


class Command(BaseCommand):
    help = "Write cases/paper_templates/*.docx from cases/papers/layouts.py."

    def handle(self, *args: Any, **options: Any) -> None:
        for paper in PAPERS.values():
            paper.template.write_bytes(draw(paper.label, paper.layout))
            self.stdout.write(paper.template.name)
