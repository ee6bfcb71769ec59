"""In which of the mechanism's languages a caller asks to be answered (WM 6): what a browser or a program says of itself."""

from starlette.requests import HTTPConnection

from shared.contracts.vocabulary import LANGUAGES

MOST = 20
"""Languages that are looked at; a longer list is cut."""


def preferred(connection: HTTPConnection) -> str | None:
    """The language that ``Accept-Language`` likes best (RFC 9110) of those there are; None when it names none of them."""
    ranked: list[tuple[float, int, str]] = []
    for place, one in enumerate(connection.headers.get("accept-language", "").split(",")[:MOST]):
        tag, _, parameter = one.partition(";")
        code = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter.strip())
        if code in LANGUAGES and weight > 0:
            ranked.append((-weight, place, code))
    return min(ranked)[2] if ranked else None


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return found if 0 <= found <= 1 else 0.0
