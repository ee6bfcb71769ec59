"""Errors of GraphQL answers: ours with code, paragraph and faults; of the unexpected ones nothing leaves."""

from math import ceil
from typing import Any

import structlog
from graphql import GraphQLError
from strawberry.extensions import MaskErrors

from shared.modalities.errors import ModalityError, Refusal, Retryable
from shared.runtime.http.problems import ENGLISH, faults_in_language, in_language, status_of

log = structlog.get_logger()


def _extensions(error: ModalityError, language: str = ENGLISH) -> dict[str, Any]:
    found: dict[str, Any] = {"code": error.code, "status": status_of(error)}
    if error.paragraph is not None:
        found["paragraph"] = error.paragraph.number
    if isinstance(error, Retryable | Refusal) and error.retry_after_s is not None:
        found["retryAfter"] = max(1, ceil(error.retry_after_s))
    if (faults := faults_in_language(error, language)) is not None:
        found["faults"] = faults
    return found


def _tell(error: GraphQLError, original: ModalityError, language: str) -> None:
    error.extensions = _extensions(original, language)
    error.message, english = in_language(
        original.code, error.message, language, len(error.extensions.get("faults", ()))
    )
    if english is not None:
        error.extensions["english"] = english


class OurErrors(MaskErrors):
    """For answers over HTTP and for each frame of a subscription alike, in the language that the caller prefers (WM 6)."""

    def __init__(self) -> None:
        super().__init__(should_mask_error=self._is_secret, error_message="Something went wrong; it was logged")

    def _is_secret(self, error: GraphQLError) -> bool:
        original = error.original_error
        if isinstance(original, ModalityError):
            _tell(error, original, self.execution_context.context.language or ENGLISH)
            return False
        if original is None or isinstance(original, GraphQLError):
            return False
        log.error("graphql_failed", error=type(original).__name__, exc_info=original)
        return True
