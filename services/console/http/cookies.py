"""The cookies of the console: random handles and a language, each bound to this host, unseen by scripts."""

from starlette.requests import Request
from starlette.responses import Response

SESSION, SIGN_IN, LANGUAGE = "__Host-acsg", "__Host-acsg-sign-in", "__Host-acsg-language"
YEAR_S = 365 * 24 * 3600
MOST = 200


def read(request: Request, name: str) -> str | None:
    """A cookie, if it can be one of ours."""
    found = request.cookies.get(name)
    return found if found and len(found) <= MOST else None


def give(answer: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Sets one; without seconds until the browser is closed."""
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")


def forget(answer: Response, name: str) -> None:
    """Takes one back."""
    answer.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
