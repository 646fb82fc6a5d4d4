"""A party's own way to his matter: a code of his own, and a second factor (rules.md §6)."""

import secrets

from cases.models import Party
from mediation.core.privacy import blind_index

# No 0/O, 1/I/L: the code is read aloud and typed by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def prepare(party: Party) -> None:
    """Give an unsaved party its code, and a four-digit pin when there is no phone."""
    party.lookup_code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    party.lookup_index = blind_index(party.lookup_code, "lookup_code")
    if not party.phone:
        party.receipt_pin = f"{secrets.randbelow(10_000):04d}"


def give_code(party: Party) -> None:
    """The same for a party that was not told yet."""
    if not party.lookup_code:
        prepare(party)
        party.save(update_fields=["lookup_code", "lookup_index", "receipt_pin"])
