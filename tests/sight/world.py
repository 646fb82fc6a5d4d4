"""Cases at several places, with random words planted in them, and who may read each word.

`SIGHT` is rules.md §6 written out by hand, one block a case. The keys of a block are kinds of
words: card (number, names), file, one for the record of each stage, whole (phone, ID number,
address, agent), safety, and nobody.
"""

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases import services
from cases.models import Attachment, Case, MediationSession
from cases.services import requests, safety
from cases.services.guidance import name_guidance
from grids.enums import Role
from mediation.core import clock, drafts
from mediation.core.models import User
from mediation.core.privacy import id_check_digit
from reporting.services import request_export, write_export
from tests.factories import V1, V2, Town, make_town

ACCOUNTS = [
    *("window", "village", "village2", "mediator", "mediator2", "leader", "leader2", "peace"),
    *("justice", "police", "department", "grid", "director", "petition", "discipline"),
    *("auditor", "secadmin", "sysadmin", "guide"),
]
EXPORTERS = ("peace", "window", "village", "police", "department", "petition")
NOBODY = ""

# The demo town's team of 致远社区 (V1) has `grid` among its staff: the file of every V1 case.
# fmt: off
SIGHT: dict[str, dict[str, str]] = {
    # V1, registered by its committee, being mediated there.
    "at_village": {
        "card": "window village leader peace justice grid director",
        "file": "village leader peace justice grid director",
        "record": "village justice",
        # by name: whoever reads the record, and the desk that books and rings them up
        "invited": "village justice window",
        "whole": "village peace director",
    },
    # V1, the committee wrote minutes and passed it up; the street's room wrote its own. 司法所
    # named a guidance mediator for it.
    "at_street": {
        "card": "window village mediator mediator2 leader peace justice police grid director guide",
        "file": "village mediator mediator2 leader peace justice grid director guide",
        "record": "village mediator mediator2 justice guide",
        "street": "mediator mediator2 justice guide",
        "whole": "mediator mediator2 peace director",
    },
    # The same, passed up once more: the leader stationed in V1 owns it; not 司法所's any more.
    "at_leader": {
        "card": "window village mediator mediator2 leader peace justice police grid director",
        "file": "village mediator mediator2 leader peace grid director",
        "record": "village mediator mediator2 leader",
        "street": "mediator mediator2 leader",
        "leader": "leader",
        "whole": "leader peace director",
    },
    # V1, passed up, and then given by 平安办 to 规建办, whose own rung record it is.
    "at_department": {
        "card": "window village mediator mediator2 leader peace justice police department grid"
                " director",
        "file": "village mediator mediator2 leader peace justice department grid director",
        "record": "village mediator mediator2 justice",
        "street": "mediator mediator2 justice",
        "department": "department justice",
        "whole": "department peace director",
    },
    # V1, registered at a window two days ago; a party chose the court.
    "referred": {
        "card": "window village leader peace justice grid director",
        "file": "window village leader peace justice grid director",
        "record": "village justice",
        "whole": "justice peace director",
    },
    # V2, registered at a window today; a member of the committee would decline, nobody signed.
    "fresh": {
        "card": "window village2 leader2 peace justice director",
        "file": "window village2 leader2 peace justice director",
        "whole": "window village2 peace director",
    },
    # V1, with a safety note: names masked on the card. 规建办 was asked for a word, and whistled for
    # to see to her safety; it has come and still owes its answer.
    "sealed": {
        "number": "window village leader peace justice department grid director",
        "card": "village leader peace justice department grid director",
        "file": "village leader peace justice department grid director",
        "record": "village justice",
        "whole": "village peace director",
        "safety": "village department",
        # a party's wish for a copy: who may write it down or grant it
        "asked": "village justice director",
    },
    # V2, a minor in it, from 派出所: names masked on the card.
    "minor": {
        "number": "window village2 leader2 peace justice police director",
        "card": "village2 leader2 peace justice director",
        "file": "village2 leader2 peace justice director",
        "whole": "village2 peace director",
        "safety": "village2",
    },
    # V1, red; 规建办 leads its category: card only.
    "red": {
        "card": "window village leader peace justice police department grid director",
        "file": "village leader peace justice police grid director",
        "whole": "village peace director",
    },
    # V2, settled in writing.
    "settled": {
        "card": "window village2 leader2 peace justice director",
        "file": "village2 leader2 peace justice director",
        "record": "village2 justice",
    },
    # V2, registered at a window, settled by word of mouth, followed up, closed.
    "closed": {
        "card": "window village2 leader2 peace justice director",
        "file": "village2 leader2 peace justice director",
        "record": "village2 justice",
    },
    # V2, mediation ended by a refusal.
    "terminated": {
        "card": "window village2 leader2 peace justice director",
        "file": "village2 leader2 peace justice director",
    },
}
# fmt: on
FIRST_DAY, WALKING_DAY = "2026-11-16 09:00", "2026-11-18 10:00"


