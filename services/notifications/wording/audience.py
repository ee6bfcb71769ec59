"""Who will see a request, in a reader's language (WM 17)."""

from collections.abc import Iterable

from babel.lists import format_list

from services.notifications.wording import direction
from services.notifications.wording.catalogue import WordsOfLanguage
from shared.contracts.party_names import party_name
from shared.contracts.vocabulary import label
from shared.modalities.access.audience import Audience


def shown_to(said: WordsOfLanguage, words: Iterable[str]) -> list[str]:
    """One line for each that it is opened to, and one for those that are left out."""
    audience = Audience.of_words(words)
    if audience.public:
        return [said.say("audience.public")]
    lines = [said.say("audience.offerers")] if audience.offerers else []
    lines += sorted(label("party_kinds", kind, said.language) for kind in audience.kinds)
    lines += _names(said, audience.parties)
    if audience.but and lines:
        left_out = format_list(_names(said, audience.but), locale=said.locale)
        lines.append(said.say("audience.but", parties=left_out))
    return lines or [said.say("audience.nobody")]


def _names(said: WordsOfLanguage, parties: Iterable[str]) -> list[str]:
    return sorted(direction.foreign(said, party_name(party, said.language)) for party in parties)
