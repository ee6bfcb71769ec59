"""An officer recalls a call for offers: nothing of the request is shown by it any more (WM 17)."""

from services.console.http.calls import ending
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access.actions import RECALL_CALL

PAGE = ending(
    "call_recall", "title.call_recall", "act.call_recall", RECALL_CALL, "recall_call", (*TAKES_ANSWERS, "closed")
)