@dataclass
class World:
    """The town, its cases by name, and the readers of every planted word."""

    town: Town
    cases: dict[str, Case] = field(default_factory=dict)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    planted: dict[str, str] = field(default_factory=dict)  # word -> where it stands

    def word(self, case: str, kind: str, where: str) -> str:
        """A new word that stands in `where` of a case, for the readers of this kind."""
        word = "zq" + "".join(random.choices(string.ascii_lowercase, k=10))
        return self.plant(word, case, kind, where)

    def plant(self, word: str, case: str, kind: str, where: str) -> str:
        self.readers[word] = frozenset(SIGHT[case][kind].split() if kind else ())
        self.planted[word] = f"{where} of {case}"
        return word

    def user(self, account: str) -> User:
        return self.town.user(account)

    def expected(self, account: str) -> set[str]:
        return {word for word, readers in self.readers.items() if account in readers}

    def words_of(self, where: str) -> list[str]:
        return [word for word, place in self.planted.items() if place.startswith(where)]

    def in_sight(self, account: str, name: str) -> bool:
        sight = SIGHT[name]
        return account in sight.get("number", sight["card"]).split()

    def is_file(self, account: str, name: str) -> bool:
        return account in SIGHT[name]["file"].split()

    # --- planting ---------------------------------------------------------------------------

    def person(self, case: str, role: str) -> dict[str, Any]:
        """A party; his numbers are planted only where the case says who may see them whole."""
        row: dict[str, Any] = {
            "role": role,
            "kind": "person",
            "name": self.word(case, "card", f"{role}"),
        }
        if "whole" not in SIGHT[case] or role != "applicant":
            return row
        phone = f"19{random.randrange(10**9):09}"
        first = f"99990119{random.randint(50, 89)}0{random.randint(1, 9)}1{random.randrange(10)}"
        number = f"{first}{random.randrange(1000):03}"
        number += id_check_digit(number)
        return row | {
            "phone": self.plant(phone, case, "whole", "phone"),
            "id_number": self.plant(number, case, "whole", "ID number"),
            "address": f"李渡街道1号{self.word(case, 'whole', 'address')}",
            "agent": {"name": self.word(case, "whole", "agent"), "relation": "亲属"},
        }

    def register(self, name: str, by: str, division: str, **more: Any) -> Case:
        if more.pop("has_safety_note", False):
            more["safety_note"] = self.word(name, "safety", "safety note")
        case = services.register(
            self.user(by),
            source=more.pop("source", "visit"),
            category=more.pop("category", "13"),
            narrative=f"为一件事起了争执 {self.word(name, 'file', 'narrative')}",
            demand=self.word(name, "file", "demand"),
            place=self.word(name, "file", "place"),
            risk=more.pop("risk", "blue"),
            risk_reason=self.word(name, "file", "reason of the risk"),
            external_number=self.word(name, "file", "external number"),
            division=division,
            parties=[self.person(name, "applicant"), self.person(name, "respondent")],
            **more,
        ).case
        sight = SIGHT[name]
        self.plant(case.number, name, "number" if "number" in sight else "card", "number")
        self.cases[name] = case
        return case

    def move(self, name: str, verb: str, by: User | str, **data: Any) -> services.Moved:
        actor = self.user(by) if isinstance(by, str) else by
        return services.move(self.cases[name], verb, actor, **data)

    def accept(self, name: str, by: str) -> None:
        self.move(name, "accept", by, consent=True)

    def record(self, name: str, by: str, kind: str) -> None:
        """Minutes of a stage, and a scan of them that is kept with the record."""
        minutes = self.word(name, kind, f"minutes ({kind})")
        self.move(name, "record", by, minutes=minutes, outcome="not_settled")
        self.attach(name, by, kind, is_record=True)

    def attach(self, name: str, by: str, kind: str, *, is_record: bool = False) -> Attachment:
        upload = SimpleUploadedFile(
            f"{self.word(name, kind, f'file name ({kind})')}.pdf",
            f"%PDF-1.7 {self.word(name, kind, f'file content ({kind})')}".encode(),
        )
        return services.attach(self.cases[name], self.user(by), upload, is_record=is_record)

    def escalate(self, name: str, by: str) -> None:
        self.move(
            name, "escalate", by,
            ground="failed",
            reason=self.word(name, "file", "reason of passing up"),
            summary=self.word(name, "file", "summary of passing up"),
        )  # fmt: skip

    def sit(self, name: str, by: str, days: int) -> MediationSession:
        """Arrange a sitting that is still to come on the walking day."""
        starts_at = clock.now() + timedelta(days=days)
        self.move(
            name, "schedule", by,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place=self.word(name, "card", "place of a sitting"),
            outsiders=f"{self.word(name, 'invited', 'who else was asked to a sitting')}（邻居）",
        )  # fmt: skip
        return MediationSession.objects.order_by("-pk")[0]

    def whistle(self, name: str, by: str, unit: str, **more: Any) -> None:
        """Call a unit in; its people come, and have not answered yet."""
        self.move(
            name, "whistle", by,
            units=[self.town.unit(unit).pk],
            text=self.word(name, "file", "words of a whistle"),
            due_on=clock.today() + timedelta(days=9),
            **more,
        )  # fmt: skip

    def answer_whistle(self, name: str, by: str) -> None:
        """Report in, then answer what was asked first."""
        self.move(name, "report_in", by, text=self.word(name, "file", "words on reporting in"))
        self.move(name, "answer", by, text=self.word(name, "file", "answer of a unit"))

    def note(self, name: str, by: str) -> None:
        self.move(
            name, "note", by,
            stuck=self.word(name, "file", "note (stuck)"),
            next_step=self.word(name, "file", "note (next step)"),
        )  # fmt: skip


