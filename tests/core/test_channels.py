"""Channels beside e-mail against servers that fail in every way: nothing lost, nothing doubled."""

import logging
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from mediation.core import clock, notices
from mediation.core.models import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryFault,
    DeliveryState,
    Notice,
    NoticePreference,
    NoticeState,
    Subscription,
    User,
)
from mediation.core.notices import Passed, Row, notify, notify_many, send_due, send_outside
from mediation.core.notices.channels import Message, adapter_of, wire
from tests.core.channels import channel, person, receiver
from tests.core.http_sink import OK, HttpSink, http_sink

FRIDAY = date(2026, 11, 13)
KINDS = list(ChannelKind.values)
KEYED = [ChannelKind.WECOM_APP, ChannelKind.SMS]
KEYLESS = [ChannelKind.WECOM_ROBOT, ChannelKind.DINGTALK]


@pytest.fixture
def friday(at, calendar_2026) -> Callable[[str], object]:
    """Friday 2026-11-13 at 09:00, its reminders written."""
    at("2026-11-13 09:00")
    notices.finish_day(FRIDAY)
    cache.clear()
    return at


@pytest.fixture
def sink(monkeypatch) -> Iterator[HttpSink]:
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 120.0)  # a slow machine is not a dead server
    with http_sink() as server:
        yield server


def urgent(user: User, number: int, **more: Any) -> None:
    values = {"url": f"/cases/{number}/", "is_urgent": True, **more}
    notify(user, "instruct", f"{number}号：请看批示", subject=f"event:{number}", **values)


def pass_with_little_patience(monkeypatch: pytest.MonkeyPatch) -> Passed:
    """One pass that waits for a server that hangs no longer than a test may."""
    with monkeypatch.context() as patch:
        patch.setattr(wire, "ANSWER_SECONDS", 4.0)
        return send_outside()


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def pass_until_quiet(move: Callable[[str], object]) -> None:
    """A pass a minute, for a quarter of an hour."""
    for minute in range(1, 16):
        move(f"2026-11-13 09:{minute:02d}")
        send_outside()


# --- every kind, every fault --------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_person_gets_each_urgent_notice_once(friday, sink, kind) -> None:
    way = channel(kind, sink)
    people = [person(way) for _ in range(3)]
    for number, user in enumerate(people, start=101):
        urgent(user, number)
    assert send_outside().messages == 3
    assert send_outside().messages == 0
    named = {one.address for one in Subscription.objects.all()}
    assert Counter(receiver(one) for one in sink.shown) == dict.fromkeys(named, 1)
    assert states() == {"sent": 3}


REFUSALS = [500, {"errcode": -1}, 503, 429, 404, {"errcode": 45009}]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [(kind, REFUSALS[(place + n) % 6]) for n in (0, 3) for place, kind in enumerate(KINDS)],
)
def test_what_was_surely_not_taken_is_tried_again_and_arrives_once(
    friday, sink, kind, answer
) -> None:
    way = channel(kind, sink)
    for number in (101, 102, 103):
        urgent(person(way), number)
    sink.answers = lambda number: answer if number in {1, 3} else OK
    passed = send_outside()
    assert passed.put_off >= 1
    assert Delivery.objects.exclude(fault="").filter(state="pending").exists()
    pass_until_quiet(friday)
    assert states() == {"sent": 3}
    assert len(sink.shown) == 3
    assert set(Counter(receiver(one) for one in sink.shown).values()) == {1}


@pytest.mark.parametrize("answer", ["hang", "reset", "half"])
@pytest.mark.parametrize(("kind", "had_it"), [(KEYED[0], True), (KEYED[1], False)])
def test_where_copies_are_dropped_silence_is_tried_again_and_shown_once(
    friday, sink, kind, answer, had_it, monkeypatch
) -> None:
    way = channel(kind, sink)
    for number in (101, 102):
        urgent(person(way), number)
    sink.answers = lambda number: answer if number == 1 else OK
    sink.shows_when = {answer} if had_it else set()
    pass_with_little_patience(monkeypatch)
    pass_until_quiet(friday)
    assert states() == {"sent": 2}
    assert Counter(receiver(one) for one in sink.shown) == {
        one.address: 1 for one in Subscription.objects.all()
    }
    assert sink.offered == 3


