"""Reading petitions: querysets in, querysets out."""
