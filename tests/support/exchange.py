"""An issuer that exchanges the name of an actor for the same name (RFC 8693), where a name is a token."""

from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request

from shared.runtime.federation.tokens import ELSEWHERE, EXCHANGE


def exchanging() -> FastAPI:
    """Answers ``POST /token``; whoever asks has to name the one deployment that the token is for."""
    app = FastAPI()

    @app.post("/token")
    async def token(request: Request) -> dict[str, Any]:
        asked = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        assert asked["audience"].startswith("acsg:")
        assert (asked["grant_type"], asked["scope"]) == (EXCHANGE, ELSEWHERE)
        return {"access_token": asked["subject_token"], "expires_in": 300}

    return app
