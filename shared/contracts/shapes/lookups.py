"""How codes that people type are looked up: each refusal names the value, and what there is or was probably meant."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any

from shared.contracts import vocabulary as v
from shared.contracts.door import Door, refused
from shared.contracts.reference.currencies import active, currencies
from shared.contracts.reference.languages import languages, shorter
from shared.contracts.reference.states import iso_of_unhcr, states
from shared.contracts.reference.suggest import cut, nearest
from shared.contracts.reference.zones import places
from shared.modalities.errors import Retryable

MOST_COMPARED = 500
"""Organisations whose names are looked through for what was probably meant."""
Lookup = Callable[[Any, Door], Any]


def _texts(look: Callable[[str, Door], str]) -> Lookup:
    """What is no text is left to the type's own check."""
    return lambda value, door: look(value, door) if isinstance(value, str) else value


def _refuse(code: str, given: str, what: str, found: Iterable[str], otherwise: str = "") -> Exception:
    meant = list(found)
    tail = f"; did you mean {' or '.join(meant)}?" if meant else otherwise
    return refused(code, f"'{cut(given)}' is {what}{tail}")


@cache
def _states(made_up: bool) -> Mapping[str, str]:
    """Code -> name in English, of the States that there are or of the sandbox's."""
    if made_up:
        return {s.code: s.name for s in v.made_up_states().values()}
    return {c: s.names["en"] for c, s in states().items()}


def _state(code: str, given: str, door: Door) -> None:
    made_up = door.deployment == v.SANDBOX
    known = _states(made_up)
    if code in known:
        return
    scheme = given.partition(":")[0] if ":" in given else "iso3166"
    if made_up:
        raise _refuse("unknown_country", given, "no State of the sandbox", (), ": " + ", ".join(known))
    own = iso_of_unhcr().get(code)
    if own:
        what = f"UNHCR's own code of {known[own]}; here it is ISO 3166-1 alpha-3"
        raise _refuse("unknown_country", given, what, [f"{scheme}:{own}"])
    near = [f"{scheme}:{one}" for one in nearest(code, known)][:3]
    raise _refuse("unknown_country", given, "no ISO 3166-1 alpha-3 code (UNHCR's own differ)", near)


def _awaited() -> Retryable:
    return Retryable("organisations_awaited", "Registered organisations are not read yet; try again in a moment", 2.0)


def _organisation(code: str, given: str, door: Door) -> None:
    """Raises Retryable while it is not read yet which ones are registered: nobody is told then that there is none."""
    known = v.organisations()
    if (one := known.get(code)) is not None:
        # What went up in another one keeps its id; what has ended takes part in nothing new.
        if one.until is not None and one.leads_to is None and one.until < door.today:
            raise _refuse("organisation_ended", given, f"an organisation that ended on {one.until}", ())
        return
    if v.organisations_are_awaited():
        raise _awaited()
    # Names of thousands are not compared letter by letter for what somebody typed.
    names = {
        c: o.names[-1].label for c, o in (known if len(known) <= MOST_COMPARED else v.released_organisations()).items()
    }
    near = [f"org:{one}" for one in nearest(code, names)]
    raise _refuse("unknown_organisation", given, "no organisation of the list", near)


@_texts
def party(given: str, door: Door) -> str:
    """A party of a scheme there is, that is known in it."""
    scheme, separator, code = given.partition(":")
    if not separator:
        known = {f"iso3166:{code}": name for code, name in _states(False).items()}
        near = [one for one in (f"iso3166:{given.upper()}",) if one in known] or nearest(given, known)[:3]
        raise _refuse("unknown_party", given, "no party with its scheme, such as iso3166:TCD or org:euaa", near)
    if scheme in {"iso3166", "unhcr-office"}:
        _state(code, given, door)
    elif scheme == "org":
        _organisation(code, given, door)
    elif scheme == "unhcr-bureau":
        if code not in _bureaux(door):
            raise _refuse("unknown_bureau", given, "no bureau of UNHCR", (), ": " + ", ".join(_bureaux(door)))
    elif scheme != "unhcr" or code != "secretariat":
        raise _refuse(
            "unknown_party", given, "no party: iso3166:, unhcr-office:, unhcr-bureau:, org: or unhcr:secretariat", ()
        )
    return given


