"""WM 9: short-term support may answer an urgent need; what leads to longer engagement is particularly encouraged."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.shapes.support_request import RequestContent, RequestLine
from shared.modalities.paragraphs import P9, Strength
from shared.modalities.rule import Finding, Outcome, because

A_YEAR = 366


@dataclass(frozen=True)
class LongerEngagement:
    """A plus that is shown, never a bar: at worst it is partly met, or unclear. ``longer_days``: from which length a line is longer."""

    longer_days: int = A_YEAR
    paragraph = P9
    strength = Strength.SHOULD

    def of_draft(self, content: RequestContent, written: Collection[str]) -> Finding:
        """The same of a text that is not whole: ``written`` are its parts that can be read; what one did not write is no answer."""
        if "horizon" not in written:
            return Finding(P9, Outcome.UNCLEAR, because("horizon_not_written"), ("/horizon",))
        if "lines" not in written and content.horizon == "long_term":
            return Finding(P9, Outcome.UNCLEAR, because("lines_not_written"), ("/lines",))
        return self.assess(content)

    def assess(self, content: RequestContent) -> Finding:
        """Looks at horizon and engagement, at why it is urgent, and at the time that the lines ask for."""
        both = ("/horizon", "/engagement")
        if content.horizon == "short_term":
            if content.engagement == "ongoing":
                return Finding(P9, Outcome.UNCLEAR, because("short_term_and_ongoing"), both)
            if content.on_urgent_clock:
                evidence = ("/horizon", "/urgency" if content.urgency else "/crisis" if content.crisis else "/urgent")
                return Finding(P9, Outcome.NOT_APPLICABLE, because("short_term_and_urgent"), evidence)
            return Finding(P9, Outcome.PARTLY, because("short_term_alone"), ("/horizon",))
        if all(self._is_short(line) for line in content.lines):
            lines = tuple(f"/lines/{n}/period" for n in range(len(content.lines)))
            why = "lines_within_a_year" if self.longer_days == A_YEAR else "lines_too_short"
            return Finding(P9, Outcome.PARTLY, because(why), (*both, *lines))
        asked = "ongoing_engagement" if content.engagement == "ongoing" else "longer_project"
        return Finding(P9, Outcome.MET, because(asked), both)

    def _is_short(self, line: RequestLine) -> bool:
        period = line.period
        return period.end is not None and period.end - period.start < timedelta(days=self.longer_days)
