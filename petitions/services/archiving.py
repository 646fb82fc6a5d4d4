"""归档: the paper file of a closed petition is put away. No verb: it only ends the ARCHIVE clock."""

from django.db import transaction

from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import Beside, Clock
from petitions.enums import Relation as R
from petitions.models import Petition
from petitions.services import beside
from petitions.services.door import check_version, finish, lock
from petitions.workflow.conditions import running


def may_archive(user: User, petition: Petition) -> bool:
    """The petition officer, of an accusation the discipline post; once it is closed."""
    return (
        petition.status == enums.Status.CLOSED
        and bool(running(petition, Clock.ARCHIVE))
        and not access.relations(user, petition).isdisjoint({R.OFFICER, R.DISCIPLINE})
    )


@transaction.atomic
def archive(petition: Petition, actor: User, *, version: int | None = None) -> Petition:
    """Write down that the file is put away. Raises Refused: stale · not_now · not_yours."""
    petition = lock(petition)
    check_version(petition, version)
    if petition.status != enums.Status.CLOSED or not running(petition, Clock.ARCHIVE):
        raise Refused("not_now", "结案以后归档一次，这件现在不用归档。")
    if not may_archive(actor, petition):
        raise Refused("not_yours", "归档由信访接待员来记。", who="信访接待员")
    finish(beside.begin(petition, Beside.ARCHIVED, actor))
    return petition