def build(move_clock: Any) -> World:
    """Everything above, by moves; the clock ends on the walking day."""
    move_clock(FIRST_DAY)
    world = World(make_town())
    register = world.register

    register("at_village", "village", V1)
    world.accept("at_village", "village")
    world.record("at_village", "village", "record")
    world.attach("at_village", "village", "file")
    world.note("at_village", "village")
    before = world.cases["at_village"].place
    now = world.word("at_village", "file", "place")
    world.move("at_village", "amend", "village", place=now)
    world.plant(before, "at_village", NOBODY, "place before it was amended")

    world.sit("at_village", "village", 60)
    called_off = world.sit("at_village", "village", 61)
    services.cancel_session(
        called_off, world.user("village"), world.word("at_village", "file", "reason of cancelling")
    )

    for name in ("at_street", "at_leader", "at_department"):
        register(name, "village", V1)
        world.accept(name, "village")
        world.record(name, "village", "record")
        world.escalate(name, "village")
        world.record(name, "mediator", "street")
    world.note("at_street", "mediator")
    name_guidance(world.cases["at_street"], world.user("justice"), world.user("guide"))
    world.move(
        "at_street", "pause", "mediator",
        ground="appraisal", expected_on=clock.today() + timedelta(days=20),
        reason=world.word("at_street", "file", "reason of a pause"),
    )  # fmt: skip
    world.escalate("at_leader", "mediator")
    world.record("at_leader", "leader", "leader")
    world.move(
        "at_department", "assign", "peace",
        unit=world.town.unit("guijian").pk,
        reason=world.word("at_department", "file", "reason of reassigning"),
    )  # fmt: skip
    world.record("at_department", "department", "department")

    register("referred", "window", V1)
    world.accept("referred", "village")
    world.record("referred", "village", "record")
    world.move(
        "referred", "refer", "village",
        chosen_by="party", way="litigation",
        reason=world.word("referred", "file", "reason of referring"),
    )  # fmt: skip

    register("sealed", "village", V1, has_safety_note=True)
    world.accept("sealed", "village")
    world.record("sealed", "village", "record")
    danger = world.word("sealed", "safety", "sign of danger")
    safety.raise_sign(world.cases["sealed"], world.user("village"), kind="violence", text=danger)
    help_asked = world.word("sealed", "safety", "words of a support step")
    safety.offer_support(
        world.cases["sealed"], world.user("village"), kind="hospital", text=help_asked
    )
    asked = requests.ask(
        world.cases["sealed"],
        world.user("village"),
        party=world.cases["sealed"].parties.earliest("position").pk,
        kind="copy",
        text=world.word("sealed", "asked", "what a party asks"),
    )
    requests.decide(asked, world.user("village"), is_granted=True)
    world.move(
        "sealed", "instruct", "director",
        text=world.word("sealed", "file", "instruction"),
        due_on=world.cases["sealed"].received_on,
        to=world.town.unit("guijian").pk,
    )  # fmt: skip

    world.whistle("sealed", "village", "guijian", for_safety=True)
    world.answer_whistle("sealed", "department")

    register("minor", "village2", V2, source="police", has_minor=True, has_safety_note=True)
    red = register("red", "village", V1, category="17", risk="red")
    assert red.lead_department == world.town.unit("guijian")
    world.move("red", "urge", "peace", text=world.word("red", "file", "urging"), means="phone")

    register("settled", "village2", V2)
    register("closed", "window", V2)
    for name, form in (("settled", "written"), ("closed", "oral")):
        world.accept(name, "village2")
        terms = world.word(name, "record", "terms")
        world.move(name, "settle", "village2", form=form, signed=True, terms=terms)
    world.move(
        "closed", "follow_up", "village2",
        how="phone", performed="done", text=world.word("closed", "file", "follow-up"),
    )  # fmt: skip
    world.move("closed", "close", "village2")

    register("terminated", "village2", V2)
    world.accept("terminated", "village2")
    world.move(
        "terminated", "terminate", "village2",
        ground="refused", reason=world.word("terminated", "file", "reason of terminating"),
    )  # fmt: skip

    move_clock(WALKING_DAY)
    register("fresh", "window", V2)
    moved = world.move(
        "fresh", "decline", world.town.hire(V2, Role.MEDIATOR),
        ground="not_dispute", where_to="区法律援助中心",
        reason=world.word("fresh", "file", "prepared reason of declining"),
    )  # fmt: skip
    assert moved.proposal is not None
    party = world.cases["at_village"].parties.first()
    assert party is not None
    reason = world.word("at_village", NOBODY, "reason of looking at a whole number")
    services.unmask(world.cases["at_village"], party, world.user("village"), reason)
    half_written = world.word("at_village", NOBODY, "half-written registration")
    world.readers[half_written] = frozenset({"window"})
    drafts.save(world.user("window"), "case", {"narrative": half_written})
    for account in EXPORTERS:
        write_export(request_export(world.user(account), {}, "check").pk)
    return world


def parties_of(world: World) -> Iterator[tuple[Case, Any]]:
    for case in world.cases.values():
        yield from ((case, party) for party in case.parties.all())
