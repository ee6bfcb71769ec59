"""What delivery answers beside an engagement itself."""

from typing import Any

from pydantic import BaseModel, Field

from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.values import FocalPoint


class EngagementsAnswer(BaseModel):
    """Engagements by identifier. ``after``: give it to read on; null at the end."""

    engagements: list[EngagementState]
    after: str | None


class Contact(BaseModel):
    """Whom one may write to at the other side."""

    party: str
    focal_point: FocalPoint


class ContactsAnswer(BaseModel):
    """Contacts that were released to the reader's party, and its own."""

    contacts: list[Contact]


class RecordAnswer(BaseModel):
    """The agreement record; ``digest`` is the SHA-256 of ``agreement`` as JSON in UTF-8 with sorted keys and no blanks."""

    agreement: dict[str, Any]
    digest: str
    in_force: bool = Field(description="Whether it holds between the sides: the latest version that every party signed")
    signatures: list[dict[str, Any]]
