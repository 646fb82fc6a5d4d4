"""The system's addresses and one more: a page that shows rows which nobody had to look for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

# What `bare/` shows: the template and the values of the page that it is compared with.
shown: dict[str, Any] = {}


def bare(request: HttpRequest) -> HttpResponse:
    """A bare page with the same rows in the same template, behind the same middleware."""
    return render(request, shown["template"], shown["context"])


urlpatterns = [path("bare/", bare), path("", include("mediation.urls"))]
