"""Settings of intake."""

from pydantic import Field

from shared.runtime.due_days_settings import AnswersOfParties


class IntakeSettings(AnswersOfParties):
    """Time limits are settings: the document says timely (WM 8)."""

    service: str = "intake"
    feedback_due_days: int = Field(14, ge=1, description="Days until feedback on a request is due (WM 8)")
    urgent_feedback_due_days: int = Field(3, ge=1, description="The same for an urgent request (WM 9)")
