"""Files that are made in the language of whoever asks for one, and documents that are given (WM 6, 8)."""

from starlette.requests import Request
from starlette.responses import Response

from shared.contracts.documents import TITLE
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor
from shared.runtime.http.described import code, parameter
from shared.runtime.http.languages import preferred
from shared.runtime.http.problems import ENGLISH

LANGUAGE = (code("language", LANGUAGES, "Of the file; else Accept-Language, else the caller's own"),)
GIVEN = (
    parameter("title", dict(TITLE), "What the document is", required=True),
    parameter("language", {"type": "string", "enum": sorted(LANGUAGES)}, "Of the document", required=True),
    parameter("post", dict(TITLE), "What the person who gives it is; no name"),
)
"""What the address says of a document whose content is the body."""
_PAIR = {"type": "array", "items": {"type": "string", "pattern": "^[^=]+=[^=]*$", "minLength": 3, "maxLength": 400}}
BESIDE_ROSTER = (
    parameter("source", {"type": "string", "minLength": 1, "maxLength": 120},
              "Which roster it is, in its keeper's own words: a row is known again by it and the row's own number", required=True),
    parameter("column", _PAIR, "A heading of the file and the column of the form that it means: `Giver=offering_parties`"),
    parameter("otherwise", _PAIR, "What stands where a cell is empty: `language=en`"),
)  # fmt: skip
"""What the address says of a roster whose rows are the body (WM 7)."""


def language_of(request: Request, actor: Actor) -> str:
    """What is asked for by name, else what the client likes best, else the caller's own; English where that is none of ours."""
    wanted = request.query_params.get("language") or preferred(request) or actor.language
    return wanted if wanted in LANGUAGES else ENGLISH


def attached(raw: bytes, name: str, language: str, media_type: str) -> Response:
    """A file to be kept under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language,
               "Vary": "Accept-Language"}  # fmt: skip
    return Response(raw, 200, headers, media_type)
