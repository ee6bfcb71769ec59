"""Every code of a refusal or a fault has words in six languages, and a problem document says them as its reader asked."""

import ast
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import orjson
import pytest
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request

from shared.contracts.body import faults_of
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError
from shared.runtime.http.languages import preferred
from shared.runtime.http.problems import STATUS, TITLES, problem_of
from shared.wording.problems import problem_texts, problem_words, row_of, said_whole

CODE = re.compile(r"[a-z][a-z0-9_]*")
ROOT = Path(__file__).parents[3]
PLACE = {
    "Fault": 2,
    "Invalid": 1,
    "Refusal": 1,
    "refused": 0,
    "_refuse": 0,
    **{kind.__name__: 0 for kind in STATUS if kind.__name__ != "Invalid"},
}
"""Where the code stands among what an error is made of."""


def said(source: str) -> Iterator[str]:
    """Codes that a file says; of one made of a part and what follows, the part with a star."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in PLACE:
            continue
        given = [one.value for one in node.keywords if one.arg == "code"] + node.args[PLACE[name] : PLACE[name] + 1]
        for code in given[:1]:
            if isinstance(code, ast.Constant) and isinstance(code.value, str) and CODE.fullmatch(code.value):
                yield code.value
            elif isinstance(code, ast.JoinedStr) and CODE.fullmatch(begun := _begun(code)):
                yield f"{begun}*"


def _begun(code: ast.JoinedStr) -> str:
    first = code.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def codes() -> set[str]:
    """Every code that a service says; the console says what owners said."""
    files = [p for top in ("shared", "services") for p in (ROOT / top).rglob("*.py") if "console" not in p.parts]
    return {code for p in files for code in said(p.read_text(encoding="utf-8"))}


def without_words(found: Iterable[str], texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Codes that no row is for."""

    def written(code: str) -> bool:
        return code in texts or any(one.endswith("_*") and code.startswith(one[:-1]) for one in texts)

    return sorted(code for code in found if not written(code))


