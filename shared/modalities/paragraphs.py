"""Every paragraph of the working modalities, once: number, our short title, strength of wording, home in the code."""

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How strictly a paragraph is worded."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"
    WHERE_APPLICABLE = "where_applicable"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as a value: the document's own ``number`` (``15.iii``); ``owner`` is the service that carries it."""

    number: str
    title: str
    strength: Strength
    owner: str

    def __str__(self) -> str:
        return self.number


_SHALL, _SHOULD, _MAY, _WHERE = Strength.SHALL, Strength.SHOULD, Strength.MAY, Strength.WHERE_APPLICABLE

P1 = Paragraph("1", "Purpose: coherent support, links between stakeholders", _SHALL, "all")
P2 = Paragraph("2", "Every State may ask and offer; champions", _MAY, "intake")
P3 = Paragraph("3", "Other stakeholders support requests and make offers", _SHOULD, "roster")
P4 = Paragraph("4", "Periodic meetings", _MAY, "dialogue")
P5 = Paragraph("5", "Coordination by UNHCR; moderators chosen for diversity", _SHALL, "dialogue")
P6 = Paragraph("6", "A small Secretariat with the bureaux keeps everyone informed", _SHALL, "notifications")
P7 = Paragraph("7", "An active roster; possibly a fund", _MAY, "roster")
P8 = Paragraph("8", "A State's request activates the mechanism; timely feedback", _SHALL, "intake")
P9 = Paragraph("9", "Longer engagement is encouraged", _SHOULD, "matching")
P10 = Paragraph("10", "States first; others together with the authorities", _SHALL, "intake")
P11 = Paragraph("11", "UNHCR matches in close consultation", _SHALL, "matching")
P12 = Paragraph("12", "In crises, complement the response; early warning", _SHOULD, "intake")
P13 = Paragraph("13", "Prior assessment and own commitments", _SHOULD, "intake")
P14 = Paragraph("14", "Support to methods of assessment and planning", _SHALL, "intake")
P15 = Paragraph("15", "Criteria of a request", _SHOULD, "intake")
P15_I = Paragraph(
    "15.i", "Part of a national plan for fairness, efficiency, adaptability, integrity", _SHOULD, "intake"
)
P15_II = Paragraph("15.ii", "A concrete gap, objectives, both kinds of milestones", _SHOULD, "intake")
P15_III = Paragraph("15.iii", "Results last after the support", _SHOULD, "intake")
P15_IV = Paragraph("15.iv", "May include others who work with the authorities", _MAY, "intake")
P15_V = Paragraph("15.v", "May be made by several States", _MAY, "intake")
P15_VI = Paragraph("15.vi", "Coordination and duplication", _WHERE, "intake")
P15_VII = Paragraph("15.vii", "Impact can be monitored and use reported", _SHOULD, "intake")
P16 = Paragraph("16", "Offers are sought for requests in line", _SHALL, "matching")
P17 = Paragraph("17", "Solicitation only with the requesting State's agreement", _SHALL, "intake")
P18 = Paragraph("18", "Proactive offers", _SHOULD, "roster")
P19 = Paragraph("19", "Through UNHCR or bilateral", _SHOULD, "matching")
P20 = Paragraph("20", "Peer to peer, or implemented by UNHCR or partners", _MAY, "matching")
P21 = Paragraph("21", "Yearly review of the terms", _SHALL, "dialogue")

PARAGRAPHS: tuple[Paragraph, ...] = tuple(value for value in globals().values() if isinstance(value, Paragraph))
_BY_NUMBER = {paragraph.number: paragraph for paragraph in PARAGRAPHS}


def paragraph(number: str) -> Paragraph:
    """Looks a paragraph up by its number. Raises KeyError for a number the document does not have."""
    return _BY_NUMBER[number]
