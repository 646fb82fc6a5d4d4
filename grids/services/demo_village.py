"""The demo town's village desks, and the people beside 致远社区. Every name is invented."""

from datetime import date

from grids.enums.village import VillageDuty
from grids.models import Division, VillageDesk, VillageStaff
from grids.selectors.places import villages

VILLAGE = "500102011011"
SINCE = date(2020, 1, 1)
HOURS = "工作日9:00—17:30"

# Duty, name, where he comes from, whether he agreed to be put up outside.
BESIDE: tuple[tuple[str, str, str, bool], ...] = (
    (VillageDuty.LEGAL_ADVISER, "易正文", "某律师事务所", True),
    (VillageDuty.POLICE, "路安民", "李渡派出所", True),
    (VillageDuty.POLICE_ASSISTANT, "舒小平", "李渡派出所", True),
    (VillageDuty.LAW_GUIDE, "温桂香", "", True),
    (VillageDuty.LAW_GUIDE, "甘大友", "", False),
)


def load_demo_villages(town: Division) -> None:
    """A desk in every village of the town, and who stands by one of them; once."""
    if VillageDesk.objects.filter(centre=town).exists():
        return
    places = list(villages(town))
    VillageDesk.objects.bulk_create(
        VillageDesk(
            centre=town,
            division=place,
            place=f"{place.short_name}便民服务中心",
            window="矛盾纠纷受理工位",
            room="调解室",
            hours=HOURS,
        )
        for place in places
    )
    VillageStaff.objects.bulk_create(
        VillageStaff(
            centre=town,
            division=place,
            duty=duty,
            name=name,
            organisation=organisation,
            from_on=SINCE,
            consented_on=SINCE if has_consented else None,
        )
        for place in places
        if place.code == VILLAGE
        for duty, name, organisation, has_consented in BESIDE
    )
