"""The catalogue of the monthly petition table: domain.md §4 and §5.4 as code, in the table's order.

A figure is a condition on one kind of rows; which rows of a month those are says
`selectors.petition_months`. An accusation (检举控告) is in none of them (rules.md §3, §6).
"""

from dataclasses import dataclass, field
from enum import Enum
from itertools import chain

from django.conf import settings
from django.db.models import Q

from petitions.enums import Channel, Grade, Kind, ReviewLevel, Sender, Verb
from petitions.models import ContentCategory
from petitions.models.petition import GROUP_FROM
from petitions.selectors.receptions import COUNTS, DEFINITIONS, LABELS
from reporting.figures.queries import Share


class Rows(Enum):
    """The rows of a month that a figure counts; each but the last leads to one petition."""

    RECEIVED = "received"  # petitions that came
    STEPS = "steps"  # acts of the history
    OPINIONS = "opinions"  # F8 letters, sent for the first time
    NOTICES = "notices"  # whether he was told in fifteen days
    CONCLUSIONS = "conclusions"  # whether it was concluded by its day
    RATINGS = "ratings"  # F8 letters whose thirty days for rating are over
    OBSERVED = "observed"  # F8 letters of new matters that were watched long enough
    REVIEWS = "reviews"  # what was asked of the bodies above
    RECEPTIONS = "receptions"  # petitions that were brought on a reception day
    DAYS = "days"  # the reception days themselves: they lead to no petition


@dataclass(frozen=True)
class Counted:
    """The petitions behind the rows that fulfil `where`; with `value` the sum of that column."""

    rows: Rows
    where: Q = field(default_factory=Q)
    value: str = ""


@dataclass(frozen=True)
class PetitionFigure:
    """One column: code name, what the screen calls it, what it means, and how it is got.

    No query: not counted in this table, always a dash.
    """

    name: str
    label: str
    definition: str
    query: Counted | Share | None
    unit: str = "件"
    edges: str = ""
    source: str = ""

    @property
    def has_petitions(self) -> bool:
        """There is a list behind the number."""
        if isinstance(self.query, Counted):
            return self.query.rows is not Rows.DAYS
        return self.query is not None

    @property
    def is_rate(self) -> bool:
        return isinstance(self.query, Share)


GOOD = [Grade.VERY, Grade.YES, Grade.MOSTLY]
VISIT = Q(channel=Channel.VISIT)
GROUP = Q(head_count__gte=GROUP_FROM)
LETTER = Q(channel=Channel.LETTER)
ABOVE = Q(sender__in=[Sender.UPPER, Sender.PETITION_BUREAU])
OTHER = Q(channel__in=[Channel.FAX, Channel.VIDEO])
NOT_RATED_HERE = "只算出具了处理意见书的；没有评价的不当作满意。"


def _received(name: str, label: str, definition: str, where: Q | None = None) -> PetitionFigure:
    return PetitionFigure(name, label, definition, Counted(Rows.RECEIVED, where or Q()))


def _people(name: str, label: str, definition: str, where: Q | None = None) -> PetitionFigure:
    query = Counted(Rows.RECEIVED, where or Q(), "head_count")
    return PetitionFigure(name, label, definition, query, "人次")


def _step(name: str, label: str, definition: str, *verbs: Verb) -> PetitionFigure:
    return PetitionFigure(name, label, definition, Counted(Rows.STEPS, Q(verb__in=verbs)))


def _rate(name: str, label: str, definition: str, part: str, whole: str) -> PetitionFigure:
    return PetitionFigure(name, label, definition, Share(part, whole), "%")


