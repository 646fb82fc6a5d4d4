"""The settings' back office. Places are looked up at `cases:places`."""

from django.urls import path

from grids.admin import site

urlpatterns = [path("admin/", site.urls)]
