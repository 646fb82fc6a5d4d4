"""Adding a file to a petition; taking one out goes through `core.views.Download`."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from petitions import access, selectors
from petitions.services.attachments import attach


@require_POST
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    petition = selectors.get_visible(user, pk)
    if selectors.level_of(petition) < access.FILE:
        raise Http404
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        attach(petition, user, upload)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "材料存好了。")
    return redirect("petitions:detail", petition.pk)
