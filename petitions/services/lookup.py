"""A petitioner's own way to his matter: a code of his own, and a second factor (rules.md §6)."""

import secrets

from cases.services.lookup import ALPHABET, CODE_LENGTH
from mediation.core.privacy import blind_index
from petitions.models import Petitioner


def prepare(petitioner: Petitioner) -> None:
    """Give an unsaved petitioner his code, and a four-digit pin when there is no phone."""
    petitioner.lookup_code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    petitioner.lookup_index = blind_index(petitioner.lookup_code, "lookup_code")
    if not petitioner.phone:
        petitioner.receipt_pin = f"{secrets.randbelow(10_000):04d}"
