"""Errors of GraphQL answers: ours with code, paragraph and faults; of the unexpected ones nothing leaves."""

from math import ceil
from typing import Any

import structlog
from graphql import GraphQLError
from strawberry.extensions import MaskErrors

from shared.modalities.errors import Invalid, ModalityError, Refusal, Retryable
from shared.runtime.http.problems import status_of

log = structlog.get_logger()


def _extensions(error: ModalityError) -> dict[str, Any]:
    found: dict[str, Any] = {"code": error.code, "status": status_of(error)}
    if error.paragraph is not None:
        found["paragraph"] = error.paragraph.number
    if isinstance(error, Retryable | Refusal) and error.retry_after_s is not None:
        found["retryAfter"] = max(1, ceil(error.retry_after_s))
    if isinstance(error, Invalid) or (isinstance(error, Refusal) and error.faults):
        found["faults"] = [{"pointer": f.pointer, "message": f.message, "code": f.code} for f in error.faults]
    return found


def _is_secret(error: GraphQLError) -> bool:
    original = error.original_error
    if isinstance(original, ModalityError):
        error.extensions = _extensions(original)
        return False
    if original is None or isinstance(original, GraphQLError):
        return False
    log.error("graphql_failed", error=type(original).__name__, exc_info=original)
    return True


class OurErrors(MaskErrors):
    """For answers over HTTP and for each frame of a subscription alike."""

    def __init__(self) -> None:
        super().__init__(should_mask_error=_is_secret, error_message="Something went wrong; it was logged")
