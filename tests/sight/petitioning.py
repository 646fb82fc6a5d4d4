"""Petitions with random words planted in them, and who may read each word (rules.md §6, last lines).

`PETITIONS` is written by hand from the rules: petition officer, director and 平安办 see all but the
sealed; a unit what it was asked about and did not hand back; a leader what he owns; the clerk the
card. An accusation is of the discipline post alone: to all others it does not exist.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mediation.core import clock, drafts
from mediation.core.privacy import id_check_digit
from petitions import services
from petitions.enums import Letter, Verb
from petitions.letters.table import LETTERS
from petitions.models import (
    Attachment,
    IssuedLetter,
    Petition,
    Petitioner,
    Proposal,
    SupportMeasure,
)
from petitions.services.attachments import attach
from petitions.services.reference import load_contents
from petitions.services.supports import add_support, write_result
from tests.factories import V1, V2
from tests.sight import looking_up, receiving
from tests.sight.world import NOBODY, World

NO_PETITION = 987_654_322  # a key that no row has

# fmt: off
PETITIONS: dict[str, dict[str, str]] = {
    # V1, heard, noted, given to nobody; a file, a support measure.
    "heard": {
        "card": "window petition director peace",
        "file": "petition director peace",
        "whole": "petition director peace",
    },
    # V1, given to 规建办, which answered; replied, delivered, reviewed.
    "assigned": {
        "card": "window petition director peace department",
        "file": "petition director peace department",
    },
    # V2, owned by a leader, who instructed 派出所.
    "owned": {
        "card": "window petition director peace leader police",
        "file": "petition director peace leader police",
    },
    # V2, given to 派出所, which handed it back: not its matter any more.
    "handed_back": {
        "card": "window petition director peace",
        "file": "petition director peace",
    },
    # V1, passed on to us; the officer would decline it, the director has not signed.
    "prepared": {
        "card": "window petition director peace",
        "file": "petition director peace",
    },
    # V1, taken back by the petitioner in his own words.
    "withdrawn": {
        "card": "window petition director peace",
        "file": "petition director peace",
    },
    # 检举控告, forwarded by the discipline post.
    "accusation": {"card": "discipline", "file": "discipline", "whole": "discipline"},
}
# fmt: on
ACCUSED = "accusation"


def readers(name: str, kind: str) -> frozenset[str]:
    return frozenset(PETITIONS[name][kind].split())


def is_file(account: str, name: str) -> bool:
    return account in readers(name, "file")


def is_seen(account: str, name: str) -> bool:
    return account in readers(name, "card")


class Office:
    """The petitions by name, and a word for each place that something can be written in."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.petitions: dict[str, Petition] = {}

    def word(self, name: str, kind: str, where: str) -> str:
        made = self.world.word(name, NOBODY, where)
        self.world.readers[made] = readers(name, kind)
        return made

    def plant(self, given: str, name: str, kind: str, where: str) -> str:
        self.world.plant(given, name, NOBODY, where)
        self.world.readers[given] = readers(name, kind)
        return given

    def text(self, name: str, where: str) -> str:
        return self.word(name, "file", where)

    def petitioner(self, name: str) -> dict[str, str]:
        """His numbers are planted only where the table says who may see them whole."""
        row = {"name": self.word(name, "card", "name of a petitioner")}
        if "whole" not in PETITIONS[name]:
            return row
        phone = f"19{random.randrange(10**9):09}"
        number = f"999901195{random.randrange(10)}0{random.randint(1, 9)}1{random.randrange(10)}"
        number += f"{random.randrange(1000):03}"
        number += id_check_digit(number)
        return row | {
            "phone": self.plant(phone, name, "whole", "phone of a petitioner"),
            "id_number": self.plant(number, name, "whole", "ID number of a petitioner"),
            "address": f"李渡街道1号{self.word(name, 'whole', 'address of a petitioner')}",
        }

    def register(self, name: str, by: str = "petition", **more: Any) -> Petition:
        fields: dict[str, Any] = {
            "channel": "letter",
            "kind": "claim",
            "purpose": "claim",
            "content": "0403",
            "title": self.text(name, "title"),
            "narrative": f"他说了一件事 {self.text(name, 'what was said')}",
            "division": V1,
            "place": self.text(name, "place of the matter"),
            "sender": "bureau",
            "sent_by": self.text(name, "who passed it on"),
            "external_number": self.text(name, "number of the sender"),
            "risk": "yellow",
            "risk_reason": self.text(name, "reason of the risk (petition)"),
            "petitioners": [self.petitioner(name)],
            "demands": [self.text(name, "demand one"), self.text(name, "demand two")],
        }
        actor = self.world.user(by)
        petition = services.register(actor, **(fields | more)).petition
        self.plant(petition.number, name, "card", "number of a petition")
        self.petitions[name] = petition
        return petition

    def move(self, name: str, verb: str, by: str = "petition", **data: Any) -> services.Moved:
        petition = Petition.objects.get(pk=self.petitions[name].pk)
        return services.move(petition, verb, self.world.user(by), **data)

    def accept(self, name: str) -> None:
        self.move(name, "accept", way="6", told_now=True)

    def assign(self, name: str, unit: str) -> None:
        self.move(
            name,
            "assign",
            unit=str(self.world.town.unit(unit).pk),
            demands=[str(one.pk) for one in self.petitions[name].demands.all()],
            text=self.text(name, "words of an assignment"),
            due_on=clock.today() + timedelta(days=9),
        )

    def deliver(self, name: str, kind: str, by: str = "petition", **more: Any) -> None:
        letter = IssuedLetter.objects.filter(petition=self.petitions[name], kind=kind).latest("pk")
        sent = {"letter": str(letter.pk), "way": "hand", "sent_on": clock.today()}
        self.move(name, "deliver", by, **sent, **more)


