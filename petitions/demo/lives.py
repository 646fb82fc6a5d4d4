"""Living through a year of the petition office, by the same services as real work.

A life is a generator: it acts, then yields how many days pass before it goes on. Days run forward
over all lives together, so that numbers come in the order of time.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from grids.enums import Role
from mediation.core import clock
from mediation.core.accounts import system_user
from petitions import services
from petitions.demo import stories
from petitions.demo.mechanisms import VISITS, Mechanisms
from petitions.enums import Letter, ReceptionKind, Verb
from petitions.models import Petition
from petitions.services.archiving import archive

Life = Iterator[int]
OPENS_AT = time(9, 0)
A_WHILE = timedelta(minutes=9)
ACTS_A_DAY = 50  # then it would be evening
RECEPTION_TAKES = 40  # days from its announcement until all that came of it is done

# What becomes of them, each with how many days ago it came (at least, at most). The first thirty
# show every desk something; from the next on the usual ones come more often.
PLANS: tuple[tuple[str, int, int], ...] = (
    ("registered", 0, 2), ("assigned", 6, 18), ("prepared", 22, 40), ("closed", 90, 300),
    ("sealed", 6, 12), ("replied", 26, 40), ("mediated", 6, 15), ("extended", 46, 60),
    ("reviewing", 46, 62), ("forwarded", 20, 150), ("guided", 20, 200), ("returned", 8, 60),
    ("declined", 30, 200), ("withdrawn", 12, 100), ("rated", 60, 120), ("assigned", 6, 18),
    ("reviewed", 88, 105), ("final_reviewing", 115, 125), ("finalised", 160, 200),
    ("not_again", 30, 200), ("asked", 10, 25), ("closed", 90, 300), ("closed", 90, 300),
    ("registered", 0, 2), ("assigned", 6, 18), ("guided", 20, 200), ("forwarded", 20, 150),
    ("closed", 90, 300), ("replied", 26, 40), ("closed", 90, 300),
)  # fmt: skip


class Lives(Mechanisms):
    """Every kind of life, led by the desks."""

    def live(self, count: int, until: date) -> int:
        """Lead `count` lives, the last day being `until`; how many petitions there are."""
        self.until = until
        coming: list[tuple[date, int, Life]] = []
        for n in range(count):
            plan, least, most = PLANS[n % len(PLANS)]
            began_on = self._workday(until - timedelta(days=self.lot.randint(least, most)))
            coming.append((began_on, n, self.life(plan)))
        beside = self.beside() if count >= len(PLANS) else []
        for n, (ago, more) in enumerate(beside, start=count):
            coming.append((self._workday(until - timedelta(days=ago)), n, more))
        while coming:
            today = min(day for day, _, _ in coming)
            due = [one for one in coming if one[0] == today]
            coming = [one for one in coming if one[0] > today]
            for acts, (_, n, life) in enumerate(due):
                with clock.standing_at(self._moment(today, acts)):
                    wait = next(life, None)
                if wait is not None and (later := today + timedelta(days=max(wait, 1))) <= until:
                    coming.append((self._workday(later), n, life))
        return count + VISITS * sum(1 for ago, _ in beside if ago >= RECEPTION_TAKES)

    def beside(self) -> list[tuple[int, Life]]:
        """What leaders do, each with how many days ago it began."""
        return [
            (75, self.reception(ReceptionKind.OPEN)),
            (45, self.reception(ReceptionKind.VISIT_DOWN)),
            (20, self.reported()),
            (9, self.difficult()),
            (4, self.asked_for_his_data()),
            (1, self.coming_reception()),
        ]

    def _workday(self, day: date) -> date:
        """Nobody works beyond the last day that is lived through."""
        return min(self.calendar.workday_on_or_after(day), self.until)

    def _moment(self, day: date, acts: int) -> datetime:
        at = datetime.combine(day, OPENS_AT, get_default_timezone())
        return at + A_WHILE * min(acts, ACTS_A_DAY)

    # --- lives --------------------------------------------------------------------------------

    def life(self, plan: str) -> Life:
        lives: dict[str, Callable[[], Life]] = {
            "registered": self.registered,
            "assigned": self.assigned,
            "asked": self.asked,
            "prepared": self.prepared,
            "mediated": self.mediated,
            "extended": self.extended,
            "closed": self.closed,
            "rated": self.rated,
            "guided": self.guided,
            "forwarded": self.forwarded,
            "returned": self.returned,
            "declined": self.declined,
            "not_again": self.not_again,
            "withdrawn": self.withdrawn,
            "sealed": self.sealed,
        }
        return lives[plan]() if plan in lives else self.reviewed_as_far_as(plan)

    def story(self) -> stories.Story:
        return self.lot.choice(stories.STORIES)

    def registered(self) -> Life:
        kind, sent_by, sign = self.lot.choice(stories.SENDERS)
        is_passed_on = self.lot.random() < 0.5
        more = {
            "sender": kind,
            "sent_by": sent_by,
            "external_number": f"{sign}〔{clock.today().year}〕{self.lot.randint(10, 900)}号",
        }
        self.register(self.story(), **(more if is_passed_on else {}))
        yield 0

    def accepted(self, petition: Petition) -> Life:
        yield 1
        is_there = petition.channel in {"visit", "video"}
        self.move(petition, Verb.ACCEPT, way="6", told_now=is_there)
        if not is_there:
            yield 2
            self.deliver(petition, Letter.ACCEPTANCE)

    def assigned(self) -> Life:
        """Given to a unit that has not answered yet; half of them are signed for."""
        story = self.story()
        petition = self.register(story)
        yield from self.accepted(petition)
        yield 1
        self.assign(petition, story, days=15)
        if self.lot.random() < 0.5:
            yield 1
            self.move(petition, Verb.SIGN_FOR, self.worker(story))

    def asked(self) -> Life:
        """Instructed by the director and urged; the unit has said a word to the first."""
        story = self.story()
        petition = self.register(story)
        yield from self.accepted(petition)
        yield 1
        self.move(
            petition,
            Verb.INSTRUCT,
            self.director,
            to=str(self.unit(story.unit).pk),
            text=self.lot.choice(stories.INSTRUCTIONS),
            due_on=clock.today() + timedelta(days=5),
        )
        yield 2
        self.move(petition, Verb.ANSWER, self.worker(story), text="已与来访人见面，正在办。")
        self.move(petition, Verb.NOTE, stuck="等承办单位排期", next_step="周五前再催一次")
        yield 2
        peace = self.person(Role.PEACE_OFFICER)
        unit = str(self.unit(story.unit).pk)
        self.move(petition, Verb.URGE, peace, to=unit, text=self.lot.choice(stories.URGINGS))

    def handled(self, story: stories.Story, petition: Petition) -> Life:
        """Accepted, given out, looked into, each demand answered."""
        yield from self.accepted(petition)
        yield 1
        self.assign(petition, story)
        yield 3
        self.move(petition, Verb.RECORD, text=self.lot.choice(stories.INQUIRIES))
        yield 3
        self.answer_demands(petition, story)
        self.move(petition, Verb.ANSWER, self.worker(story), text=self.lot.choice(stories.REPORTS))

    def prepared(self) -> Life:
        """The opinion waits for the director's signature."""
        story = self.story()
        petition = self.register(story)
        yield from self.handled(story, petition)
        yield 2
        self.move(petition, Verb.REPLY, review_body=stories.REVIEW_BODY)

    def extended(self) -> Life:
        story = self.story()
        petition = self.register(story)
        yield from self.handled(story, petition)
        yield 12
        reason = self.lot.choice(stories.EXTENSION)
        self.signed(petition, Verb.EXTEND, days=30, reason=reason)
        yield 2
        self.deliver(petition, Letter.EXTENSION)

    def replied(self, petition: Petition, story: stories.Story) -> Life:
        yield from self.handled(story, petition)
        yield 2
        self.signed(petition, Verb.REPLY, review_body=stories.REVIEW_BODY, resolutions=["solved"])
        yield 1
        self.deliver(petition, Letter.OPINION)

    def closed(self) -> Life:
        story = self.story()
        petition = self.register(story)
        yield from self.replied(petition, story)
        yield 9
        self.follow_up(petition)
        yield 40
        self.signed(petition, Verb.CLOSE)
        yield 9
        archive(petition, self.officer)

    def rated(self) -> Life:
        story = self.story()
        petition = self.register(story)
        yield from self.replied(petition, story)
        yield 4
        self.move(
            petition,
            Verb.RATE,
            system_user(),
            for_office="very",
            for_unit=self.lot.choice(["very", "yes", "mostly"]),
            words=self.lot.choice(stories.RATINGS),
        )
        yield 4
        self.follow_up(petition)

    def reviewed_as_far_as(self, plan: str) -> Life:
        """replied · reviewing · reviewed · final_reviewing · finalised."""
        story = self.story()
        petition = self.register(story)
        yield from self.replied(petition, story)
        yield 7
        if plan != "replied" or self.lot.random() < 0.5:
            self.follow_up(petition)
        if plan == "replied":
            return
        yield 2
        self.move(petition, Verb.REVIEW_REQUESTED, body=stories.REVIEW_BODY)
        if plan == "reviewing":
            return
        yield 25
        number = f"渝涪府复查〔{clock.today().year}〕{self.lot.randint(3, 90)}号"
        received_on = clock.today()
        self.move(
            petition,
            Verb.REVIEW_DECIDED,
            result="uphold",
            number=number,
            received_on=received_on,
            text="事实清楚，依据正确，予以维持。",
        )
        if plan == "reviewed":
            return
        yield 10
        self.move(petition, Verb.FINAL_REQUESTED, body=stories.FINAL_BODY)
        if plan == "final_reviewing":
            return
        yield 25
        number = f"渝府复核〔{clock.today().year}〕{self.lot.randint(3, 60)}号"
        self.move(petition, Verb.FINAL_DECIDED, result="uphold", number=number)
        yield 3
        self.deliver(petition, Letter.FINAL)

    def mediated(self) -> Life:
        """Both sides want to talk: a case beside the petition, opened on the last day."""
        story = next(one for one in stories.STORIES if one.title == "邻居在楼顶加盖")
        petition = self.register(story)
        yield from self.accepted(petition)
        yield max((self.until - clock.today()).days, 1)
        demand = petition.demands.order_by("-position")[0]
        self.move(
            petition,
            Verb.MEDIATE,
            consent=True,
            category="02",
            respondent=self.name(),
            demands=[str(demand.pk)],
        )

    def guided(self) -> Life:
        petition = self.register(self.story())
        yield 3
        way, to, time_limit = self.lot.choice(stories.GUIDES)
        self.move(petition, Verb.GUIDE, way=way, to=to, time_limit=time_limit)
        yield 1
        self.deliver(petition, Letter.GUIDANCE)

    def forwarded(self) -> Life:
        petition = self.register(self.story())
        yield 2
        to, reason = self.lot.choice(stories.ELSEWHERE)
        self.move(petition, Verb.FORWARD, to=to, reason=reason)
        yield 1
        self.deliver(petition, Letter.FORWARDING, Letter.FORWARD_NOTICE)
        if self.lot.random() < 0.5:
            yield 8
            self.signed(petition, Verb.CLOSE)
            yield 9
            archive(petition, self.officer)

    def returned(self) -> Life:
        petition = self.register(
            self.story(), sender="bureau", sent_by="区信访办", external_number="区信转〔2026〕216号"
        )
        yield 2
        to, reason = self.lot.choice(stories.ELSEWHERE)
        self.move(petition, Verb.RETURN, to=to, reason=f"{reason}，本单位无权处理")
        yield 1
        self.deliver(petition, Letter.OBJECTION)
        yield 2
        self.move(petition, Verb.AMEND, agreed_on=clock.today(), reason="区信访办电话同意退回")

    def declined(self) -> Life:
        petition = self.register(self.story())
        yield 3
        self.signed(
            petition,
            Verb.DECLINE,
            ground="in_procedure",
            where_to="区人民法院",
            reason="同一事项已经起诉，法院已受理",
        )
        yield 1
        self.deliver(petition, Letter.DECLINE)

    def not_again(self) -> Life:
        petition = self.register(self.story(), prior_step="final")
        yield 3
        self.signed(
            petition,
            Verb.NO_LONGER_ACCEPT,
            number="渝府复核〔2025〕17号",
            reason="同一事实和理由已经复核终结",
        )
        yield 1
        self.deliver(petition, Letter.NOT_AGAIN)

    def withdrawn(self) -> Life:
        petition = self.register(self.story())
        yield from self.accepted(petition)
        yield 4
        self.move(petition, Verb.WITHDRAW, words=self.lot.choice(stories.WORDS_OF_WITHDRAWAL))

    def sealed(self) -> Life:
        """An accusation: the discipline post alone."""
        discipline, told = self.person(Role.DISCIPLINE), stories.ACCUSATION
        petition = services.register(
            discipline,
            channel="letter",
            kind="accusation",
            purpose="expose",
            title=told["title"],
            narrative=told["narrative"],
            place=told["place"],
            received_on=clock.today(),
            petitioners=[{"name": self.name()}],
            demands=[told["demand"]],
        ).petition
        yield 2
        self.move(petition, Verb.FORWARD, discipline, to="区纪委监委", reason="按管理权限移送")