def gaps(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Rows that a language lacks, or in which one language names other parameters."""
    places = string.Formatter().parse
    found = []
    for code, row in texts.items():
        if (
            set(row) != set(LANGUAGES)
            or not all((row[one] or "").strip() for one in row)
            or len({frozenset(name for _, name, _, _ in places(row[one]) if name) for one in row}) != 1
        ):
            found.append(code)
    return found


def test_every_code_has_words_in_every_language() -> None:
    found = codes()
    assert len(found) > 150
    assert without_words(found, problem_texts()) == []
    assert gaps(problem_texts()) == []
    assert [one for one in {*STATUS.values(), 400, 405, 413, 415, 500} if one not in TITLES] == []


@pytest.mark.control
def test_a_planted_gap_is_found() -> None:
    texts = {code: dict(row) for code, row in problem_texts().items()}
    assert without_words({"moment", "match_lost", "never_written"}, texts) == ["never_written"]
    assert set(said('raise Conflict("gone", "x")\nFault("/a", "b", f"unknown_in_{c}")')) == {"gone", "unknown_in_*"}
    del texts["moment"]
    assert without_words(codes(), texts) == ["moment"]
    texts["cursor"]["ru"], texts["too_short"]["fr"] = "", "Au moins {autre}"
    assert gaps(texts) == ["cursor", "too_short"]


def asked(accept: str | None) -> str | None:
    headers = [] if accept is None else [(b"accept-language", accept.encode())]
    return preferred(Request({"type": "http", "headers": headers}))


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_a_problem_says_each_code_in_the_language_of_its_reader(language: str) -> None:
    for code in codes():
        one = code.replace("*", "any")
        words = problem_texts().get(code, {}).get(language) or ""
        given: dict[str, str | int | float] = {name: 1 for _, name, _, _ in string.Formatter().parse(words) if name}
        given["count"] = 1
        answer = problem_of(Invalid((Fault("/at", "in English", one, given),)), "/x", language)
        body = orjson.loads(answer.body)
        assert body["errors"] == [{"pointer": "/at", "code": one, "message": problem_words(one, language, given)}]
        assert body["title"] == problem_texts()["title.422"][language]
        assert answer.headers["content-language"] == language
        assert answer.headers["vary"] == "Accept-Language"


def test_what_is_said_in_english_alone_is_not_lost() -> None:
    fault = Fault("/unit", "'box' is none of items, seats", "unknown_unit")
    body = orjson.loads(problem_of(Invalid((fault,)), "/x", "fr").body)
    assert body["errors"][0]["english"] == fault.message
    body = orjson.loads(problem_of(Conflict("no_agreement", "The very words"), "/x", "fr").body)
    assert (body["english"], body["detail"]) == ("The very words", problem_words("no_agreement", "fr", {}))
    assert "english" not in orjson.loads(problem_of(Conflict("no_agreement", "The very words"), "/x").body)


def test_english_says_what_the_refusal_says() -> None:
    answer = problem_of(Conflict("moment", "these very words"), "/x")
    body = orjson.loads(answer.body)
    assert (body["title"], body["detail"], answer.headers["content-language"]) == ("Conflict", "these very words", "en")


def test_a_code_that_nobody_knows_keeps_the_words_of_the_refusal() -> None:
    answer = problem_of(ModalityConflict(), "/x", "fr")
    body = orjson.loads(answer.body)
    assert (body["title"], body["detail"]) == ("Conflit", "as an owner said it")


class ModalityConflict(Conflict):
    """A refusal of a later release."""

    def __init__(self) -> None:
        ModalityError.__init__(self, "of_a_later_release", "as an owner said it")


def test_limits_are_parameters_of_the_words() -> None:
    class Body(BaseModel):
        name: str = Field(min_length=3)

    with pytest.raises(ValidationError) as found:
        Body(name="a")
    (fault,) = faults_of(found.value)
    assert problem_words(fault.code, "fr", fault.parameters) == "Nombre de caractères, au moins : 3"
    assert problem_words(fault.code, "fr", {}) is None
    assert row_of("match_confirmed") is problem_texts()["match_*"]


COUNTED = frozenset({"count", "min_length", "max_length"})


def beside_a_number(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Words that a number would have to agree with: they are right for each number only with it behind a colon, at the end."""
    return [
        f"{code} {language}"
        for code, row in texts.items()
        for language, words in row.items()
        for name in COUNTED
        # "fault(s)" is what the refusal itself says in English.
        if f"{{{name}}}" in words and not re.search(rf"[:：]\s?\{{{name}\}}$", words) and "(s)" not in words
    ]


def test_words_beside_a_number_are_right_for_each_number() -> None:
    assert beside_a_number(problem_texts()) == []


@pytest.mark.control
def test_words_that_are_right_for_many_alone_are_found() -> None:
    planted = {"too_short": {"fr": "Au moins {min_length} caractères sont requis", "zh": "项数下限：{min_length}"}}
    assert beside_a_number(planted) == ["too_short fr"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, None), ("", None), ("fr", "fr"), ("fr;q=0.2, es;q=0.9", "es"), ("de, ru;q=0.5", "ru"), ("fr-CA", "fr"),
        ("fr;q=0, ar", "ar"), ("fr;q=0", None), ("zh-Hans;q=1.0, en;q=0.9", "zh"), ("es;q=x, en;q=0.1", "en"),
    ],
)  # fmt: skip
def test_the_language_that_is_liked_best_is_taken(accept: str | None, language: str | None) -> None:
    assert asked(accept) == language


def details(sources: Iterable[str]) -> dict[str, set[str | None]]:
    """Code of a fault -> what is said beside it in English; None for what is not the same each time."""
    found: dict[str, set[str | None]] = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault"):
                continue
            if len(node.args) > 2 and isinstance(code := node.args[2], ast.Constant):
                said_so = node.args[1].value if isinstance(node.args[1], ast.Constant) else None
                found.setdefault(code.value, set()).add(said_so)
    return found


def whole(found: Mapping[str, set[str | None]]) -> set[str]:
    """Codes with words whose English is one text, wherever it is said."""
    return {code for code, texts in found.items() if len(texts) == 1 and None not in texts and code in problem_texts()}


def test_what_is_the_same_each_time_is_not_said_in_english_beside_its_words() -> None:
    files = [p.read_text(encoding="utf-8") for top in ("shared", "services") for p in (ROOT / top).rglob("*.py")]
    assert sorted(whole(details(files))) == sorted(said_whole())


def test_a_text_that_differs_is_told_apart() -> None:
    planted = [
        'Fault("/a", "is none", "no_year")',
        'Fault("/a", f"is none of {x}", "empty")',
        'Fault("/b", "is empty", "empty")',
    ]
    assert whole(details(planted)) == {"no_year"}
