"""What may happen to a petition, when, by whom, and what each step asks for."""

from petitions.workflow.fields import FIELDS, fields_of
from petitions.workflow.graph import EDGES, GRAPH

__all__ = ["EDGES", "FIELDS", "GRAPH", "fields_of"]
