"""What leaders do beside the single petition: receive, own a difficult one, meet, report at once."""

from collections.abc import Iterator
from datetime import timedelta

from grids.enums import Role
from mediation.core import clock
from petitions import services
from petitions.demo import stories
from petitions.demo.desks import Desks
from petitions.enums import Letter, ReceptionKind, Status, Verb
from petitions.models import Petition, Reception, ReceptionDay
from petitions.services import data_requests, joint_meetings, ownership, receptions, urgent

Life = Iterator[int]
VISITS = 3  # petitions of one reception day: the last of them is given to a unit
WITHOUT_PETITION = 4  # who only asked the way
HOURS = "9:00–12:00"


class Mechanisms(Desks):
    """Lives of reception days, meetings and reports; `until` is the last day that is lived."""

    def arranged(self, kind: str = ReceptionKind.OPEN) -> ReceptionDay:
        on = self.calendar.workday_on_or_after(clock.today() + timedelta(days=7))
        where = {ReceptionKind.OPEN: "一楼信访接待室"}
        return receptions.arrange(
            self.officer,
            kind=kind,
            on=on,
            hours=HOURS,
            place=where.get(kind, f"{self.lot.choice(self.villages).short_name}便民服务站"),
            leaders=[self.director, self.person(Role.LEADER)],
        )

    def coming_reception(self) -> Life:
        """Arranged, not held yet: the public page names it."""
        self.arranged()
        yield 0

    def reception(self, kind: str) -> Life:
        day = self.arranged(kind)
        yield (day.on - clock.today()).days
        given = None
        for position in range(VISITS):
            story = self.lot.choice(stories.STORIES)
            fields, words = self.told(story)
            visit = receptions.take_in(day, self.officer, **fields)
            visit.petition.told = words  # type: ignore[attr-defined]
            if position == VISITS - 1:
                given = self.give(visit, story)
            else:
                self.answer_there(visit, story)
        receptions.write_day(day, self.officer, visitors=VISITS + WITHOUT_PETITION)
        receptions.close_day(day, self.officer)
        yield 5
        if given is not None:
            petition, story = given
            self.answer_demands(petition, story)
            text = self.lot.choice(stories.REPORTS)
            self.move(petition, Verb.ANSWER, self.worker(story), text=text)
            yield 2
            body = stories.REVIEW_BODY
            self.signed(petition, Verb.REPLY, review_body=body, resolutions=["solved"])
            yield 1
            self.deliver(petition, Letter.OPINION)
            yield 8
            self.follow_up(petition)

    def answer_there(self, visit: Reception, story: stories.Story) -> None:
        """The director signs at the table; the visitor takes the opinion along."""
        words = visit.petition.told  # type: ignore[attr-defined]
        answers = {
            row.pk: {
                "finding": told.finding.format(**words),
                "opinion": told.opinion,
                "basis": told.basis,
                "answer": told.answer,
            }
            for row, told in zip(
                visit.petition.demands.order_by("position"), story.demands, strict=True
            )
        }
        moved = receptions.answer_on_the_spot(
            visit, self.officer, answers, review_body=stories.REVIEW_BODY
        )
        if moved.proposal is not None:
            services.sign(moved.proposal, self.director)
        receptions.hand_over(visit, self.officer)
        self.follow_up(visit.petition)

    def give(self, visit: Reception, story: stories.Story) -> tuple[Petition, stories.Story]:
        receptions.assign_there(
            visit,
            self.officer,
            unit=self.unit(story.unit),
            text=self.lot.choice(stories.ASSIGN),
            due_on=clock.today() + timedelta(days=10),
        )
        return visit.petition, story

    def follow_up(self, petition: Petition) -> None:
        text = self.lot.choice(stories.FOLLOW_UPS)
        self.move(petition, Verb.RECORD, text=text, kind="follow_up")

    def difficult(self) -> Life:
        """A leader takes one over, writes his file, and a meeting speaks of it."""
        open_ones = Petition.objects.filter(centre=self.centre, status=Status.HANDLING)
        petition = open_ones.exclude(kind="accusation").order_by("received_on", "pk").first()
        if petition is None:
            return
        leader = self.person(Role.LEADER)
        ownership.name_owner(petition, self.director, leader)
        ownership.write_ownership(
            petition,
            leader,
            due_on=clock.today() + timedelta(days=30),
            **stories.OWNERSHIP,
        )
        held_on = self.calendar.workday_on_or_after(clock.today() + timedelta(days=3))
        meeting = joint_meetings.convene(
            self.director,
            topic="信访工作联席会议",
            held_on=held_on,
            place="三楼会议室",
            units=[self.unit("guijian"), self.unit("minshe")],
        )
        yield (held_on - clock.today()).days
        for item in meeting.items.select_related("petition", "meeting")[:1]:
            joint_meetings.discuss(item, self.officer, stories.DISCUSSION)
            joint_meetings.decide(item, self.officer, text=stories.DECISION)
        joint_meetings.finish_minutes(
            meeting,
            self.officer,
            minutes=stories.MINUTES,
            present=list(meeting.attendees.values_list("pk", flat=True)),
        )

    def reported(self) -> Life:
        """An event that could not wait, and its time line."""
        report = urgent.report_urgent(
            self.officer,
            happened_at=clock.now() - timedelta(minutes=40),
            place="场镇东街工地门口",
            head_count=12,
            **stories.EVENT,
        )
        urgent.add_step(
            report,
            self.officer,
            to="区信访办值班室",
            means="phone",
            text="电话报告，区里请先稳住现场，随时续报。",
        )
        yield 0

    def asked_for_his_data(self) -> Life:
        """What a petitioner may ask about his own data waits for its answer."""
        found = Petition.objects.filter(centre=self.centre, status=Status.REPLIED)
        petition = found.order_by("-received_on", "-pk").first()
        if petition is not None:
            asked = petition.petitioners.order_by("position")[0]
            data_requests.ask(petition, self.officer, petitioner=asked.pk, kind="view")
        yield 0
