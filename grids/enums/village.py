"""Who stands by a village beside its responsibility team (紫阳县 scheme: 一村一法律顾问、一村一警)."""

from django.db.models import TextChoices


class VillageDuty(TextChoices):
    """What somebody does for a village without a post in this system."""

    LEGAL_ADVISER = "legal_adviser", "村（社区）法律顾问"
    POLICE = "police", "村（社区）民警"
    POLICE_ASSISTANT = "police_assistant", "村（社区）警务助理"
    LAW_GUIDE = "law_guide", "法律明白人"


# 一村一法律顾问、一村一警: one at a time; of the others there may be several.
ONE_PER_VILLAGE: tuple[str, ...] = (VillageDuty.LEGAL_ADVISER, VillageDuty.POLICE)
