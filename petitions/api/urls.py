"""Under /api/v1/: the same calls and shape as those of cases (DESIGN §5.4)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
