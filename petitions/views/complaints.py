"""对办理有意见: the director reads and answers; the answer stands on the look-up page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases import access as case_access
from cases import selectors as case_selectors
from cases.access import standing
from grids.enums import Role
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions.enums import WordKind
from petitions.models import PublicWord
from petitions.selectors import public_words
from petitions.selectors.today import Block
from petitions.services.words import answer_complaint


@never_cache
@require_GET
def complaint_list(request: HttpRequest) -> HttpResponse:
    """Those that wait, by their day, and the last ones answered; of petitions and of cases."""
    user, today = signed_in(request), clock.today()
    if Role.DIRECTOR not in standing(user).roles:
        raise Http404
    return render(
        request,
        "petitions/complaints/list.html",
        {
            "waiting": public_words.waiting(user, today),
            "answered": public_words.answered(user, today),
        },
    )


@require_POST
def complaint_answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    word = get_object_or_404(public_words.complaints_for(user), pk=pk)
    try:
        answer_complaint(word, user, request.POST.get("answer", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{word.aloud}：答复好了，他在查询页能看到。")
    return redirect("petitions:complaints")


@never_cache
@require_GET
def case_words(request: HttpRequest, pk: int) -> HttpResponse:
    """What parties added about a case on the look-up page; readers of its file alone."""
    case = case_selectors.get_visible(signed_in(request), pk)
    if case.level < case_access.FILE:
        raise Http404
    notes = PublicWord.objects.filter(case=case, kind=WordKind.NOTE).order_by("-pk")
    return render(request, "petitions/complaints/of_case.html", {"case": case, "notes": notes})


def blocks(user: User) -> list[Block]:
    """What stands in the director's day (settings.TODAY_BLOCKS)."""
    found = public_words.waiting(user, clock.today())
    summary = f"{len(found)} 条意见等您答复"
    template = "petitions/today/complaints.html"
    block = Block(
        "complaints", "对办理有意见", "3 个工作日内答复", template, found, summary=summary
    )
    return [block] if found else []
