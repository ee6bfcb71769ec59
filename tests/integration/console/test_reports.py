"""An officer makes a report on pages, and everybody reads it there without signing in once it is published (WM 17, 21)."""

import re

import pytest

from tests.support.person import People

pytestmark = pytest.mark.paragraph("21")
DAYS = {f"period-{end}_on-{part}": value for end, year in (("from", "2020"), ("until", "2025"))
        for part, value in (("d", "1"), ("m", "2"), ("y", year))}  # fmt: skip
WORDS = {"language": "fr", "title": "Cinq années <b>de soutien</b>", "text": "Ce qui a été fait"}


def done(person: object, at: str, given: dict[str, str]) -> str:
    """The page after an act, whose form stands below the report's page."""
    sent = person.fill(person.see(at), "send_key", given, "do=send")  # type: ignore[attr-defined]
    assert sent.status == 200, sent.text[-2000:]
    return str(re.sub(r"\?.*", "", sent.path))


async def test_a_report_is_opened_frozen_worded_published_and_read_by_everybody(people: People) -> None:
    officer, chad, nobody = people("wca-officer"), people("tcd-authority"), people("nobody", signed_in=False)
    assert chad.see("/reports/new").status == 403
    at = done(officer, "/reports/new", DAYS | {"kind": "forum"})
    assert re.fullmatch(r"/reports/[0-9a-f-]{36}", at)
    officer.until(at, f'href="{at}/figures"')
    assert done(officer, f"{at}/figures", {}) == at
    officer.until(at, f'href="{at}/words"')
    assert (chad.see(at).status, nobody.see(at).status) == (404, 404)
    assert f'href="{at}"' not in nobody.see("/reports").text
    done(officer, f"{at}/words", WORDS)
    officer.until(at, "Cinq années &lt;b&gt;")
    done(officer, f"{at}/publication", {})
    for reader in (nobody, chad):
        read = reader.until(at, "Cinq années &lt;b&gt;")
        assert ("/words" in read.text, "SHA-256" in read.text) == (False, True)
        assert f'href="{at}"' in reader.until("/reports", f'href="{at}"').text
    for suffix in ("csv", "xlsx", "json"):
        assert nobody.see(f"{at}/figures.{suffix}").status == 200
    following = done(officer, f"{at}/next", {})
    assert following != at
    officer.until(following, f'href="{following}/figures"')
    done(officer, f"{following}/figures", {})
    assert officer.until(f"{following}/difference", "REPORT-").status == 200
    assert nobody.see(f"{following}/difference").status != 200
