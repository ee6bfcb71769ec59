"""What pages of thematic projects ask (WM 2, 3, 18)."""

from services.console.forms.questions import Group, Part, Question, Rows

Q = Question
PROJECT: tuple[Part, ...] = (
    Q("functional_areas", "many", "functional_areas", needed=True),
    Group("period", (Q("start", "date", needed=True), Q("end", "date"))),
    Rows("wordings", (
        Q("language", "choice", "languages", needed=True),
        Q("title", needed=True),
        Q("text", "text", needed=True),
    ), needed=True),
    Q("regions", "many", "regions"),
    Q("countries", "several", "states"),
)  # fmt: skip
WORDS: tuple[Part, ...] = (
    Q("reason", "text", needed=True, called="project_reason"),
    Q("language", "choice", "languages", needed=True),
)
OFFER: tuple[Part, ...] = (Q("offer_id", "choice", "own_offers", needed=True),)
VOLUNTEER: tuple[Part, ...] = (
    Q("party", "choice", "volunteers", needed=True),
    Q("answer", "choice", "volunteer_answer", needed=True),
    Q("reason", "text"),
    Q("language", "choice", "languages"),
)
APPROACH: tuple[Part, ...] = (Q("party", "choice", "offerers", needed=True),)
OWN_WORD: tuple[Part, ...] = (Q("answer", "choice", "champion_answer", needed=True),)
ALL: tuple[tuple[Part, ...], ...] = (PROJECT, WORDS, OFFER, VOLUNTEER, APPROACH, OWN_WORD)
"""Every form here; their labels are words of the catalogue."""
