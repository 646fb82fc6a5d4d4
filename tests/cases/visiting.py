"""A visitor at a window, where a test needs one."""

import uuid
from typing import Any

from cases.models import Visit
from cases.services import visits
from mediation.core.models import User
from tests.cases.factories import Cast, some_text


def a_visit(scene: Cast, user: User | None, **more: Any) -> Visit:
    """Somebody with a ticket and a few words; with a `user` he is being served by him."""
    asked = {"window": "mediation", "said": f"来说一件事 {some_text()}", "form_key": uuid.uuid4()}
    visit = visits.take_ticket(scene.clerk, **(asked | more))
    return visits.call(user, visit) if user is not None else visit
