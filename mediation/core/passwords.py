"""The house's own rule for a password, beside Django's."""

import re

from django.core.exceptions import ValidationError

CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
RULE = "口令要在大写字母、小写字母、数字、符号里至少用到三种。"


class ThreeClassesOfCharacters:
    """At least three of: small letters, capital letters, digits, anything else."""

    def validate(self, password: str, user: object = None) -> None:
        if sum(bool(re.search(one, password)) for one in CLASSES) < 3:
            raise ValidationError(RULE, code="password_too_plain")

    def get_help_text(self) -> str:
        return RULE
