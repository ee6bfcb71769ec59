"""How much each signal counts, and why; and what earlier work is worth by how it ended.

What is not known about an offer is left out of its score, not held against it.
"""

from services.matching.domain.worked import Ended

WEIGHTS: dict[str, float] = {
    "functional_area": 4.0,  # what is asked for is what must be given
    "subject": 2.0,  # words of both texts say more than code lists
    "language": 2.0,  # expertise that cannot be spoken to is of little use
    "geography": 2.0,  # neighbours and the same bureau know the situation; named countries are meant
    "prior_relation": 1.5,  # who worked together before does again
    "support_type": 1.0,  # technical, material, financial as asked (WM 17)
    "quality": 0.5,  # the same of fairness, efficiency, adaptability, integrity (WM 15.i)
    "quantity": 0.5,  # how much of the line it covers
    "period": 0.5,  # how much of the time asked it is there; longer is better (WM 9)
    "engagement": 0.5,  # how long it stays after the time asked, for an engagement that is to go on (WM 9)
    "form": 0.5,  # study visit, training, deployment ... as asked
    "confirmed": 2.0,  # known of an offer that nobody confirmed for long, and 0 then: it comes after one that fits alike (WM 7)
}

ENDED: dict[Ended, float] = {
    "fulfilled": 1.0,
    "running": 0.9,  # nothing speaks against it yet
    "not_known": 0.9,
    "withdrawn": 0.5,  # they agreed on a match, and it never began
    "ended_early": 0.4,
    "closed_unfulfilled": 0.2,  # no side gave word any more
}
"""By how it ended. Why, and by whom, is said in words and weighs nothing: whose fault it was is no machine's to judge (WM 11)."""
