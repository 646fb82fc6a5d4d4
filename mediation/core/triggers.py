"""Triggers of a migration, installed in one step."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger
from pgtrigger.migrations import AddTrigger


class AddTriggers(Operation):
    """Several of pgtrigger's `AddTrigger`, each with its model's name.

    No model looks different for its triggers, so none is drawn anew: after every `AddTrigger` all
    models around are, which made a new house wait half a minute for its tables.
    """

    reduces_to_sql = True
    category = OperationCategory.ADDITION

    def __init__(self, triggers: Sequence[tuple[str, Trigger]]) -> None:
        self.triggers = triggers

    @property
    def steps(self) -> list[AddTrigger]:
        return [AddTrigger(model_name=name, trigger=trigger) for name, trigger in self.triggers]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for name, trigger in self.triggers:
            options = state.models[app_label, name.lower()].options
            options["triggers"] = [*options.get("triggers", []), trigger]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.triggers)} triggers"

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [], {"triggers": self.triggers}
