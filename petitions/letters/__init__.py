"""The letters of domain.md §2.2: how each is laid out and what is filled in."""