def plant(world: World) -> Office:
    """All of them, by moves, on the day on which it is called."""
    load_contents()
    office = Office(world)
    plant_heard(office)
    plant_assigned(office)
    plant_owned(office)
    plant_the_rest(office)
    plant_accusation(office)
    looking_up.plant(office)
    receiving.plant(office)
    return office


def plant_heard(office: Office) -> None:
    world, name = office.world, "heard"
    petition = office.register(name)
    office.accept(name)
    for verb in ("record", "hear"):
        office.move(
            name,
            verb,
            text=office.text(name, f"text ({verb})"),
            place=office.text(name, f"place ({verb})"),
            people=office.text(name, f"people ({verb})"),
            **({"view": office.text(name, "view of a hearing")} if verb == "hear" else {}),
        )
    stuck, next_step = office.text(name, "stuck at"), office.text(name, "next step")
    office.move(name, "note", stuck=stuck, next_step=next_step)
    office.move(name, "extend", "director", days=20, reason=office.text(name, "why extended"))
    upload = SimpleUploadedFile(
        f"{office.text(name, 'name of a file')}.pdf",
        f"%PDF-1.7 {office.text(name, 'content of a file')}".encode(),
    )
    attach(petition, world.user("petition"), upload)
    measure = add_support(
        petition,
        world.user("petition"),
        kind="living",
        text=office.text(name, "words of a support measure"),
        has_consent=True,
    )
    result = office.text(name, "result of a support measure")
    write_result(measure, world.user("petition"), result=result)


def plant_assigned(office: Office) -> None:
    world, name = office.world, "assigned"
    petition = office.register(name)
    office.accept(name)
    office.assign(name, "guijian")
    for demand in petition.demands.all():
        services.answer_demand(
            demand,
            world.user("department"),
            finding=office.text(name, f"finding {demand.position}"),
            opinion="support",
            basis=office.text(name, f"basis {demand.position}"),
            answer=office.text(name, f"answer {demand.position}"),
        )
    office.move(name, "answer", "department", text=office.text(name, "report of the unit"))
    office.move(
        name, "urge", "peace",
        to=str(world.town.unit("guijian").pk), text=office.text(name, "words of an urging"),
    )  # fmt: skip
    office.move(name, "reply", "director", review_body=office.text(name, "review body"))
    receiver, place = office.text(name, "who signed for it"), office.text(name, "where delivered")
    office.deliver(name, Letter.OPINION, receiver=receiver, place=place)
    office.move(name, "review_requested", body=office.text(name, "body of the review"))
    office.move(
        name, "review_decided", result="uphold",
        number=office.text(name, "number of the review"),
        text=office.text(name, "words of the review"),
    )  # fmt: skip


def plant_owned(office: Office) -> None:
    world, name = office.world, "owned"
    petition = office.register(name, division=V2)
    # No verb names the owner yet: the row is what sight looks at.
    Petition.objects.filter(pk=petition.pk).update(owner=world.user("leader"))
    office.accept(name)
    office.move(
        name, "instruct", "leader",
        to=str(world.town.unit("police").pk),
        text=office.text(name, "words of an instruction"),
        due_on=clock.today() + timedelta(days=5),
    )  # fmt: skip


def plant_the_rest(office: Office) -> None:
    office.register("handed_back", division=V2)
    office.accept("handed_back")
    office.assign("handed_back", "police")
    reason = office.text("handed_back", "why handed back")
    office.move("handed_back", "hand_back", "police", reason=reason)

    office.register("prepared")
    moved = office.move(
        "prepared", "decline",
        ground="in_procedure",
        where_to=office.text("prepared", "where to instead"),
        reason=office.text("prepared", "why it would be declined"),
    )  # fmt: skip
    assert moved.proposal is not None

    office.register("withdrawn")
    words = office.text("withdrawn", "words of the withdrawal")
    office.move("withdrawn", "withdraw", words=words)


