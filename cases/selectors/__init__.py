"""Reading cases. Every function starts at `access.visible_to` (DESIGN idea 6)."""

from cases.selectors.matters import file_of, for_lists, get_visible
from cases.selectors.searching import narrow, search
from cases.selectors.similar import Similar, similar

__all__ = ["Similar", "file_of", "for_lists", "get_visible", "narrow", "search", "similar"]
