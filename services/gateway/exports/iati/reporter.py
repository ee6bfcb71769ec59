"""Who reports to IATI, and when: the organisation whose identifier begins those of its activities."""

from dataclasses import dataclass
from datetime import datetime

from services.gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Reporter:
    """``reference`` is the organisation's identifier with its registration agency; ``kind`` its type by IATI's list."""

    reference: str
    name: str
    kind: str
    vocabulary_uri: str | None
    at: datetime

    @classmethod
    def of(cls, settings: GatewaySettings, at: datetime) -> "Reporter":
        """As the settings say."""
        return cls(
            settings.iati_organisation, settings.iati_organisation_name, settings.iati_organisation_type,
            settings.iati_vocabulary_uri, at,
        )  # fmt: skip

    def identifier(self, region: str, kind: str, one: str) -> str:
        """The activity identifier of an item: the same in every export, of every deployment that holds the item."""
        return f"{self.reference}-ACSG-{region}-{kind}-{one}"
