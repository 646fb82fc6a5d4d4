"""Where the ways of the guide lead in a town."""

from django.db.models import QuerySet

from grids.models import Division, GuidePlace


def places_of(centre: Division | None, way: str) -> QuerySet[GuidePlace]:
    """The town's places for a way, in its order."""
    places = GuidePlace.objects.filter(centre=centre, way=way, is_active=True)
    return places.select_related("unit")
