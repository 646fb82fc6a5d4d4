"""Who helps to settle disputes besides the units (seed 001 二 1 2; domain.md §7 rows 49, 56)."""

from django.db.models import TextChoices


class HelperKind(TextChoices):
    EXPERT = "expert", "专家"
    VOLUNTEER = "volunteer", "志愿者"
    ORGANISATION = "organisation", "社会组织"