# What stands above a group of columns, and the columns.
GROUPS: tuple[tuple[str, tuple[PetitionFigure, ...]], ...] = (
    (
        "来访",
        (
            _received("visits", "来访批次", "本月走访反映的件数，日子按最初收到日。", VISIT),
            _people("visit_people", "来访人次", "来访各件的人数合计。", VISIT),
            _received(
                "group_visits",
                "集体访批次",
                f"来访里一次 {GROUP_FROM} 人以上的件数。",
                VISIT & GROUP,
            ),
            _people("group_people", "集体访人次", "集体访各件的人数合计。", VISIT & GROUP),
            _received(
                "first_visits",
                "来访初次",
                "来访里同一事项以前没有来过的件数。按事项认，不按人认。",
                VISIT & Q(repeats=None),
            ),
            _received(
                "repeated_visits",
                "来访重复",
                "来访里同一事项以前来过的件数。按事项认，不按人认。",
                VISIT & Q(repeats__isnull=False),
            ),
        ),
    ),
    (
        "来信",
        (
            _received("letters", "来信件数", "本月收到的信件。", LETTER),
            _received(
                "joint_letters",
                "来信联名",
                f"来信里 {GROUP_FROM} 人以上联名的件数。",
                LETTER & GROUP,
            ),
            _received(
                "letters_from_above",
                "来信上级转办",
                "来信里由上级机关或者信访部门转来的件数。",
                LETTER & ABOVE,
            ),
        ),
    ),
    ("网上", (_received("online", "网上", "本月从网上反映的件数。", Q(channel=Channel.ONLINE)),)),
    ("来电", (_received("phone", "来电", "本月来电反映的件数。", Q(channel=Channel.PHONE)),)),
    ("传真、视频", (_received("other", "传真、视频", "本月传真或者视频反映的件数。", OTHER),)),
    (
        "合计",
        (
            _received("items_in", "合计件次", "来访、来信、网上、来电、传真和视频合计。"),
            _people("people", "合计人次", "各件的人数合计。"),
        ),
    ),
    (
        "三分类",
        (
            _received(
                "suggestions", "建议意见", "合计件次里建议意见类的。", Q(kind=Kind.SUGGESTION)
            ),
            PetitionFigure(
                "accusations", "检举控告", "由纪检专岗另行统计，不进这张表的任何一格。", None
            ),
            _received("claims", "申诉求决", "合计件次里申诉求决类的。", Q(kind=Kind.CLAIM)),
        ),
    ),
    (
        "办理",
        (
            _step("accepted", "受理", "本月决定受理的件数。", Verb.ACCEPT),
            _step(
                "refused",
                "不予受理",
                "本月决定不予受理或者不再受理的件数。",
                Verb.DECLINE,
                Verb.NO_LONGER_ACCEPT,
            ),
            _step("guided", "导入法定途径", "本月导入诉讼、仲裁、复议等途径的件数。", Verb.GUIDE),
            _step("forwarded", "转送", "本月转送有权机关的件数。", Verb.FORWARD),
            _step("assigned", "交办", "本月交给有关单位办理的件数。", Verb.ASSIGN),
            PetitionFigure(
                "concluded",
                "办结",
                "本月送出处理意见书的件数；责令重新办理后再次送出的另算一次。",
                Counted(Rows.OPINIONS),
            ),
        ),
    ),
    (
        "办得怎么样",
        (
            _rate(
                "on_time_rate",
                "按期办结率",
                "办理期限落在本月的件里按期送出处理意见书的占多少；准予延期的按延长后的日子，"
                "还没到期的和期限内撤回的不算。",
                "on_time",
                "due",
            ),
            _rate(
                "timely_rate",
                "及时受理率",
                "本月告知了的，加上十五日告知期限在本月届满的，十五日内书面告知的占多少；"
                "当场告知算及时，姓名住址不清的不算。",
                "told_in_time",
                "to_tell",
            ),
            _rate(
                "concluded_rate",
                "办结率",
                "本月交办的件里，到月底已经办结的占多少。",
                "assigned_concluded",
                "assigned",
            ),
            _rate(
                "accepted_rate",
                "受理办结率",
                "本月受理的件里，到月底已经办结的占多少，当场答复的在内。",
                "accepted_concluded",
                "accepted",
            ),
            _rate(
                "once_rate",
                "一次性化解率",
                f"初次信访办结满 {settings.PETITION_OBSERVED_MONTHS} 个月（在本月满的）的件里，"
                "这期间没有就同一事项再来、也没有重新办理的占多少。",
                "once",
                "observed",
            ),
        ),
    ),
    (
        "评价",
        (
            _rate(
                "rated_rate",
                "参评率",
                "评价期（收到处理意见书后 30 日）在本月满的件里，信访人评价了的占多少。",
                "rated",
                "to_rate",
            ),
            _rate(
                "office_rate",
                "满意率（接待窗口）",
                f"参评件里对接待窗口非常满意、满意和基本满意的占多少。{NOT_RATED_HERE}",
                "office_good",
                "rated",
            ),
            _rate(
                "unit_rate",
                "满意率（办理单位）",
                f"参评件里对办理单位非常满意、满意和基本满意的占多少。{NOT_RATED_HERE}",
                "unit_good",
                "rated",
            ),
        ),
    ),
    (
        "复查复核",
        (
            PetitionFigure(
                "reviews",
                "复查",
                "本月收到复查申请的件数。",
                Counted(Rows.REVIEWS, Q(level=ReviewLevel.REVIEW)),
            ),
            PetitionFigure(
                "finals",
                "复核",
                "本月收到复核申请的件数。",
                Counted(Rows.REVIEWS, Q(level=ReviewLevel.FINAL)),
            ),
        ),
    ),
    (
        "领导接访",
        (
            PetitionFigure(
                "reception_days",
                "领导接访期数",
                "本月办了几期接访，开门大接访和下访都算。",
                Counted(Rows.DAYS),
                "期",
            ),
            PetitionFigure(
                "reception_visitors",
                "领导接访人次",
                f"这几期里，{DEFINITIONS['visitors']}。",
                Counted(Rows.DAYS, value="visitors"),
                "人次",
            ),
            *(
                PetitionFigure(
                    f"reception_{name}",
                    f"领导接访{LABELS[name]}",
                    f"这几期里，{DEFINITIONS[name]}（到今天）。",
                    Counted(Rows.RECEPTIONS, where),
                )
                for name, where in COUNTS.items()
            ),
        ),
    ),
)

