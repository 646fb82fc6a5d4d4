"""What outside channels did not bring: a page for the system administrator and the director."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from grids.access import DELIVERY_READERS, roles_with_deputies
from grids.selectors.deliveries import may_keep_channels, troubles, visible_deliveries
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import Channel
from mediation.core.notices.again import send_again
from mediation.core.notices.preferences import subscriptions_of
from mediation.core.notices.trial import send_trial


@never_cache
@require_GET
def delivery_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not roles_with_deputies(user) & DELIVERY_READERS:
        raise Http404
    found = troubles(user)
    own = subscriptions_of(user)
    context = {
        "ended": [one for one in found if one.is_ended],
        "waiting": [one for one in found if not one.is_ended],
        "channels": [
            {"channel": one, "own": own.get(one.pk)} for one in Channel.objects.order_by("pk")
        ],
        "may_send": may_keep_channels(user),
    }
    return render(request, "grids/deliveries/list.html", context)


@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    delivery = get_object_or_404(visible_deliveries(user), pk=pk)
    if not may_keep_channels(user):
        raise PermissionDenied
    try:
        send_again(delivery)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "放回待发了，一分钟内会再发一次")
    return redirect("grids:deliveries")


@require_POST
def channel_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """One message now to the account typed, which is his own; not before he said so."""
    user = signed_in(request)
    if not roles_with_deputies(user) & DELIVERY_READERS:
        raise Http404
    channel = get_object_or_404(Channel, pk=pk)
    if not may_keep_channels(user):
        raise PermissionDenied
    try:
        send_trial(channel, request.POST.get("address", "").strip())
    except Refused as refused:
        messages.error(request, f"{channel.name}：{refused.sentence}")
    else:
        messages.success(request, f"{channel.name}：对方收下了，请到手机上看一眼有没有收到")
    return redirect("grids:deliveries")
