from grids.services.bookings import Wish, moment, release, take
from grids.services.demo import ensure_demo_accounts
from grids.services.divisions import Loaded, load_divisions
from grids.services.places import add_room, appoint, staff_resource, station
from grids.services.reference import load_reference

__all__ = [
    "Loaded",
    "Wish",
    "add_room",
    "appoint",
    "ensure_demo_accounts",
    "load_divisions",
    "load_reference",
    "moment",
    "release",
    "staff_resource",
    "station",
    "take",
]
