"""At least eight characters of at least three classes, and none of the common ones."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize("password", ["demo-2026", "Sunrise26", "晴天Sun26ok", "ab1-cd2-"])
def test_three_classes_are_enough(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["ab1-cd2", "sunrise26", "SUNRISE-", "93827261", "P@ssw0rd"])
def test_too_short_too_plain_or_too_common_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)