def is_party(given: str) -> bool:
    """Whether there is such a party in some deployment, today or ever: for filters, which also look at what was. Raises Retryable while
    it is not read yet which organisations are registered.
    """
    scheme, _, code = given.partition(":")
    known: Mapping[str, Collection[str]] = {
        "iso3166": {*states(), *v.made_up_states()}, "unhcr-office": {*states(), *v.made_up_states()},
        "org": v.organisations(), "unhcr-bureau": v.bureaux(None), "unhcr": ("secretariat",),
    }  # fmt: skip
    if scheme == "org" and code not in known["org"] and v.organisations_are_awaited():
        raise _awaited()
    return code in known.get(scheme, ())


@_texts
def country(given: str, door: Door) -> str:
    """A State or territory."""
    if ":" in given and not given.startswith("iso3166:"):
        raise _refuse("not_a_country", given, "no State: iso3166:<alpha-3>", ())
    return str(party(given, door))


@_texts
def country_office(given: str, door: Door) -> str:
    """An office of UNHCR in a country."""
    if not given.startswith(v.OFFICE):
        found = [v.office_of(given)] if given.startswith("iso3166:") else []
        raise _refuse("not_an_office", given, "no country office: unhcr-office:<ISO 3166-1 alpha-3>", found)
    return str(party(given, door))


def _bureaux(door: Door) -> list[str]:
    made_up = door.deployment == v.SANDBOX
    return [one for one in v.bureaux(door.today) if (one == v.SANDBOX) == made_up]


@_texts
def bureau(given: str, door: Door) -> str:
    """A regional bureau of today."""
    known = _bureaux(door)
    if given not in known:
        near = nearest(given, {code: v.deployments().get(code, code) for code in known})
        raise _refuse("unknown_bureau", given, f"no regional bureau; there are {', '.join(known)}", near)
    return given


@_texts
def deployment(given: str, _: Door) -> str:
    """A deployment of the mechanism."""
    if given not in v.deployments():
        raise _refuse("unknown_deployment", given, "no deployment", (), ": " + ", ".join(v.deployments()))
    return given


@_texts
def language(given: str, _: Door) -> str:
    """A language by two letters where it has them, by three otherwise."""
    if given not in languages():
        short = shorter(given.lower())
        near = [short] if short else nearest(given, languages())[:3]
        raise _refuse("unknown_language", given, "no language of ISO 639-1, nor of ISO 639-3 where that has none", near)
    return given


@_texts
def unit(given: str, door: Door) -> str:
    """A unit of the list, or a currency in use."""
    units, money = v.code_list("units"), active(door.today)
    if given in units or given in money:
        return given
    gone = currencies().get(given)
    names = {code: one.label for code, one in units.items()} | {code: one.name for code, one in money.items()}
    what = f"no currency since {gone.until}" if gone else "neither a unit of the list nor an ISO 4217 currency"
    raise _refuse("unknown_unit", given, f"{what} (units: {', '.join(units)})", nearest(given, names))


@_texts
def zone(given: str, _: Door) -> str:
    """A time zone of a place."""
    if given not in places():
        by_place = {name: name.rpartition("/")[2].replace("_", " ") for name in sorted(places())}
        raise _refuse("unknown_time_zone", given, "no time zone of a place, such as Africa/Ndjamena, nor UTC",
                      nearest(given, by_place)[:3])  # fmt: skip
    return given


@_texts
def offerer(given: str, door: Door) -> str:
    """A party that could offer: no bureau, and not the Secretariat, which seek offers."""
    found = str(party(given, door))
    if found.startswith(("unhcr-bureau:", "unhcr:")):
        raise _refuse("not_an_offerer", given, "no possible offerer: its officers seek offers (WM 17)", ())
    return found


@_texts
def party_kind(given: str, door: Door) -> str:
    """A kind of party, of which there is one."""
    found = str(listed("party_kinds")(given, door))
    if found not in v.kinds_of_parties():
        there = ": " + ", ".join(v.kinds_of_parties())
        raise _refuse("kind_of_nobody", given, "a kind of which no party is listed; there are parties of", (), there)
    return found


@_texts
def organisation_kind(given: str, door: Door) -> str:
    """A kind that an organisation can be: States, and groups of them, are none."""
    found = str(listed("party_kinds")(given, door))
    if found in {"state", "group_of_states"}:
        raise _refuse("kind_of_states", given, "a kind of States, which do not register", ())
    return found


def listed(name: str) -> Lookup:
    """One of a code list of the mechanism."""

    def look(given: str, _: Door) -> str:
        known: Mapping[str, v.Code] = v.code_list(name)
        if given not in known:
            raise _refuse("unknown_code", given, f"not in the code list {name}: {', '.join(known)}",
                          nearest(given, {code: one.label for code, one in known.items()}))  # fmt: skip
        return given

    return _texts(look)
