"""Pages of petitions (DESIGN §5.3): the same shape as those of cases."""

from django.urls import URLPattern

app_name = "petitions"
urlpatterns: list[URLPattern] = []
