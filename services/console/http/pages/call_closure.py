"""An officer closes a call for offers before its day; what was asked stays readable for those who were asked (WM 17)."""

from services.console.http.calls import ending
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access.actions import CLOSE_CALL

PAGE = ending("call_closure", "title.call_closure", "act.call_closure", CLOSE_CALL, "close_call", TAKES_ANSWERS)
