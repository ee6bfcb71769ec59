"""A person in Geneva orders that a country moves to another deployment on a date (WM 6)."""

from services.intake.actions import hand_over as act
from services.intake.actions.the_request import Intake
from services.intake.storage import homes
from services.intake.storage.tables import handing
from shared.application.use_case import Done, Make, whole
from shared.contracts.incoming import Strict
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.values import Country, Day, Deployment, Text
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P6
from shared.runtime.federation.handing.giver import Giver, version_of


class OrderBody(Strict):
    """Which country goes where, from which date on, and why."""

    country: Country
    receiving: Deployment
    on: Day
    reason: Text


async def order_handover(doing: Intake, body: OrderBody) -> Done[HandoverState]:
    """Raises Invalid naming everything that is wrong with the order, Conflict while another one waits or moves."""
    here, now, uow = doing.context.settings.deployment, doing.now, doing.uow
    made = HandoverState(
        handover_id=doing.new_id(), giving=here, ordered_by=doing.by.subject, ordered_at=now, **body.model_dump()
    )
    country = made.country.removeprefix(homes.PREFIX)
    act.check_order(made, await homes.home_of(uow.connection, country, now.date()), now.date())
    giver = Giver(uow.connection, handing)
    await giver.one_at_a_time(made.country)
    if any(one.country == made.country and act.is_under_way(one) for one in await giver.listed()):
        raise Conflict("handover_under_way", f"A handover of {country} is ordered already", P6)
    await giver.keep(made)
    act.record_handover(uow, made, version_of(made))
    return Done(made, 1, made.handover_id, detail={"country": country, "receiving": made.receiving})


ORDER_HANDOVER = Make(
    a.ORDER_HANDOVER,
    OrderBody,
    lambda doing, _: of_deployment(doing.context.settings.deployment),
    order_handover,
    whole,
)
