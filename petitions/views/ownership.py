"""包案 of one petition: who owns it, his file, what is still missing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, selectors
from petitions.forms.ownership import OwnerForm, PetitionOwnershipForm
from petitions.models import Petition
from petitions.selectors.ownership import Ownership, ownership_of
from petitions.services import ownership
from petitions.views.moves import loaded_version
from petitions.views.supports import error_lines

NAME, WRITE = "name", "write"


def file_of(user: User, pk: int) -> Petition:
    """The petition at file level, no accusation. Raises Http404."""
    petition = selectors.get_visible(user, pk, "directions")
    if selectors.level_of(petition) < access.FILE or petition.is_sealed:
        raise Http404
    return petition


@never_cache
@require_http_methods(["GET", "POST"])
def petition_ownership(request: HttpRequest, pk: int) -> HttpResponse:
    """`do=name` names the owner, `do=write` writes a version of the file."""
    user = signed_in(request)
    petition = file_of(user, pk)
    do = request.POST.get("do", "")
    found = ownership_of(petition)
    owner_form = OwnerForm(request.POST if do == NAME else None, petition=petition)
    file_form = PetitionOwnershipForm(
        request.POST if do == WRITE else None, initial=initial_of(found)
    )
    if request.method == "POST":
        form: Any = owner_form if do == NAME else file_form
        if form.is_valid():
            version = loaded_version(request.POST)
            try:
                if do == NAME:
                    named = ownership.name_owner(
                        petition, user, form.cleaned_data["owner"], version=version
                    )
                    name = named.owner.name if named.owner else ""
                    messages.success(request, f"{name}包案，已经告诉他了。")
                else:
                    ownership.write_ownership(petition, user, version=version, **form.cleaned_data)
                    messages.success(request, "包案表存好了。")
                return redirect("petitions:ownership", petition.pk)
            except Refused as refused:
                form.add_error(
                    refused.field if refused.field in form.fields else None, refused.sentence
                )
    return render(
        request,
        "petitions/ownership/page.html",
        {
            "petition": petition,
            "row": selectors.row(petition, clock.today()),
            "found": found,
            "file_version": found.file.version if found.file else 0,
            "owner_form": owner_form,
            "file_form": file_form,
            "may_name": ownership.may_name_owner(user, petition),
            "may_write": ownership.may_write_ownership(user, petition),
            "errors": [
                line
                for form in (owner_form, file_form)
                if form.is_bound
                for line in error_lines(form)
            ],
        },
    )


def initial_of(found: Ownership) -> dict[str, Any]:
    if found.file is None:
        return {}
    return {name: getattr(found.file, name) for name in PetitionOwnershipForm.base_fields}
