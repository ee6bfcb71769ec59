"""What an entry of an inbox asks of its reader, how it stands, and what its reader may say of it (WM 6)."""

from typing import Literal

Need = Literal["must_act", "should_know"]
State = Literal["unread", "open", "done"]
Mark = Literal["read", "unread", "done", "open"]