# What rates are made of and no column shows.
PARTS: tuple[PetitionFigure, ...] = tuple(
    PetitionFigure(name, label, "", Counted(rows, where))
    for name, label, rows, where in (
        ("to_tell", "应告知", Rows.NOTICES, Q()),
        ("told_in_time", "十五日内告知", Rows.NOTICES, Q(is_in_time=True)),
        ("due", "办理期限落在本月", Rows.CONCLUSIONS, Q()),
        ("on_time", "按期办结", Rows.CONCLUSIONS, Q(is_in_time=True)),
        (
            "assigned_concluded",
            "交办后办结",
            Rows.STEPS,
            Q(verb=Verb.ASSIGN, is_concluded=True),
        ),
        (
            "accepted_concluded",
            "受理后办结",
            Rows.STEPS,
            Q(verb=Verb.ACCEPT, is_concluded=True),
        ),
        ("observed", "观察期满", Rows.OBSERVED, Q()),
        ("once", "一次性化解", Rows.OBSERVED, Q(came_again=False)),
        ("to_rate", "应评价", Rows.RATINGS, Q()),
        ("rated", "参评", Rows.RATINGS, ~Q(office_grade="")),
        ("office_good", "对接待窗口满意", Rows.RATINGS, Q(office_grade__in=GOOD)),
        ("unit_good", "对办理单位满意", Rows.RATINGS, Q(unit_grade__in=GOOD)),
    )
)

FIGURES: tuple[PetitionFigure, ...] = tuple(chain.from_iterable(group for _, group in GROUPS))
CATALOGUE: dict[str, PetitionFigure] = {one.name: one for one in (*FIGURES, *PARTS)}
CONTENT = "content_"


def content_figure(category: ContentCategory) -> PetitionFigure:
    """The column of one of the five contents that came most often; sub-categories count with it."""
    about = Q(content=category) | Q(content__parent=category)
    return _received(
        f"{CONTENT}{category.code}",
        category.name,
        f"合计件次里内容属于“{category.name}”的。",
        about,
    )
