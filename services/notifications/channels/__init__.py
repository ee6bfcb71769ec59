"""How a delivery leaves: e-mail and signed webhook, and the loop that sends."""


class NotDelivered(Exception):
    """An attempt failed; says a code, never an address. ``final``: trying again cannot help."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final
