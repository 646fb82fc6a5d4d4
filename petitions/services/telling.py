"""Who is told of an act (rules.md §2 notes, §10). Rows first; messages leave after the commit."""

from petitions.services.act import Act


def tell(act: Act) -> None:
    """Write the notices of an act; each person once per event."""
