"""Who wants what, by which way, and when he is left alone. The inbox is always on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryState,
    Notice,
    NoticePreference,
    Subscription,
    User,
)
from mediation.core.models.channels import QUIET_FROM, QUIET_TO
from mediation.core.privacy import normalise, phone_fault

PHONE = ChannelKind.SMS
MOBILE = re.compile(r"1[3-9][0-9]{9}")
ACCOUNT_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-")
ACCOUNT_LENGTH = 64


@dataclass(frozen=True)
class Wish:
    """What somebody wants by one channel; an empty address: nothing."""

    address: str = ""
    for_urgent: bool = False
    for_digest: bool = False

    @property
    def is_any(self) -> bool:
        return self.for_urgent or self.for_digest


def preference_of(user: User) -> NoticePreference:
    """What he chose; unsaved defaults (everything by e-mail, quiet 22:00 to 07:00) if nothing."""
    return NoticePreference.objects.filter(user=user).first() or NoticePreference(
        user=user, quiet_from=QUIET_FROM, quiet_to=QUIET_TO
    )


def open_channels() -> list[Channel]:
    return list(Channel.objects.filter(is_on=True))


def subscriptions_of(user: User) -> dict[int, Subscription]:
    """By channel; of the channels that are switched on."""
    own = Subscription.objects.filter(user=user, channel__is_on=True)
    return {one.channel_id: one for one in own.order_by("pk")}


def address_fault(kind: str, address: str) -> str:
    """Why nobody can be reached there; "" when it may be right. "@all" is nobody's own account."""
    if not address:
        return "要发到哪里，这里还没填"
    if kind == PHONE:
        if fault := phone_fault(address):
            return fault
        return "" if MOBILE.fullmatch(normalise(address)) else "短信只能发到手机号"
    if set(address) - ACCOUNT_SIGNS or address.startswith("@") or len(address) > ACCOUNT_LENGTH:
        return "账号只有字母、数字和 . _ - @，请到通讯录里看自己的账号"
    return ""


def plain_address(kind: str, address: str) -> str:
    """As the other side wants it: a mobile number in eleven digits, however it was typed."""
    return normalise(address) if kind == PHONE else address


def save_preferences(
    user: User,
    *,
    mail_urgent: bool | None = None,
    mail_digest: bool | None = None,
    quiet_from: time | None = None,
    quiet_to: time | None = None,
    wishes: Mapping[int, Wish] | None = None,
) -> None:
    """Keep what the person chose; what is None, and channels not among `wishes`, stay as they are.

    Without an e-mail address nothing is asked about e-mail, and what was chosen before stays.

    Raises Refused: no address where something is wanted, or one that cannot be one (field
    `address-<channel>`); an urgent notice that would reach him nowhere but in the inbox, although
    he has an e-mail address.
    """
    wishes = wishes or {}
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        channels = {one.pk: one for one in open_channels()}
        known = subscriptions_of(user)
        chosen = {pk: wish for pk, wish in wishes.items() if pk in channels and wish.is_any}
        for pk, wish in chosen.items():
            if fault := address_fault(channels[pk].kind, wish.address):
                raise Refused("invalid", fault, field=f"address-{pk}")
        kept = preference_of(user)
        if user.email:
            kept.mail_urgent = kept.mail_urgent if mail_urgent is None else mail_urgent
            kept.mail_digest = kept.mail_digest if mail_digest is None else mail_digest
        kept.quiet_from = quiet_from or kept.quiet_from
        kept.quiet_to = quiet_to or kept.quiet_to
        stays = [one for pk, one in known.items() if pk not in wishes]
        is_reached = any(one.for_urgent for one in chosen.values()) or any(
            one.for_urgent for one in stays
        )
        if user.email and not (kept.mail_urgent or is_reached):
            raise Refused(
                "needs_way",
                "急事至少要有一条路能到您那里",
                instead="请留着邮件，或者选一个渠道接收急事",
                field="mail_urgent",
            )
        kept.save()
        for pk in wishes:
            _keep(user, channels.get(pk), chosen.get(pk), known.get(pk))


def _keep(
    user: User, channel: Channel | None, wish: Wish | None, known: Subscription | None
) -> None:
    if channel is None:
        return
    if wish is None:
        if known is not None:
            known.delete()
        return
    is_new = known is None
    Subscription.objects.update_or_create(
        user=user,
        channel=channel,
        defaults={
            "address": plain_address(channel.kind, wish.address),
            "for_urgent": wish.for_urgent,
            "for_digest": wish.for_digest,
            **({"since": clock.now()} if is_new else {}),
        },
    )


def is_quiet(preference: NoticePreference, at: datetime) -> bool:
    """Whether `at` lies in his quiet hours, which may run over midnight; equal ends: none."""
    now, start, end = timezone.localtime(at).time(), preference.quiet_from, preference.quiet_to
    if start <= end:
        return start <= now < end
    return now >= start or now < end


def quiet_people(users: Iterable[int], at: datetime) -> set[int]:
    """Ids of those who are not to be disturbed at `at`."""
    ids = set(users)
    chosen = {one.user_id: one for one in NoticePreference.objects.filter(user__in=ids)}
    default = NoticePreference(quiet_from=QUIET_FROM, quiet_to=QUIET_TO)
    return {pk for pk in ids if is_quiet(chosen.get(pk, default), at)}


def without_mail(user: User, notices: Sequence[Notice]) -> list[Notice]:
    """Those that he does not want by e-mail, and that no channel has failed to bring him.

    What a channel could not bring comes by e-mail all the same: nothing is told nowhere.
    """
    preference = NoticePreference.objects.filter(user=user).first()
    if preference is None:
        return []
    urgent_by_mail = preference.mail_urgent or not _is_called(user)
    unwanted = [
        one for one in notices if not (urgent_by_mail if one.is_urgent else preference.mail_digest)
    ]
    if not unwanted:
        return []
    stuck = set(not_brought().filter(notice__in=unwanted).values_list("notice_id", flat=True))
    return [one for one in unwanted if one.pk not in stuck]


def _is_called(user: User) -> bool:
    """Whether some channel that is switched on brings him what is urgent."""
    return Subscription.objects.filter(user=user, for_urgent=True, channel__is_on=True).exists()


def not_brought() -> QuerySet[Delivery]:
    """Given up or in doubt; of what is urgent also what has failed once and waits."""
    ended = Q(state__in=[DeliveryState.FAILED, DeliveryState.IN_DOUBT])
    waits = Q(state=DeliveryState.PENDING, is_urgent=True) & ~Q(fault="")
    return Delivery.objects.filter(ended | waits)
