"""A matter and its tables, for tests of the ground floor: made and dropped with the test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from mediation.core.models import AbstractAttachment, AbstractEvent, AbstractPaper, AbstractProposal


class Thing(models.Model):
    label = models.CharField(max_length=20)

    class Meta:
        app_label = "core_tests"


class ThingEvent(AbstractEvent):
    thing = models.ForeignKey(Thing, models.PROTECT, related_name="+")

    class Meta(AbstractEvent.Meta):
        app_label = "core_tests"
        constraints = [
            models.UniqueConstraint(fields=["thing", "seq"], name="thing_event_once"),
        ]


class ThingFile(AbstractAttachment):
    thing = models.ForeignKey(Thing, models.PROTECT, related_name="+")

    class Meta(AbstractAttachment.Meta):
        app_label = "core_tests"


class ThingPaper(AbstractPaper):
    thing = models.ForeignKey(Thing, models.PROTECT, related_name="+")

    class Meta(AbstractPaper.Meta):
        app_label = "core_tests"


class ThingProposal(AbstractProposal):
    thing = models.ForeignKey(Thing, models.PROTECT, related_name="+")

    class Meta(AbstractProposal.Meta):
        app_label = "core_tests"
        constraints = [
            *AbstractProposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["thing", "verb"],
                condition=AbstractProposal.is_open,
                name="thing_proposal_one_open",
            ),
        ]


MODELS = [Thing, ThingEvent, ThingFile, ThingPaper, ThingProposal]


@contextmanager
def things_in_the_database() -> Iterator[None]:
    """The tables above, triggers included, until the block ends."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    for model in MODELS:
        for trigger in getattr(model._meta, "triggers", []):
            trigger.install(model)
    try:
        yield
    finally:
        names = ", ".join(model._meta.db_table for model in MODELS)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TABLE IF EXISTS {names} CASCADE")
