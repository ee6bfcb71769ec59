"""The issuer of tokens: its keys can be had, over a line whose certificate is believed."""

import asyncio
from collections.abc import Iterator

import httpx
import jwt

from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.finding import CheckFinding, fault, good
from shared.runtime.checking.reached import STEP_S
from shared.runtime.http.asking import asking
from shared.runtime.http.authentication import published_keys


def issuer(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Keys with which a token can be verified."""
    yield asyncio.run(_keys(asked))


async def _keys(asked: CheckAsked) -> CheckFinding:
    settings = asked.settings
    where = settings.jwks_url or settings.issuer
    try:
        async with asking(STEP_S, trust_env=True) as http:
            found = await published_keys(http, settings)
    except httpx.HTTPStatusError as refused:
        return fault(
            "issuer", f"{where}: it answers {refused.response.status_code}", "is ACSG_ISSUER its whole address?"
        )
    except httpx.TimeoutException:
        return fault("issuer", f"{where}: no answer within {STEP_S:g} s", "is the way to it open?")
    except (httpx.HTTPError, httpx.InvalidURL) as away:
        return fault("issuer", f"{where}: it cannot be reached ({type(away).__name__})", "is ACSG_ISSUER right?")
    except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as odd:
        said = (
            str(odd) if isinstance(odd, ValueError) and "another issuer" in str(odd) else "its answer is no set of keys"
        )
        return fault("issuer", f"{where}: {said}", "ACSG_ISSUER is the issuer's own name, ACSG_JWKS_URL its keys")
    if not found:
        return fault("issuer", f"{where}: no key that tokens may be signed with", "EdDSA, ES256 or RS256")
    return good("issuer", f"{where}: {len(found)} key{'s' if len(found) > 1 else ''}")
