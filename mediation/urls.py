"""Every address of the system; each app keeps its own below."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views import defaults
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from mediation import health

api = [
    path("", include("mediation.core.api.urls")),
    path("", include("grids.api.urls")),
    path("", include("cases.api.urls")),
    path("", include("petitions.api.urls")),
    path("", include("reporting.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]

urlpatterns = [
    path("healthz", login_not_required(health.healthz), name="healthz"),
    path("readyz", login_not_required(health.readyz), name="readyz"),
    path("api/v1/", include(api)),
    path("", include("mediation.core.urls")),
    path("", include("grids.urls")),
    path("", include("cases.urls")),
    path("", include("petitions.urls")),
    path("", include("reporting.urls")),
]

handler400 = partial(defaults.bad_request, template_name="errors/400.html")
handler403 = partial(defaults.permission_denied, template_name="errors/403.html")
handler404 = partial(defaults.page_not_found, template_name="errors/404.html")
handler500 = partial(defaults.server_error, template_name="errors/500.html")
