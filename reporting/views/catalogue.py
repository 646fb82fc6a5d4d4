"""指标口径: what every figure means, on one page (issue 7, Build 9)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mediation.core.models import User
from reporting.access import petition_town, reader
from reporting.explained import Chapter, chapters


def chapters_for(user: User, words: str = "") -> list[Chapter]:
    """The chapters with the figures that hold the words, if any are given. Raises Http404 for who
    reads no figures; definitions themselves are no secret among those who do."""
    if not reader(user).may_read and petition_town(user) is None:
        raise Http404
    asked = words.split()
    found = [chapter.of(asked) for chapter in chapters()]
    return [chapter for chapter in found if chapter.entries]


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:50]
    found = chapters_for(request.user, words)  # type: ignore[arg-type]
    return render(
        request,
        "reporting/catalogue.html",
        {
            "chapters": found,
            "words": words,
            "many": sum(len(chapter.entries) for chapter in found),
        },
    )
