"""Parties that the officers of this deployment have not spoken with for so many days (WM 6)."""

from services.console.http.liaisons import officers_only
from services.console.http.options import named
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.vocabulary import SANDBOX, deployments

SHOWN = 100
USUAL = 90
LONGEST = 3660
SCHEMES = ("state", "office", "organisation")


async def show(visit: Visit) -> Shown:
    """A hundred at a time, those never spoken with first; what the address asks for that there is not is not asked. Raises NotFound."""
    officers_only(visit)
    words, scheme, region = visit.words, visit.query("scheme"), visit.query("region")
    days = min(_number(visit.query("days"), USUAL), LONGEST)
    scheme, region = scheme if scheme in SCHEMES else "", region if region in deployments() else ""
    asked = {"days": days, "scheme": scheme.upper() or None, "region": region or None}
    found = (await visit.ask("quiet_parties", **asked))["quietParties"]
    first = _number(visit.query("from"), 0)
    those = found["parties"]
    regions = [(one, words.party(f"unhcr-bureau:{one}")) for one in deployments() if one not in ("geneva", SANDBOX)]
    data = {
        "items": those[first : first + SHOWN], "next": first + SHOWN if len(those) > first + SHOWN else None, "more": found["more"],
        "days": days, "asked": {"scheme": scheme, "region": region},
        "schemes": named([(one, words.choice("scheme", one)) for one in SCHEMES], scheme), "regions": named(regions, region),
    }  # fmt: skip
    return View("title.liaison_quiet", data)


def _number(given: str, otherwise: int) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else otherwise


PAGE = Page("liaison_quiet", "/contacts/quiet", "liaison_quiet", ("quiet_parties",), show)
