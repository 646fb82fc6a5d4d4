"""Correcting the parties of a case: an amendment like any other, with a form of rows."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, selectors, services
from cases.enums import Verb
from cases.forms.parties import PartyCorrection
from cases.views.moves import loaded_version
from cases.workflow import GRAPH
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def parties_amend(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING, "attachments")
    may_amend = Verb.AMEND in GRAPH.available(case, access.relations(user, case))
    if case.level < access.FILE or not may_amend:
        raise Http404
    data = request.POST if request.method == "POST" else None
    readable = access.readable_stages(user, case)
    files = [one for one in case.attachments.all() if not one.is_record or one.stage_id in readable]
    forms: list[Any] = [
        PartyCorrection(data, party=party, files=files) for party in case.parties.all()
    ]
    forms.append(PartyCorrection(data, files=files))
    refusal = ""
    version = case.version
    faults = [form for form in forms if request.method == "POST" and not form.is_valid()]
    if request.method == "POST" and not faults:
        version = loaded_version(request) or case.version
        changed = [form for form in forms if form.row()]
        try:
            if not changed:
                raise Refused("nothing_changed", "没有改动，不用保存。")
            services.move(
                case,
                Verb.AMEND,
                user,
                version=version,
                parties=[form.row() for form in changed],
                reason=request.POST.get("reason", "").strip(),
            )
        except Refused as refused:
            refusal = beside(changed, refused)
            if refused.current is not None:
                version = refused.current["version"]
        else:
            messages.success(request, f"{case.aloud}：当事人改好了。")
            return redirect("cases:detail", case.pk)
    context = {
        "case": case,
        "forms": forms,
        "refusal": refusal,
        "version": version,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "cases/parties.html", context)


def beside(changed: list[PartyCorrection], refused: Refused) -> str:
    """Put a fault beside its cell; what belongs to no cell is returned for the top."""
    found = re.fullmatch(r"parties\.(\d+)\.(\w+)", refused.field)
    if found and int(found[1]) < len(changed) and found[2] in changed[int(found[1])].fields:
        changed[int(found[1])].add_error(found[2], refused.sentence)
        return ""
    return refused.sentence
