"""Settings of the disputes in the back office; no case, party, event or paper stands here."""

from django.contrib import admin

from cases.models import RetentionRule
from grids.admin import SystemSettings, site


@admin.register(RetentionRule, site=site)
class RetentionRuleAdmin(SystemSettings):
    """归档范围表: an empty outcome or category stands for all others; the special line wins."""

    list_display = ("category", "outcome", "period", "years", "basis", "is_active")
    list_filter = ("period", "is_active")
    autocomplete_fields = ("category",)
    list_select_related = ("category",)
