"""The policy, asked. A thing that may not be seen and a thing that does not exist look alike."""

from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import NotFound, NotPermitted, Unauthenticated


def authorise(actor: Actor, action: Action, thing: Resource) -> None:
    """Raises NotPermitted, or Unauthenticated when nobody said who they are."""
    if decide(actor, action, thing).allowed:
        return
    if actor.role is Role.PUBLIC:
        raise Unauthenticated("token_needed", "A bearer token is needed for this")
    raise NotPermitted("not_permitted", f"Your role may not do '{action.name}' here", action.paragraph)


def authorise_seen(actor: Actor, action: Action, reading: Action, thing: Resource | None, name: str) -> None:
    """Like authorise for a thing named in the address: who may not read it learns nothing of it. Raises NotFound."""
    if thing is None or not decide(actor, reading, thing).allowed:
        raise NotFound("not_found", f"There is no such {name}")
    authorise(actor, action, thing)
