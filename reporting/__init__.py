"""Periods, movements and figures: what the town reports twice a month, and where it comes from."""
