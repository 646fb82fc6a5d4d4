"""Every address of the system; each app keeps its own below."""

from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views import defaults
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from mediation import health


def rooms(*modules: str) -> Iterable[URLPattern | URLResolver]:
    """The address books of the apps that have one yet."""
    return [path("", include(module)) for module in modules if exists(module)]


def exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


api = [
    *rooms("mediation.core.api.urls", "grids.api.urls", "cases.api.urls", "reporting.api.urls"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]

urlpatterns = [
    path("healthz", login_not_required(health.healthz), name="healthz"),
    path("readyz", login_not_required(health.readyz), name="readyz"),
    path("api/v1/", include(api)),
    *rooms("mediation.core.urls", "grids.urls", "cases.urls", "reporting.urls"),
]

handler400 = partial(defaults.bad_request, template_name="errors/400.html")
handler403 = partial(defaults.permission_denied, template_name="errors/403.html")
handler404 = partial(defaults.page_not_found, template_name="errors/404.html")
handler500 = partial(defaults.server_error, template_name="errors/500.html")
