"""What outside channels did not bring: a page for the system administrator and the director."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from grids.access import DELIVERY_READERS, roles_with_deputies
from grids.selectors.deliveries import may_send_again, troubles, visible_deliveries
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import Channel
from mediation.core.notices.again import send_again


@never_cache
@require_GET
def delivery_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not roles_with_deputies(user) & DELIVERY_READERS:
        raise Http404
    found = troubles(user)
    context = {
        "ended": [one for one in found if one.is_ended],
        "waiting": [one for one in found if not one.is_ended],
        "channels": Channel.objects.order_by("pk"),
        "may_send": may_send_again(user),
    }
    return render(request, "grids/deliveries/list.html", context)


@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    delivery = get_object_or_404(visible_deliveries(user), pk=pk)
    if not may_send_again(user):
        raise PermissionDenied
    try:
        send_again(delivery)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "放回待发了，一分钟内会再发一次")
    return redirect("grids:deliveries")
