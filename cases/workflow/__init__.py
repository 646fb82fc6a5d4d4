"""What may happen to a case, when, by whom, and what each step asks for."""

from cases.workflow.closing import CHECKS, closing_gaps
from cases.workflow.fields import FIELDS, fields_of
from cases.workflow.graph import EDGES, GRAPH
from cases.workflow.units import UNITS_OF_TIER
from mediation.core.fields import FieldSpec

__all__ = [
    "CHECKS",
    "EDGES",
    "FIELDS",
    "GRAPH",
    "UNITS_OF_TIER",
    "FieldSpec",
    "closing_gaps",
    "fields_of",
]
