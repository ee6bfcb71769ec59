"""The party that a path names after a thing: a State, or a stakeholder of the list (WM 3, 14)."""

from pydantic import TypeAdapter, ValidationError

from services.intake.actions.the_request import Intake
from shared.contracts.shapes.values import Offerer
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import Paragraph

_PARTY: TypeAdapter[str] = TypeAdapter(Offerer)


def party_in_path(doing: Intake, part: str, paragraph: Paragraph) -> str:
    """The party as it is written. Raises Invalid for one that there is not."""
    try:
        return _PARTY.validate_python(part, context=doing.context.settings.door(doing.now.date()))
    except ValidationError as error:
        fault = Fault("/parameters/party", "is no State and no organisation of the list", "unknown_party")
        raise Invalid((fault,), paragraph=paragraph) from error