def plant_accusation(office: Office) -> None:
    """Noted, forwarded, told of; and what the post had begun to write about another one."""
    office.register(ACCUSED, "discipline", kind="accusation", purpose="expose")
    office.move(
        ACCUSED, "note", "discipline",
        stuck=office.text(ACCUSED, "stuck at"), next_step=office.text(ACCUSED, "next step"),
    )  # fmt: skip
    office.move(
        ACCUSED, "forward", "discipline",
        to=office.text(ACCUSED, "forwarded to"), reason=office.text(ACCUSED, "why forwarded"),
    )  # fmt: skip
    office.deliver(
        ACCUSED, Letter.FORWARD_NOTICE, "discipline",
        receiver=office.text(ACCUSED, "who signed for it"),
    )  # fmt: skip
    begun = {"kind": "accusation", "narrative": office.text(ACCUSED, "draft of another")}
    drafts.save(office.world.user("discipline"), "petition", begun)


# --- what stands in the place of an address's parameters ----------------------------------------

Rows = list[dict[str, Any]]
# What is posted, by the pattern's name: what would bring most to light.
NOTE = {"version": "0", "stuck": "等人", "next_step": "再约"}
BODIES: dict[str, list[dict[str, Any]]] = {
    "petitions:unmask": [{"reason": "联系信访人"}],
    "petitions:move": [NOTE],
    "petitions:new": [{"petitioners-TOTAL_FORMS": "1", "demands-TOTAL_FORMS": "1"}],
    "api-petition-moves": [NOTE | {"verb": "note", "version": 0}],
    "api-petition-proposals": [{"decision": "sign"}],
}


def petitions(world: World) -> Rows:
    return [{"pk": pk} for pk in keys()] + [{"pk": NO_PETITION}]


def keys() -> list[int]:
    return list(Petition.objects.order_by("pk").values_list("pk", flat=True))


def verbs(world: World) -> Rows:
    """Every verb on two of them, the editing ones on all."""
    found = []
    accused = set(Petition.objects.filter(kind="accusation").values_list("pk", flat=True))
    for place, pk in enumerate(keys()):
        every = Verb.values if place == 0 or pk in accused else ("amend", "note", "deliver")
        found += [{"pk": pk, "verb": verb} for verb in every if verb != Verb.REGISTER]
    return found


def petitioners(world: World) -> Rows:
    rows = Petitioner.objects.order_by("pk").values_list("petition", "pk")
    return [{"pk": petition, "petitioner_pk": pk} for petition, pk in rows]


def letters(world: World) -> Rows:
    """Every letter that was issued, and one of them under another petition."""
    rows = list(IssuedLetter.objects.order_by("pk").values_list("petition", "pk"))
    crossed = [(keys()[0], rows[-1][1])]
    return [{"pk": petition, "letter_pk": pk, "letter": pk} for petition, pk in rows + crossed]


def letter_files(world: World) -> Rows:
    return [row | {"form": form} for row in letters(world) for form in ("print", "docx")]


def letter_kinds(world: World) -> Rows:
    """Every letter that could be issued by hand, on every petition and on one that is none."""
    by_hand = [one.kind for one in LETTERS.values() if one.is_by_hand]
    return [{"pk": pk, "kind": kind} for pk in (*keys(), NO_PETITION) for kind in by_hand]


def proposals(world: World) -> Rows:
    rows = Proposal.objects.order_by("pk").values_list("petition", "pk")
    return [{"pk": petition, "proposal_pk": pk, "proposal": pk} for petition, pk in rows]


def supports(world: World) -> Rows:
    rows = SupportMeasure.objects.order_by("pk").values_list("petition", "pk")
    return [{"pk": petition, "support_pk": pk, "support": pk} for petition, pk in rows]


def files(world: World) -> Rows:
    return [{"pk": pk} for pk in Attachment.objects.order_by("pk").values_list("pk", flat=True)]


def arguments() -> Iterator[tuple[str, Any]]:
    """Lines for `addresses.ARGUMENTS`, the most particular first."""
    own = r"^(api/v1/)?\^?petitions/"
    yield r"^(api/v1/)?petitions/files/", files
    yield own + r".*/petitioners/", petitioners
    yield own + r".*/letters/<slug:kind>/", letter_kinds
    yield own + r".*/letters/<int:letter(_pk)?>/<slug:form>/", letter_files
    yield own + r".*/letters/<int:letter(_pk)?>/", letters
    yield own + r".*/moves/<slug:verb>/", verbs
    yield own + r".*/proposals/", proposals
    yield own + r".*/supports/(<int:\w+>|\(\?P<)", supports
    yield own + r"(<int:pk>|\(\?P<pk>)", petitions
