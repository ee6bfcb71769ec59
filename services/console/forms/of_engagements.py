"""What pages of an engagement ask (WM 11, 15.ii, 15.iii, 15.vii, 19, 20)."""

from services.console.forms.questions import Group, Part, Question, Rows

Q = Question
AMOUNT = Group("quantity", (Q("amount"), Q("unit", "fixed", "units")))
COVERS = Group("covers", (Q("amount"), Q("unit", "fixed", "units")))
PERIOD = Group("period", (Q("start", "date"), Q("end", "date")))
EVIDENCE = Rows("evidence", (Q("title"), Q("link"), Q("dated", "date")))
HOW = (
    Q("channel", "choice", "channel", needed=True),
    Q("delivery_mode", "choice", "delivery_mode", needed=True),
)
TERMS = (
    Rows("lines", (Q("line_id", "hidden"), AMOUNT, COVERS, PERIOD), fixed=True),
    *HOW,
    Q("implementing_partner", "choice", "organisations"),
    Q("words", "text", needed=True),
)
CONTACT = (Q("name", needed=True), Q("post"), Q("email"))
PLAN = (
    Rows("deliveries", (
        Q("delivery_id", "hidden"),
        Q("what"),
        Q("line_id", "choice", "line", called="which_line"),
        Group("quantity", (Q("amount"),)),
        Q("due_on", "date"),
        Q("where"),
        Q("by", "choice", "by"),
        Q("partner", "choice", "organisations"),
    )),
    Rows("milestones", (
        Q("milestone_id", "hidden"),
        Q("text", "text"),
        Q("result", "choice", "result"),
        Q("measure", "choice", "measure"),
        Q("indicator"),
        Q("baseline"),
        Q("target"),
        Q("due_on", "date"),
    )),
    Q("monitoring", "text"),
)  # fmt: skip
DELIVERY = (
    Q("delivery_id", "choice", "planned"),
    Q("line_id", "choice", "line", called="which_line"),
    Group("quantity", (Q("amount", needed=True),)),
    Group("covers", (Q("amount"),)),
    Q("delivered_on", "date", needed=True, bound="past"),
    Q("words", "text"),
    EVIDENCE,
)
MILESTONE = (
    Q("milestone_id", "choice", "milestone", needed=True),
    Q("reached", "flag"),
    Q("actual"),
    Q("words", "text"),
    Q("as_of", "date", needed=True, bound="past"),
    EVIDENCE,
)
FUNDS = (
    Q("line_id", "choice", "money", needed=True, called="which_line"),
    Group("used", (Q("amount", needed=True),)),
    Q("used_on", "date", needed=True, bound="past"),
    Q("purpose", "text", needed=True),
    EVIDENCE,
)
ANSWER = (
    Q("report", "choice", "reports", needed=True),
    Q("confirms", "choice", "confirms", needed=True),
    Q("words", "text"),
)
PAPER = (
    Q("party", "choice", "unsigned", needed=True),
    Group("on_paper", (Q("reference", needed=True), Q("signed_on", "date", needed=True, bound="past"))),
)
REASON = (Q("reason", "text", needed=True),)
WORDS = (Q("words", "text", needed=True),)
ENDING = (Q("reason", "choice", "end_reason", needed=True), Q("words", "text"))
CRITERIA = ("relevance", "effectiveness", "efficiency", "coherence", "added_value")
EVALUATION: tuple[Part, ...] = (
    *(Group(one, (Q("score", "choice", "score", needed=True), Q("words", "text"))) for one in CRITERIA),
    Q("sustainability", "text"),
    Q("may_be_public", "flag"),
)
RESULTS = (Q("results_stand", "choice", "results_stand", needed=True), Q("words", "text"))
CHAMPION = (Q("party", "choice", "offerers", needed=True), Q("came", "choice", "came", needed=True))
NOTICE: tuple[Part, ...] = (
    Q("renews", "hidden"),
    Q("origin", "choice", "origin", needed=True),
    Q("role", "choice", "side", needed=True),
    Q("title", needed=True),
    Q("pledge", "text"),
    Q("counterpart", "choice", "offerers"),
    Rows("lines", (
        Q("functional_area", "choice", "functional_areas"),
        Q("support_type", "choice", "support_type"),
        Group("quantity", (Q("amount"), Q("unit", "choice", "units"))),
        PERIOD,
    ), needed=True),
    *HOW,
    Q("implementing_partner", "choice", "organisations"),
    Q("horizon", "choice", "horizon", needed=True),
)  # fmt: skip
NOTICE_ANSWER = (Q("answer", "choice", "notice_answer", needed=True),)
CHAMPION_ANSWER = (Q("answer", "choice", "champion_answer", needed=True),)

ALL: tuple[tuple[Part, ...], ...] = (
    TERMS, CONTACT, PLAN, DELIVERY, MILESTONE, FUNDS, ANSWER, PAPER, REASON, WORDS, ENDING, EVALUATION, RESULTS, CHAMPION, NOTICE, NOTICE_ANSWER,
    CHAMPION_ANSWER,
)  # fmt: skip
"""Every form here; their labels are words of the catalogue."""
