"""What each step asks for, in an English sentence; by the key of its words (``shared.modalities.steps``)."""

from collections.abc import Mapping

WHAT: Mapping[str, str] = {
    "feedback": "share feedback or decide",
    "revision": "revise the request",
    "revision_or_withdrawal": "revise the request, or withdraw it",
    "consent": "agree to solicitation, or say no",
    "consult": "consult the State that withdrew its agreement",
    "consult_apart": "consult the States: they agreed, but to nobody in common",
    "seek": "seek offers, or propose a match",
    "sign_draft": "sign the draft request, or take one's part out",
    "naming": "answer as a party that is named",
    "solicitation": "answer the call for offers: offer, decline, or say when to ask again",
    "answer": "answer the proposed match",
    "confirmation": "confirm the match",
    "invitation": "answer the invitation to a meeting",
    "meeting": "take part in the meeting",
    "moderators": "choose who moderates the meeting",
    "record": "record what came of the meeting",
    "signature": "sign the terms of the engagement, or propose others",
    "new_terms": "sign the new terms of the engagement, or decline them",
    "plan": "propose a plan of the engagement",
    "plan_agreement": "agree to the plan, or propose another",
    "start": "start the engagement: both sides agreed to its plan",
    "report_answer": "confirm what the other side reported, or say what was otherwise",
    "word": "say how the engagement stands, or that nothing has changed",
    "delivery_due": "report on the delivery that the plan says is due",
    "milestone_due": "report on the milestone that the plan says is due",
    "evaluation": "evaluate the engagement",
    "results": "say whether the results of the engagement still stand",
    "counterpart": "say whether one's party takes part: a notice names it",
    "champion": "say whether one's party stands beside the project",
    "question": "answer a question in the thread",
    "unread": "read what is new in the thread",
    "reach": "reach {recipient} another way: a message that asks for a step could not be delivered",
    "unreachable": "see why messages for information do not reach {recipient}: {count} could not be delivered",
}


def what(key: str, details: Mapping[str, str]) -> str:
    """The sentence of a step."""
    return WHAT[key].format(**details)
