"""Before a report is made public: whose figures it has, and whom its words name."""

from collections.abc import Iterator

from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.models import WrittenReport
from reporting.selectors.naming import UNSEEN, findings_in, names_unseen
from reporting.selectors.written import is_of_town, kind_of


def check_town(report: WrittenReport) -> None:
    """Numbers of a village or of some categories are cells of 1 and 2: they stay in the house."""
    if not is_of_town(report):
        raise Refused(
            "not_public",
            "村（社区）和部门的报告数字小，看得出是哪一件，不能公开。",
            instead="公开属性请选“内部”或者“不公开”",
            field="disclosure",
        )


def printed_words(report: WrittenReport) -> Iterator[tuple[str, str, str]]:
    """What a person wrote of all that is printed: name, label, text."""
    if report.campaign is not None:
        yield "title", "标题", report.campaign.name
    yield "reason", "更正理由", report.reason
    for section in kind_of(report).sections:
        yield section.name, section.label, report.sections.get(section.name, "")


def check_public(report: WrittenReport, actor: User, *, is_last: bool = False) -> None:
    """Before 公开 no name, number or place below the village stands in what is printed.

    Raises Refused `not_public`, or `names_found` with what was found by part (domain.md §7 row 45).
    """
    check_town(report)
    found = {
        name: (label, lines)
        for name, label, text in printed_words(report)
        if (lines := found_in(report, actor, text, is_last=is_last))
    }
    if not found:
        return
    count = sum(len(lines) for _, lines in found.values())
    listed = "；".join(f"{label}：{'，'.join(lines)}" for label, lines in found.values())
    raise Refused(
        "names_found",
        f"公开前核对，有 {count} 处要改：{listed}",
        instead="改掉以后再送，或者把公开属性改成“内部”",
        fields={name: lines for name, (_, lines) in found.items()},
    )


def found_in(report: WrittenReport, actor: User, text: str, *, is_last: bool) -> list[str]:
    """As far as the actor knows names. The last look, before words go out that nobody changes any
    more, is over the whole town: of a name that he does not see it says that there is one."""
    found = [one.sentence for one in findings_in(actor, report.centre, text)]
    if is_last and names_unseen(actor, report.centre, text):
        found.append(UNSEEN)
    return found
