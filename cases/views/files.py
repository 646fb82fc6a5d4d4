"""Adding a file to a case; taking one out goes through `core.views.Download`."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases import access, selectors, services
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@require_POST
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if case.level < access.FILE:
        raise Http404
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        services.attach(case, user, upload, is_record=bool(request.POST.get("is_record")))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "材料存好了。")
    return redirect("cases:detail", case.pk)
