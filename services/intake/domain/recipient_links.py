"""An officer judges whether each recipient other than a State works in a project with the authorities (WM 10, 15.iv)."""

from collections.abc import Iterable, Iterator, Sequence

from shared.contracts.intake import FeedbackItem
from shared.contracts.shapes.recipient_link import RecipientLink
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import Fault
from shared.modalities.paragraphs import P15_IV


def link_faults(content: RequestContent, items: Sequence[FeedbackItem]) -> tuple[Fault, ...]:
    """A fault for each link that is not of 15.iv, of a recipient that the request does not name, or judged twice."""
    return tuple(fault for n, item in enumerate(items) for fault in _faults(content, item, f"/items/{n}/links"))


def _faults(content: RequestContent, item: FeedbackItem, place: str) -> Iterator[Fault]:
    if item.links and item.paragraph != P15_IV.number:
        yield Fault(place, f"links with the authorities are judged at {P15_IV.number}", "links_elsewhere")
    there, seen = {one.name for one in content.beneficiaries}, set[str]()
    for n, link in enumerate(item.links):
        where = f"{place}/{n}/recipient"
        if link.recipient not in there:
            yield Fault(where, f"the request names no recipient '{link.recipient}'", "not_named")
        elif link.recipient in seen:
            yield Fault(where, f"{link.recipient} is judged twice here", "named_twice")
        seen.add(link.recipient)


def judged_since(before: Iterable[RecipientLink], now: Sequence[RecipientLink]) -> tuple[RecipientLink, ...]:
    """Links after an officer's word: the latest on each recipient; what was found of others stays."""
    anew = {one.recipient: one for one in now}
    kept = tuple(anew.pop(one.recipient, one) for one in before)
    return (*kept, *anew.values())
