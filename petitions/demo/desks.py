"""The desks of one centre as a demo drives them: each act is one call of the real services."""

import random
from datetime import timedelta
from typing import Any

from cases.demo.stories import GIVEN, GROUPS, SURNAMES
from grids.enums import Role
from grids.models import Department, Division
from grids.selectors import handling_people, people_with_role, villages
from mediation.core import calendar, clock
from mediation.core.models import User
from petitions import services
from petitions.demo import stories
from petitions.enums import Verb
from petitions.models import IssuedLetter, Petition


class Desks:
    """A seeded lot, the people of one centre, and what they do."""

    def __init__(self, centre: Division, seed: int) -> None:
        self.lot = random.Random(f"petitions {seed}")  # noqa: S311 - a demo's dice
        self.centre = centre
        self.villages = list(villages(centre))
        self.calendar = calendar.load()
        self.until = clock.today()
        self.units: dict[str, Department] = {}

    # --- people -------------------------------------------------------------------------------

    def person(self, role: str) -> User:
        found = people_with_role(role, self.centre).first()
        if found is None:
            raise LookupError(f"nobody in {self.centre} is {role}")
        return found

    @property
    def officer(self) -> User:
        return self.person(Role.PETITION_OFFICER)

    @property
    def director(self) -> User:
        return self.person(Role.DIRECTOR)

    def unit(self, slug: str) -> Department:
        if slug not in self.units:
            code = f"{self.centre.path}-{slug}"
            self.units[slug] = Department.objects.get(code=code)
        return self.units[slug]

    def name(self) -> str:
        return self.lot.choice(SURNAMES) + self.lot.choice(GIVEN)

    # --- acts ---------------------------------------------------------------------------------

    def told(self, story: stories.Story) -> tuple[dict[str, Any], dict[str, str]]:
        """What one petitioner says, as the registration takes it, and the words filled in by lot."""
        place, group, name = self.lot.choice(self.villages), self.lot.choice(GROUPS), self.name()
        words = {"a": name, "group": group, "num": self.lot.choice(["三", "四", "五", "六"])}
        channel = self.lot.choice(["visit", "visit", "visit", "letter", "phone", "online"])
        risk = self.lot.choice(["blue", "blue", "blue", "yellow", "yellow", "orange"])
        head_count = self.lot.choice([1, 1, 1, 1, 2, 3, 6, 14])
        phone = f"1390000{self.lot.randrange(10_000):04d}"
        address = f"{place.short_name}{group}组"
        fields: dict[str, Any] = {
            "channel": channel,
            "kind": "suggestion" if story.purpose == "suggest" else "claim",
            "purpose": story.purpose,
            "content": story.content,
            "title": story.title,
            "narrative": story.narrative.format(**words),
            "division": place.code,
            "place": f"{group}组",
            "head_count": head_count,
            "risk": risk,
            "risk_reason": {"blue": "", "yellow": "来过两次，说得通"}.get(risk, "人数多，情绪急"),
            "received_on": clock.today(),
            "has_follow_up_consent": True,
            "petitioners": [
                {"name": name, "phone": phone, "address": address},
                *({"name": self.name(), "address": address} for _ in range(min(head_count - 1, 2))),
            ],
            "demands": [one.text.format(**words) for one in story.demands],
        }
        return fields, words

    def register(self, story: stories.Story, **more: Any) -> Petition:
        """Mostly visits at the window, taken down by the clerk or by the petition office."""
        fields, words = self.told(story)
        by = self.person(self.lot.choice([Role.PETITION_OFFICER, Role.WINDOW_CLERK]))
        petition = services.register(by, **(fields | more)).petition
        petition.told = words  # type: ignore[attr-defined]
        return petition

    def move(self, petition: Petition, verb: str, actor: User | None = None, **data: Any) -> None:
        services.move(petition, verb, actor or self.officer, **data)

    def signed(self, petition: Petition, verb: str, **data: Any) -> None:
        """The officer prepares, the director signs."""
        proposal = services.move(petition, verb, self.officer, **data).proposal
        if proposal is not None:
            services.sign(proposal, self.director)

    def deliver(self, petition: Petition, *kinds: str) -> None:
        """Everything of these kinds that waits: by hand, or posted and come the same day."""
        waiting = IssuedLetter.objects.filter(
            petition=petition, kind__in=kinds, received_on__isnull=True
        )
        for letter in waiting.order_by("pk"):
            today = clock.today()
            self.move(
                petition,
                Verb.DELIVER,
                letter=str(letter.pk),
                way="hand",
                sent_on=today,
                received_on=today,
                place="信访接待室",
            )

    def assign(self, petition: Petition, story: stories.Story, days: int = 12) -> None:
        self.move(
            petition,
            Verb.ASSIGN,
            unit=str(self.unit(story.unit).pk),
            demands=[str(one.pk) for one in petition.demands.all()],
            text=self.lot.choice(stories.ASSIGN),
            due_on=clock.today() + timedelta(days=days),
        )

    def worker(self, story: stories.Story) -> User:
        found = handling_people(self.unit(story.unit)).first()
        return found or self.officer

    def answer_demands(self, petition: Petition, story: stories.Story) -> None:
        words = petition.told  # type: ignore[attr-defined]
        for row, told in zip(petition.demands.order_by("position"), story.demands, strict=True):
            services.answer_demand(
                row,
                self.worker(story),
                finding=told.finding.format(**words),
                opinion=told.opinion,
                basis=told.basis,
                answer=told.answer,
            )
