"""Sittings of the week in which a town is seeded, so that the week of rooms has something to show.

Arranged last, through the same services as by day, for cases that are in mediation: those of days
gone by have their minutes, those to come their answers.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from cases.demo import stories
from cases.demo.history import History
from cases.enums import Attendance, Status, Verb
from cases.models import Case, SessionGuest
from cases.services import answer_invitation, move
from grids.models import Room
from grids.selectors import rooms_of
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

DAY = timedelta(days=1)
DAYS_AHEAD = 4
LENGTH = timedelta(minutes=90)
BOOKED_AT, RECORDED_AT = time(8, 20), time(17, 10)
# Of each day: the room by its place in the list (None: in the village) and the beginning.
SLOTS = ((0, time(9, 30)), (1, time(14, 30)), (None, time(10, 0)), (2, time(15, 0)))
A_DAY = 2
OUTSIDERS = ("", "", "{name}（老支书）", "", "{name}（邻居）")


class Sittings:
    def __init__(self, history: History, seed: int) -> None:
        self.history = history
        self.lot = random.Random(f"sittings {seed}")  # noqa: S311 - a demo's dice
        self.rooms = list(rooms_of(history.centre))
        self.made = 0

    def arrange(self, until: date) -> int:
        """Book what this week has, `until` being its last day lived through; how many."""
        cases = self._waiting()
        for day in self._days(until + DAY):
            for _ in range(A_DAY if day > until else 1):
                at = self._moment(min(day, until), BOOKED_AT if day <= until else RECORDED_AT)
                case = next((one for one in cases if one.last_moved_at < at), None)
                if case is None:
                    continue
                cases.remove(case)
                try:
                    self._sit(case, day, at)
                except Refused:  # somebody has another one then: this case waits for a date
                    continue
        return self.made

    def _waiting(self) -> list[Case]:
        """In mediation, nothing prepared and no pause; those lying longest first."""
        found = Case.objects.filter(
            centre=self.history.centre,
            status=Status.MEDIATING,
            officer__isnull=False,
        ).exclude(proposals__decided_at__isnull=True, proposals__isnull=False)
        return list(found.order_by("last_moved_at", "pk")[: A_DAY * 14])

    def _days(self, today: date) -> Iterator[date]:
        """The working days of this week that are past, then those to come."""
        monday, count = today - today.weekday() * DAY, today.weekday() + DAYS_AHEAD + 1
        days = (monday + n * DAY for n in range(count))
        return (day for day in days if self.history.calendar.is_workday(day))

    def _sit(self, case: Case, day: date, at: datetime) -> None:
        place, begins = SLOTS[self.made % len(SLOTS)]
        room: Room | None = self.rooms[place] if place is not None and self.rooms else None
        officer = self.history.known(case.officer_id)  # type: ignore[arg-type]
        starts_at = self._moment(day, begins)
        name = self.lot.choice(stories.SURNAMES) + self.lot.choice(stories.GIVEN)
        with clock.standing_at(at):
            case = move(
                case,
                Verb.SCHEDULE,
                self.history.at_work(officer),
                starts_at=starts_at,
                ends_at=starts_at + LENGTH,
                outsiders=OUTSIDERS[self.made % len(OUTSIDERS)].format(name=name),
                **({"room": room.pk} if room else {"place": f"{case.division.short_name}便民中心"}),
            ).case
            self._answers(case, officer)
        self.made += 1
        if clock.local_day(at) == day:
            with clock.standing_at(self._moment(day, RECORDED_AT)):
                minutes = self.lot.choice(stories.MINUTES)
                officer = self.history.at_work(officer)
                move(case, Verb.RECORD, officer, minutes=minutes, outcome="again")

    def _answers(self, case: Case, officer: User) -> None:
        """The first says that he comes; of the others most do."""
        guests = SessionGuest.objects.filter(session__case=case, answer=Attendance.OPEN)
        for place, guest in enumerate(guests.order_by("pk")):
            if place == 0 or self.lot.random() < 0.6:
                answer_invitation(guest, Attendance.COMING, by=officer)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, get_default_timezone())
