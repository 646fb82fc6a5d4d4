"""The settings' back office, and the pages of places, posts and the street-level network.

Places are looked up at `cases:places`. Each topic adds its own lines to `pages`.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path

from grids.admin import site
from grids.views import village

pages: list[URLPattern | URLResolver] = [
    # Villages: twelve digits, so that no key of another place is taken for one.
    path("places/villages/", village.village_list, name="villages"),
    re_path(r"^places/(?P<code>\d{12})/$", village.village, name="village"),
    re_path(r"^places/(?P<code>\d{12})/desk/$", village.desk, name="village_desk"),
    re_path(r"^places/(?P<code>\d{12})/staff/new/$", village.staff_new, name="village_staff_new"),
    re_path(r"^places/(?P<code>\d{12})/card/$", village.notice_card, name="notice_card"),
    path("places/staff/<int:pk>/<slug:change>/", village.staff_change, name="village_staff_change"),
]

urlpatterns = [
    path("admin/", site.urls),
    path("", include((pages, "grids"))),
]