@pytest.mark.parametrize("answer", ["hang", "reset", "page", 504])
@pytest.mark.parametrize(("kind", "had_it"), [(KEYLESS[0], True), (KEYLESS[1], False)])
def test_where_copies_are_kept_silence_is_in_doubt_and_goes_by_mail_instead(
    friday, sink, kind, answer, had_it, monkeypatch
) -> None:
    way = channel(kind, sink)
    user, other = person(way), person(way)
    NoticePreference.objects.create(user=user, mail_urgent=False)
    urgent(user, 101)
    urgent(other, 102)
    send_due()
    assert [one.to for one in mail.outbox] == [[other.email]]
    sink.answers = lambda number: answer if number == 1 else OK
    sink.shows_when = {answer} if had_it and isinstance(answer, str) else set()
    assert pass_with_little_patience(monkeypatch).in_doubt == 1
    pass_until_quiet(friday)
    send_due()
    assert states() == {"in_doubt": 1, "sent": 1}
    assert sink.offered == 2
    assert sorted(one.to[0] for one in mail.outbox) == sorted([user.email, other.email])


def test_a_server_that_is_away_loses_nothing(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    real, dead = way.details, {"url": "http://127.0.0.1:1/send?key=k"}
    Channel.objects.filter(pk=way.pk).update(details=dead)
    for number in (101, 102):
        urgent(person(way), number)
    assert send_outside().put_off == 1  # the other one was not even tried
    assert Delivery.objects.get(attempts=1).fault == DeliveryFault.UNREACHABLE
    Channel.objects.filter(pk=way.pk).update(details=real)
    pass_until_quiet(friday)
    assert len(sink.shown) == 2


def test_while_a_channel_is_in_trouble_what_is_urgent_comes_to_everybody_by_mail(
    friday, sink
) -> None:
    way = channel(ChannelKind.DINGTALK, sink)
    people = [person(way) for _ in range(3)]
    for number, user in enumerate(people, start=101):
        NoticePreference.objects.create(user=user, mail_urgent=False)
        urgent(user, number)
    send_due()
    assert mail.outbox == []
    sink.answers = lambda number: 500
    send_outside()
    assert sink.offered == 1  # one try was enough to know
    send_due()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(one.email for one in people)


def test_a_redirect_is_not_followed_and_no_key_reaches_another_page(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    urgent(person(way), 101)
    sink.answers = lambda number: 302
    send_outside()
    assert [one.path for one in sink.asked] == ["/cgi-bin/webhook/send"]
    assert Delivery.objects.get().fault == DeliveryFault.BAD_ADDRESS


# --- waits, giving up -------------------------------------------------------------------------


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_the_waits_grow_and_after_a_day_it_is_given_up_and_shown(friday, sink) -> None:
    way = channel(ChannelKind.SMS, sink)
    urgent(person(way), 101)
    sink.answers = lambda number: 500
    waits, before = [], clock.now()
    send_outside()
    while (row := Delivery.objects.get()).state == DeliveryState.PENDING:
        waits.append(int((row.not_before - before).total_seconds() // 60))
        friday(local(row.not_before - timedelta(minutes=1)))
        assert send_outside().put_off == 0  # not a minute too early
        before = row.not_before
        friday(local(before))
        send_outside()
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert row.state == DeliveryState.FAILED
    assert local(before) == "2026-11-14 09:00"
    assert row.fault == DeliveryFault.SERVER_FAULT
    assert sink.offered == row.attempts
    assert notices.inbox(row.user).exists()


def test_a_digest_that_is_given_up_comes_by_mail_to_who_wanted_none(friday, sink) -> None:
    way = channel(ChannelKind.SMS, sink)
    user = person(way)
    NoticePreference.objects.create(user=user, mail_digest=False)
    digest(user, 7)
    sink.answers = lambda number: 500
    send_outside()
    send_due()
    assert mail.outbox == []  # the channel still tries
    Delivery.objects.update(give_up_at=clock.now())
    friday("2026-11-13 09:01")
    send_outside()
    send_due()
    assert states() == {"failed": 1}
    assert [one.to for one in mail.outbox] == [[user.email]]


def test_a_channel_that_is_switched_off_leaves_nobody_without_word(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    user = person(way)
    NoticePreference.objects.create(user=user, mail_urgent=False)
    sink.answers = lambda number: 500
    urgent(user, 101)
    send_outside()
    Channel.objects.update(is_on=False)
    urgent(user, 102)
    send_outside()
    send_due()
    assert len(mail.outbox) == 2
    assert Delivery.objects.get().fault == DeliveryFault.SWITCHED_OFF


def test_one_who_is_unknown_there_does_not_hold_up_the_others(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_APP, sink)
    for number in (101, 102):
        urgent(person(way), number)
    sink.answers = lambda number: {**OK, "invaliduser": "x"} if number == 1 else OK
    passed = send_outside()
    assert (passed.put_off, passed.messages) == (1, 1)
    assert Delivery.objects.get(state="pending").fault == DeliveryFault.NO_SUCH_PERSON


# --- 企业微信 application, 钉钉 signature, SMS form ---------------------------------------------


def test_a_pass_that_ran_out_is_fetched_anew_and_the_message_goes_once(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_APP, sink)
    for number in (101, 102, 103):
        urgent(person(way), number)
    sink.answers = lambda number: {"errcode": 42001} if number == 2 else OK
    assert send_outside().messages == 3
    used = [one.query["access_token"][0] for one in sink.asked if one.method == "POST"]
    assert used == ["pass-1", "pass-1", "pass-2", "pass-2"]
    assert len(sink.shown) == 3


def test_a_wrong_secret_is_said_so_and_nothing_is_sent(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_APP, sink)
    urgent(person(way), 101)
    sink.token = lambda number: {"errcode": 40001, "errmsg": "invalid credential"}
    send_outside()
    assert sink.offered == 0
    assert Delivery.objects.get().fault == DeliveryFault.BAD_KEY


def test_two_notices_in_the_same_words_are_two_messages(friday, sink) -> None:
    """The application drops what reads the same; the number of the message keeps them apart."""
    way = channel(ChannelKind.WECOM_APP, sink)
    user = person(way)
    for subject in ("event:1", "event:2"):
        notify(user, "instruct", "101号：请看批示", subject=subject, is_urgent=True)
    send_outside()
    assert len(sink.shown) == 2


def test_a_dingtalk_request_bears_the_signature_of_the_moment(friday, sink) -> None:
    """HMAC-SHA256 under the secret over milliseconds, new line, secret; worked by openssl:
    printf '1794531600000\nSEC1' | openssl dgst -sha256 -hmac SEC1 -binary | base64"""
    way = channel(ChannelKind.DINGTALK, sink)
    urgent(person(way), 101)
    send_outside()
    query = sink.asked[0].query
    assert query["timestamp"] == ["1794531600000"]
    assert query["sign"] == ["v47NuMnjLLNHAfH1ZZk39JD84Z9m7gbmqcEQf79/fyY="]
    assert way.details["url"].endswith(f"access_token={query['access_token'][0]}")


def test_a_gateway_gets_the_fields_the_town_wrote_down(friday, sink, settings) -> None:
    settings.SITE_URL = "https://town.example"
    way = channel(ChannelKind.SMS, sink)
    urgent(person(way), 101)
    send_outside()
    one = sink.asked[0]
    assert one.headers["x-key"] == way.details["secret"]
    assert one.body["template"] == "T-7"
    assert one.body["args"] == {
        "number": "101号",
        "step": "批示",
        "day": "11月13日",
        "link": "https://town.example/cases/101/",
    }


def test_a_gateway_may_want_a_form_and_say_yes_in_its_own_words(friday, sink) -> None:
    more = {"body": '{"m": "{phone}", "c": "{text}", "pw": "{secret}"}', "is_form": True}
    more |= {"ok_field": "data.0.status", "ok_value": "true", "secret_header": ""}
    way = channel(ChannelKind.SMS, sink)
    Channel.objects.filter(pk=way.pk).update(details={**way.details, **more})
    urgent(person(way), 101)
    sink.answers = lambda number: {"data": [{"status": number > 1}]}
    send_outside()
    assert Delivery.objects.get().fault == DeliveryFault.TURNED_DOWN
    friday("2026-11-13 09:01")
    assert send_outside().messages == 1
    assert sink.asked[0].body["pw"] == way.details["secret"]
    assert sink.asked[0].body["c"].startswith("101号：批示（11月13日） 编号")


# --- digests, quiet hours -----------------------------------------------------------------------


def digest(user: User, *numbers: int) -> None:
    rows = [
        Row(
            user_id=user.pk,
            kind="before1",
            subject=f"deadline:{number}:before1",
            text=f"{number}号：调解期限明天到期",
            day=FRIDAY,
        )
        for number in numbers
    ]
    notify_many(rows)
    Notice.objects.filter(is_urgent=False).update(not_before=clock.now())


@pytest.mark.parametrize("kind", KINDS)
def test_a_digest_is_one_message_a_day(friday, sink, kind) -> None:
    way = channel(kind, sink)
    digest(person(way), 101, 102)
    assert send_outside().messages == 1
    digest(User.objects.get(), 103)
    friday("2026-11-13 15:00")
    assert send_outside().messages == 0
    assert states() == {"sent": 2, "pending": 1}
    if kind != ChannelKind.SMS:
        text = sink.shown[0].body["text"]["content"]
        assert text.splitlines()[:3] == [
            "今天有2件事请您留意：",
            "101号：明天到期（11月13日）",
            "102号：明天到期（11月13日）",
        ]


@pytest.mark.parametrize(
    ("quiet", "moment", "count"),
    [
        (("22:00", "07:00"), "2026-11-13 21:59", 2),
        (("22:00", "07:00"), "2026-11-13 22:00", 1),
        (("08:00", "12:00"), "2026-11-13 09:30", 1),
        (("08:00", "12:00"), "2026-11-13 12:00", 2),
        (("08:00", "08:00"), "2026-11-13 09:30", 2),
    ],
)
def test_quiet_hours_hold_the_digest_and_never_what_is_urgent(
    friday, sink, quiet, moment, count
) -> None:
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    user = person(way)
    NoticePreference.objects.create(user=user, quiet_from=quiet[0], quiet_to=quiet[1])
    digest(user, 101)
    urgent(user, 102)
    friday(moment)
    assert send_outside().messages == count
    assert sink.shown[0].body["text"]["content"].startswith("102号：批示")


def test_a_matter_that_moved_on_sends_nothing(friday, sink, settings) -> None:
    settings.NOTICE_CHECKS = {"case": "tests.core.test_channels.nothing_is_due"}
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    user = person(way)
    urgent(user, 101, matter_key="case:1")
    urgent(user, 102, matter_key="petition:1")
    passed = send_outside()
    assert (passed.messages, passed.dropped) == (1, 1)
    assert "102号" in str(sink.shown[0].body)


def nothing_is_due(some: list[Notice]) -> set[int]:
    return set()


def test_only_what_somebody_asked_for_leaves_and_nothing_from_before(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    user = person()
    urgent(user, 100)
    friday("2026-11-13 09:10")
    own = Subscription.objects.create(
        user=user, channel=way, address="a", for_digest=False, since=clock.now()
    )
    digest(user, 101)
    urgent(user, 102)
    urgent(person(), 103)
    assert send_outside().messages == 1
    assert "102号" in str(sink.shown[0].body)
    assert own.for_digest is False


# --- nothing private ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_private_leaves_the_house(friday, sink, kind, caplog, settings) -> None:
    caplog.set_level(logging.DEBUG)
    settings.SITE_URL = "https://town.example"
    way = channel(kind, sink)
    user = person(way, name=f"欧阳{secrets.token_hex(3)}")
    word, phone = secrets.token_hex(5), f"138{secrets.randbelow(10**8):08d}"
    texts = [
        f"101号：{word}说{user.name}欠了钱，电话{phone}",
        f"{word}与{user.name}的事，{phone}",
        f"{phone}号：{word}",
        f"一件密件有新动静{word}",
    ]
    for number, text in enumerate(texts):
        for is_urgent in (True, False):
            notify(
                user,
                f"k{word}"[:20],
                text,
                subject=f"event:{number}:{word}:{is_urgent}",
                is_urgent=is_urgent,
                url=f"/cases/?q={word}" if number % 2 else "/cases/101/",
            )
    Notice.objects.update(not_before=clock.now())
    sink.answers = lambda number: {"errcode": -1, "errmsg": f"{word}"} if number == 2 else OK
    send_outside()
    pass_until_quiet(friday)
    assert states() == {"sent": 8}
    heard = "\n".join(
        f"{one.path} {one.query} {one.body if one.method == 'POST' else ''}" for one in sink.asked
    )
    for private in (word, user.name, phone, user.email):
        assert private not in heard
    assert "101号" in heard
    assert "https://town.example/cases/101/" in heard
    secrets_of_it = [way.details[name] for name in ("url", "secret") if name in way.details]
    keys = [one.rpartition("=")[2] for one in secrets_of_it]
    assert [one for one in (word, phone, *keys) if one in caplog.text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_channel_needs_is_sealed_and_not_shown(friday, sink, kind) -> None:
    way = channel(kind, sink)
    user = person(way)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT details FROM core_channel UNION SELECT address FROM core_subscription"
        )
        stored = [row[0] for row in cursor.fetchall()]
    assert all(text.startswith("v1:") for text in stored)
    hidden = [value for name, value in way.details.items() if name in {"secret", "url"}]
    shown = repr(adapter_of(way)) + repr(way) + str(way)
    assert [value for value in hidden if value in shown] == []
    assert user.username not in repr(Message(key="k", to=user.username, lines=()))


# --- several at once, and killed ----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_four_at_once_send_each_message_once(at, calendar_2026, sink) -> None:
    at("2026-11-13 09:00")
    notices.finish_day(FRIDAY)
    sink_slow = threading.Event()
    sink.before_answer = lambda number: sink_slow.wait(0.02)
    way = channel(ChannelKind.DINGTALK, sink)
    for number in range(101, 109):
        user = person(way)
        urgent(user, number)
        digest(user, number, number + 100)
    start, failures = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait(10)
            send_outside()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    send_outside()
    assert failures == []
    assert states() == {"sent": 24}
    assert set(Counter(receiver(one) for one in sink.shown).values()) == {2}
    assert len(sink.shown) == 16


@pytest.mark.parametrize("kind", KINDS)
def test_a_sender_that_dies_in_mid_message_doubles_nothing(friday, sink, kind, monkeypatch) -> None:
    way = channel(kind, sink)
    urgent(person(way), 101)
    real = wire.call

    def die_after(method: str, *args: Any, **kwargs: Any) -> Any:
        answer = real(method, *args, **kwargs)
        if method == "POST":
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(wire, "call", die_after)
    with pytest.raises(KeyboardInterrupt):
        send_outside()
    monkeypatch.setattr(wire, "call", real)
    assert states() == {"sending": 1}
    friday("2026-11-13 09:04")
    send_outside()
    assert sink.offered == 1  # somebody may still be at it
    for minute in range(6, 15):
        friday(f"2026-11-13 09:{minute:02d}")
        send_outside()
    assert states() == ({"sent": 1} if kind in KEYED else {"in_doubt": 1})
    assert len(sink.shown) == 1


def test_mail_still_goes_as_it_did_to_who_chose_nothing(friday, sink) -> None:
    way = channel(ChannelKind.WECOM_ROBOT, sink)
    user, other = person(way), person()
    for one in (user, other):
        urgent(one, 101)
    send_outside()
    send_due()
    assert sorted(one.to[0] for one in mail.outbox) == sorted([user.email, other.email])
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}
