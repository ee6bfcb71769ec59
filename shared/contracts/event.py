"""What an event is: what happened, and the aggregate's state after it, so that a late joiner can start anywhere."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.classification import Classification
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import Paragraph


class Shape(BaseModel):
    """A value inside events. Readers ignore fields they do not know, so that additive change stays additive."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")


class Event(Shape):
    """Base of every event class. ``aggregate_id`` is the record key; ``aggregate_version`` rises with each event."""

    wire_type: ClassVar[str]
    version: ClassVar[int] = 1
    topic: ClassVar[Topic]
    paragraph: ClassVar[Paragraph]
    classification: ClassVar[Classification] = Classification.CONFIDENTIAL
    retracts: ClassVar[bool] = False
    """Whether it takes back what was published: a tombstone on the compacted topic beside its log (WM 17)."""

    brings_content: ClassVar[bool] = False
    """Whether it brings in what parties write. Later events say that again with more beside it, so this one may take
    less of a record than others."""

    second_copy: ClassVar[tuple[str, ...]] = ()
    """Where the data repeats what parties wrote; room for it is set aside when they write."""

    aggregate_id: str
    aggregate_version: int

    @classmethod
    def schema_id(cls) -> str:
        """Identity of the JSON Schema this event's data follows, e.g. ``urn:acsg:schema:acsg.intake.x:1``."""
        return f"urn:acsg:schema:{cls.wire_type}:{cls.version}"
