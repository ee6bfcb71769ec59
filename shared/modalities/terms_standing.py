"""Which terms of an engagement hold, and which wait for signatures: said once, for states and for what is read of them as JSON (WM 9, 11)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermsStanding:
    """Which version of the terms holds, and which one waits for signatures; None: none does."""

    in_force: int | None
    open: int | None


def standing(
    parties: Collection[str], versions: Iterable[tuple[int, bool]], signatures: Iterable[tuple[str, int]], asked: bool
) -> TermsStanding:
    """The one rule of what holds between the sides: the latest version that every party of both sides signed (WM 9, 11).

    A version that is proposed later takes nothing away from it and adds nothing to it before all have signed. ``versions``:
    each in its order, with whether it was set aside; ``asked``: a party that a notice names has not answered yet, and
    nothing holds before (WM 19).
    """
    signed: dict[int, set[str]] = {}
    for party, version in signatures:
        signed.setdefault(version, set()).add(party)
    known = list(versions)
    complete = [version for version, _ in known if signed.get(version, set()).issuperset(parties)]
    in_force = complete[-1] if complete and not asked else None
    latest, set_aside = known[-1] if known else (None, True)
    return TermsStanding(in_force, None if set_aside or latest == in_force else latest)
