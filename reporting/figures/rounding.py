"""Rates: Decimal, ROUND_HALF_UP, nothing at all on a base of 0 (rules.md §7)."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` with so many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def rate(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """`part` of `whole` in per cent, two decimals; None on a base of 0."""
    if whole == 0:
        return None
    return rounded(Decimal(part) * 100 / Decimal(whole), 2)
