"""诉求一条一条办: finding, opinion, basis and answer of each demand, on one page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, selectors, services
from petitions.forms.demands import DemandForm, missing_of
from petitions.models import Petition
from petitions.views.moves import loaded_version

DRAFT = "petition-demands"


@never_cache
@require_http_methods(["GET", "POST"])
def petition_demands(request: HttpRequest, pk: int) -> HttpResponse:
    """Every reader of the file reads; the petition officer writes any, a unit its own."""
    user = signed_in(request)
    petition = selectors.get_visible(user, pk, *selectors.DECIDING)
    if selectors.level_of(petition) < access.FILE or petition.is_sealed:
        raise Http404
    if request.method == "GET":
        return show(request, petition, forms_of(petition, user), petition.version)
    forms = forms_of(petition, user, request.POST)
    loaded = loaded_version(request.POST)
    if not all(form.is_valid() for form in forms.values()):
        return show(request, petition, forms, loaded)
    try:
        written = {key: form.cleaned_data for key, form in forms.items()}
        if not written:
            raise Refused("not_now", "这件信访现在没有您可以写的诉求。")
        changed = services.answer_demands(petition, user, written, version=loaded)
    except Refused as refused:
        return refuse(request, petition, forms, refused, loaded)
    drafts.clear(user, DRAFT, str(petition.pk))
    if changed:
        messages.success(request, said(petition))
    else:
        messages.info(request, "没有改动。")
    return redirect(reverse("petitions:detail", args=[petition.pk]) + "#demands")


def said(petition: Petition) -> str:
    left = [one for one in petition.demands.order_by("position") if not one.is_answered]
    if not left:
        return "每一项都写全了，可以出具处理意见。"
    return "存好了。还没有写全的：" + "；".join(
        f"第 {one.position} 项差{missing_of(one)}" for one in left
    )


def forms_of(petition: Petition, user: User, data: Any = None) -> dict[int, DemandForm]:
    """The forms of those demands that he may write, with what he had begun to write."""
    kept = None if data is not None else drafts.load(user, DRAFT, str(petition.pk))
    begun = kept.data if kept is not None else {}
    forms = {}
    for one in petition.demands.all():
        if not services.may_answer(user, petition, one):
            continue
        prefix = f"demand_{one.position}-"
        typed = {
            name.removeprefix(prefix): value
            for name, value in begun.items()
            if name.startswith(prefix)
        }
        forms[one.pk] = DemandForm(one, data, initial=typed)
    return forms


def show(
    request: HttpRequest,
    petition: Petition,
    forms: dict[int, DemandForm],
    version: int | None,
    *,
    refusal: str = "",
    standing: Petition | None = None,
) -> HttpResponse:
    """`standing`: the petition as somebody else has written it meanwhile; both texts are shown."""
    now = {one.pk: one for one in standing.demands.all()} if standing else {}
    lines = [
        {
            "demand": one,
            "form": forms.get(one.pk),
            "missing": missing_of(one),
            "now": now.get(one.pk) if standing else None,
        }
        for one in petition.demands.all()
    ]
    errors = [
        {
            "id": form[name].id_for_label,
            "text": f"第 {form.demand.position} 项，{form.fields[name].label}：{text}",
        }
        for form in forms.values()
        for name, texts in form.errors.items()
        if name != "__all__"
        for text in texts
    ]
    return render(
        request,
        "petitions/demands/page.html",
        {
            "petition": petition,
            "row": selectors.row(petition, clock.today()),
            "lines": lines,
            "left": sum(1 for line in lines if line["missing"]),
            "may_write": bool(forms),
            "version": version,
            "refusal": refusal,
            "errors": errors,
            "draft_url": reverse("core:draft", args=[DRAFT]) + f"?key={petition.pk}",
        },
    )


def refuse(
    request: HttpRequest,
    petition: Petition,
    forms: dict[int, DemandForm],
    refused: Refused,
    loaded: int | None,
) -> HttpResponse:
    if refused.code == "stale":
        fresh = selectors.get_visible(signed_in(request), petition.pk, *selectors.DECIDING)
        return show(
            request, petition, forms, fresh.version, refusal=refused.sentence, standing=fresh
        )
    return show(request, petition, forms, loaded, refusal=refused.sentence)
