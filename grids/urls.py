"""The settings' back office, and the pages of places, posts and the street-level network.

Places are looked up at `cases:places`. Each topic adds its own lines to `pages`.
"""

from django.urls import URLPattern, URLResolver, include, path

from grids.admin import site

pages: list[URLPattern | URLResolver] = []

urlpatterns = [
    path("admin/", site.urls),
    path("", include((pages, "grids"))),
]
