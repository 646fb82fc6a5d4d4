"""Acts that are no verbs of rules.md §2: they change no status, but stand in the history."""

from django.db import models


class Beside(models.TextChoices):
    VISITED = "visited", "又到窗口"
    URGENT = "urgent", "突发情况即时报"
    DISPUTED = "disputed", "提出管辖争议"
    PLACED = "placed", "指定管辖"
    REPLACED = "replaced", "辖区变动"
    HANDED_OVER = "handed_over", "工作移交"
