"""The one policy function, and the table it reads: action, roles, relation to the thing, paragraph.

A rule that is not here is a refusal. UNHCR never consents, accepts or declines in a State's name (WM 17): no officer's
role stands in those rows, and a test keeps it so.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import PUBLIC as NOBODY
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.audience import ANYBODY, reading
from shared.modalities.access.resource import PartyRole, Resource
from shared.modalities.access.scopes import is_granted
from shared.modalities.paragraphs import Paragraph

Relation = Callable[[Actor, Resource], bool]


def anyone(_: Actor, __: Resource) -> bool:
    """No relation is needed."""
    return True


@dataclass(frozen=True, slots=True)
class StandsAs:
    """The actor speaks for a party that stands in the thing in one of these roles."""

    roles: tuple[PartyRole, ...]

    def party(self, actor: Actor) -> str | None:
        """The party that must stand in it."""
        return actor.party or None

    def __call__(self, actor: Actor, thing: Resource) -> bool:
        """Whether it does."""
        party = self.party(actor)
        return party is not None and thing.stands(party, *self.roles)


@dataclass(frozen=True, slots=True)
class CountryStandsAs:
    """A country office, and its country's State stands in the thing in one of these roles (WM 8)."""

    roles: tuple[PartyRole, ...]

    def party(self, actor: Actor) -> str | None:
        """The State that must stand in it."""
        scheme, _, country = (actor.party or "").partition(":")
        return f"iso3166:{country}" if scheme == "unhcr-office" else None

    def __call__(self, actor: Actor, thing: Resource) -> bool:
        """Whether it does."""
        party = self.party(actor)
        return party is not None and thing.stands(party, *self.roles)


def own_region(actor: Actor, thing: Resource) -> bool:
    """The officer serves the deployment that owns the thing."""
    return actor.region is not None and actor.region == thing.region


def serving(actor: Actor, thing: Resource) -> bool:
    """The officer's deployment owns an offer in the thing."""
    return actor.region is not None and actor.region in thing.serving


def in_its_audience(actor: Actor, thing: Resource) -> bool:
    """The actor's party is among the possible offerers to whom the requesting States agreed to show it."""
    return reading(actor.party).may(thing.shown_to)


def shown_to_public(_: Actor, thing: Resource) -> bool:
    """The requesting State agreed to show it to all."""
    return ANYBODY.may(thing.shown_to)


WITHOUT_PARTIES: frozenset[Relation] = frozenset({anyone, own_region, serving, in_its_audience, shown_to_public})
"""Relations that ask for no party; every other one names the roles it asks for."""

R = PartyRole
as_lead_requester = StandsAs((R.LEAD_REQUESTER,))
as_requester = StandsAs((R.REQUESTER,))
as_invited_requester = StandsAs((R.INVITED_REQUESTER,))
as_supporter = StandsAs((R.SUPPORTER,))
as_invited_supporter = StandsAs((R.INVITED_SUPPORTER,))
beside_the_request = StandsAs((R.INVITED_REQUESTER, R.SUPPORTER, R.INVITED_SUPPORTER))
as_editor = StandsAs((R.EDITOR,))
has_a_hand = StandsAs((R.LEAD_REQUESTER, R.INVITED_REQUESTER, R.EDITOR, R.COMMENTER))
as_lead_offerer = StandsAs((R.LEAD_OFFERER,))
as_offerer = StandsAs((R.OFFERER,))
as_invited_offerer = StandsAs((R.INVITED_OFFERER,))
as_side = StandsAs((R.REQUESTING_SIDE, R.OFFERING_SIDE))
as_asked_side = StandsAs((R.ASKED_SIDE,))
as_champion_or_asked = StandsAs((R.CHAMPION, R.ASKED_CHAMPION))
as_approached = StandsAs((R.APPROACHED,))
as_invited = StandsAs((R.INVITED,))
as_participant = StandsAs((R.INVITED, R.MODERATOR))
as_committed = StandsAs((R.COMMITTED,))
as_recipient = StandsAs((R.RECIPIENT,))
as_owner = StandsAs((R.OWNER,))
in_its_past = StandsAs(
    (R.REQUESTER, R.OFFERER, R.REQUESTING_SIDE, R.OFFERING_SIDE, R.INVITED, R.MODERATOR, R.COMMITTED, R.CHAMPION)
)
country_leads = CountryStandsAs((R.LEAD_REQUESTER,))
country_prepares = CountryStandsAs((R.LEAD_REQUESTER, R.INVITED_REQUESTER))
country_asks = CountryStandsAs((R.REQUESTER,))
country_is_asked = CountryStandsAs((R.INVITED_REQUESTER,))
country_is_named = CountryStandsAs((R.INVITED_REQUESTER, R.REQUESTER, R.INVITED_OFFERER, R.OFFERER))
country_offers = CountryStandsAs((R.INVITED_OFFERER, R.OFFERER))
country_asks_in_match = CountryStandsAs((R.REQUESTING_SIDE,))
country_signs = CountryStandsAs((R.REQUESTING_SIDE, R.OFFERING_SIDE))
country_takes_part = CountryStandsAs((R.INVITED, R.MODERATOR))


@dataclass(frozen=True, slots=True)
class Rule:
    """These roles may do this when they stand in that relation to the thing."""

    action: Action
    roles: frozenset[Role]
    relation: Relation


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy says, with its paragraph."""

    allowed: bool
    paragraph: Paragraph


STATE, OFFICE, BUREAU, GENEVA = Role.STATE_AUTHORITY, Role.COUNTRY_OFFICE, Role.BUREAU_OFFICER, Role.GENEVA_OFFICER
STAKEHOLDER, INTEGRATOR, PUBLIC, SERVICE = Role.STAKEHOLDER, Role.INTEGRATOR, Role.PUBLIC, Role.SERVICE
EVERYONE = frozenset(Role)
PARTIES = (STATE, STAKEHOLDER)
KNOWN = (STATE, OFFICE, BUREAU, GENEVA, STAKEHOLDER, INTEGRATOR)


def _rows(relation: Relation, roles: tuple[Role, ...], *actions: Action) -> list[Rule]:
    return [Rule(action, frozenset(roles), relation) for action in actions]


_OFFICERS_WORK = (
    a.READ_REQUEST, a.READ_ASSESSMENT, a.SHARE_FEEDBACK, a.DECIDE_REQUEST, a.READ_COMMITMENT, a.READ_OFFER,
    a.SEEK_OFFERS, a.READ_SOLICITATION, a.CLOSE_CALL, a.RECALL_CALL, a.RANK_OFFERS, a.PROPOSE_MATCH, a.CONSULT, a.CONFIRM_MATCH, a.WITHDRAW_MATCH,
    a.READ_MATCH, a.READ_MATCH_WHOLE, a.READ_NEED, a.READ_DELIVERY, a.RETRY_DELIVERY, a.KEEP_DIRECTORY, a.READ_HISTORY,
    a.READ_PREFERENCES, a.READ_NOTICE, a.READ_DEADLINE, a.READ_WEBHOOK, a.READ_ANNOUNCEMENT, a.READ_CHANNEL, a.MUTE_CHANNEL,
    a.READ_MEETING, a.READ_ENGAGEMENT,
)  # fmt: skip

_IMPORTING = (a.READ_IMPORT, a.READ_IMPORTED, a.CORRECT_IMPORTED, a.RELEASE_IMPORTED, a.REJECT_IMPORTED)
_BETWEEN_SIDES = (
    a.READ_ENGAGEMENT, a.GIVE_NOTICE, a.PROPOSE_TERMS, a.SET_TERMS_ASIDE, a.SIGN_TERMS, a.RELEASE_CONTACT,
    a.READ_PARTNER_CONTACT, a.PROPOSE_PLAN, a.AGREE_PLAN, a.START_ENGAGEMENT, a.REPORT_PROGRESS, a.ANSWER_REPORT,
    a.PAUSE_ENGAGEMENT, a.SAY_FULFILLED, a.END_ENGAGEMENT, a.EVALUATE_ENGAGEMENT, a.ANSWER_PUBLICATION,
    a.SAY_RESULTS_STAND,
)  # fmt: skip
_PREPARING = (a.OPEN_DRAFT, a.EDIT_DRAFT, a.READ_DRAFT_CONTACTS, a.SHARE_DRAFT, a.ASK_SIGNATURES, a.SUBMIT_DRAFT)
_WRITING = (a.SEND_MESSAGE, a.ADD_DOCUMENT, a.ASK_QUESTION, a.ANSWER_QUESTION, a.WITHDRAW_QUESTION)
_IN_THREAD = (a.READ_THREAD, *_WRITING, a.READ_UP_TO)

RULES: tuple[Rule, ...] = (
    # A request is its lead's to submit, word and take back; each State's agreement is its own (WM 8, 15.v, 17).
    *_rows(as_lead_requester, (STATE,), a.SUBMIT_REQUEST, a.REVISE_REQUEST, a.WITHDRAW_REQUEST),
    *_rows(as_requester, (STATE,), a.GIVE_CONSENT, a.WITHDRAW_CONSENT, a.LEAVE_REQUEST),
    *_rows(as_invited_requester, (STATE,), a.AGREE_TO_REQUEST, a.DECLINE_REQUEST),
    *_rows(as_requester, (STATE,), a.READ_REQUEST, a.READ_CONTACTS, a.READ_ASSESSMENT, a.READ_NEED),
    # Who is asked to join, and who supports, reads what it is about: no contact, no word of the Secretariat (WM 3).
    *_rows(beside_the_request, PARTIES, a.READ_REQUEST),
    *_rows(as_invited_supporter, PARTIES, a.AGREE_TO_SUPPORT, a.DECLINE_SUPPORT),
    *_rows(as_supporter, PARTIES, a.END_SUPPORT),
    # A draft is its authority's and its country office's to prepare, whoever they invite helps; each State signs itself (WM 3, 8, 15.v).
    *_rows(as_lead_requester, (STATE,), *_PREPARING, a.SIGN_DRAFT, a.DROP_DRAFT),
    *_rows(country_leads, (OFFICE,), *_PREPARING, a.ENDORSE_DRAFT, a.COMMENT_DRAFT),
    *_rows(as_owner, (OFFICE,), a.DROP_DRAFT),
    *_rows(as_editor, PARTIES, a.EDIT_DRAFT, a.READ_DRAFT_CONTACTS),
    *_rows(has_a_hand, PARTIES, a.READ_DRAFT, a.COMMENT_DRAFT),
    *_rows(as_invited_requester, (STATE,), a.SIGN_DRAFT, a.REFUSE_TO_SIGN),
    *_rows(country_prepares, (OFFICE,), a.READ_DRAFT, a.RECORD_SIGNED_DRAFT),
    # A State signs by its own login, or its country office or the bureau records the paper that it signed.
    *_rows(country_is_named, (OFFICE,), a.RECORD_SIGNED_PAPER),
    *_rows(country_offers, (OFFICE,), a.READ_OFFER),
    *_rows(own_region, (BUREAU,), a.RECORD_SIGNED_PAPER),
    *_rows(as_committed, PARTIES, a.RECORD_COMMITMENT, a.READ_COMMITMENT),
    # An offer is its lead's to list, word and take back; who leaves takes its own part out.
    *_rows(as_lead_offerer, PARTIES, a.LIST_OFFER, a.REVISE_OFFER, a.WITHDRAW_OFFER),
    *_rows(as_offerer, PARTIES, a.READ_OFFER, a.READ_OFFER_WHOLE, a.READ_OFFER_CONTACT, a.LEAVE_OFFER),
    # A word is to the wording that was read: who offers agrees anew to another one (WM 18).
    *_rows(as_offerer, PARTIES, a.AGREE_TO_OFFER),
    *_rows(as_invited_offerer, PARTIES, a.READ_OFFER, a.AGREE_TO_OFFER, a.DECLINE_OFFER),
    # A party takes its own roster in; officers theirs, of whose rows each party is asked itself before any is an offer (WM 7, 18).
    *_rows(as_owner, PARTIES, a.IMPORT_OFFERS, *_IMPORTING),
    *_rows(own_region, (BUREAU, GENEVA), a.IMPORT_OFFERS, *_IMPORTING),
    *_rows(as_invited_offerer, PARTIES, a.READ_IMPORTED),
    *_rows(as_offerer, PARTIES, a.READ_IMPORTED),
    # Who is asked for offers says itself whether it offers; the States that ask see what came of asking (WM 17).
    *_rows(as_approached, PARTIES, a.READ_SOLICITATION, a.SEE_CALL, a.ANSWER_CALL),
    *_rows(as_requester, (STATE,), a.READ_SOLICITATION),
    *_rows(country_asks, (OFFICE,), a.READ_SOLICITATION),
    *_rows(serving, (BUREAU,), a.READ_SOLICITATION),
    *_rows(as_side, PARTIES, a.ANSWER_MATCH, a.READ_MATCH),
    # What becomes of a match is both sides' own: nobody signs, reports, agrees or ends it for them (WM 11, 15.vii, 19).
    *_rows(as_side, PARTIES, *_BETWEEN_SIDES),
    # Whom a notice names is no side before it says so itself (WM 19).
    *_rows(as_asked_side, PARTIES, a.READ_ENGAGEMENT, a.ANSWER_NOTICE),
    *_rows(as_champion_or_asked, PARTIES, a.READ_ENGAGEMENT, a.ANSWER_AS_CHAMPION),
    *_rows(country_signs, (OFFICE,), a.READ_ENGAGEMENT, a.RECORD_SIGNED_TERMS),
    *_rows(own_region, (BUREAU,), a.RECORD_SIGNED_TERMS, a.CLOSE_ENGAGEMENT, a.EVALUATE_AS_SECRETARIAT, a.ASK_CHAMPION),
    *_rows(serving, (BUREAU,), a.READ_ENGAGEMENT),
    *_rows(in_its_past, PARTIES, a.READ_HISTORY),
    *_rows(as_owner, (*PARTIES, OFFICE, INTEGRATOR), a.KEEP_DIRECTORY),
    *_rows(as_recipient, (*PARTIES, OFFICE, INTEGRATOR), a.READ_DELIVERY),
    *_rows(as_owner, KNOWN, a.KEEP_WEBHOOK, a.READ_WEBHOOK),
    # What a party wants to hear is its own affair: an officer may see it, never set it.
    *_rows(as_owner, (*PARTIES, OFFICE, INTEGRATOR, BUREAU, GENEVA), a.KEEP_PREFERENCES, a.READ_PREFERENCES),
    # So is its inbox; what became of a message an officer sees in notices and deliveries.
    *_rows(as_recipient, (*PARTIES, OFFICE, INTEGRATOR, BUREAU, GENEVA), a.READ_NOTICE, a.READ_INBOX, a.KEEP_INBOX),
    *_rows(as_recipient, (*PARTIES, OFFICE), a.READ_DEADLINE),
    *_rows(as_owner, (INTEGRATOR, STAKEHOLDER), a.READ_LAG),
    *_rows(anyone, (BUREAU, GENEVA), a.READ_LAG),
    # Taking part is voluntary, and said by the party itself; a meeting is its convener's to change (WM 4, 5).
    *_rows(as_invited, (*PARTIES, OFFICE), a.ANSWER_INVITATION),
    *_rows(as_participant, (*PARTIES, OFFICE), a.READ_MEETING),
    *_rows(country_takes_part, (OFFICE,), a.READ_MEETING),
    *_rows(own_region, (BUREAU, GENEVA), a.CONVENE_MEETING, a.CHANGE_MEETING, a.CHOOSE_MODERATORS, a.RECORD_MEETING),
    *_rows(serving, (BUREAU,), a.READ_MEETING),
    # The Secretariat goes on to speak with the State that asks (WM 8); its office helps it. What they write is strictly
    # confidential: of the officers, those of the deployment that it was written to. A thread for the Secretariat alone has no side.
    *_rows(as_requester, (STATE,), *_IN_THREAD),
    *_rows(country_asks, (OFFICE,), *_IN_THREAD),
    *_rows(own_region, (BUREAU, GENEVA), *_IN_THREAD),
    # The country office helps its State to ask (WM 8).
    *_rows(country_asks, (OFFICE,), a.READ_REQUEST, a.READ_CONTACTS, a.READ_ASSESSMENT, a.READ_HISTORY, a.READ_NEED),
    *_rows(country_is_asked, (OFFICE,), a.READ_REQUEST),
    *_rows(country_asks_in_match, (OFFICE,), a.READ_MATCH, a.READ_HISTORY),
    *_rows(own_region, (BUREAU,), *_OFFICERS_WORK),
    *_rows(anyone, (GENEVA,), *_OFFICERS_WORK),
    # What is strictly confidential is for the officers of the deployment it was given to (WM 6).
    *_rows(own_region, (BUREAU, GENEVA), a.READ_CONTACTS, a.READ_OFFER_CONTACT),
    # An offer on the roster may serve any region, so every officer may see and weigh it (WM 7).
    *_rows(anyone, (BUREAU, GENEVA), a.READ_OFFER, a.READ_OFFER_WHOLE),
    # Both bureaux follow a match of their offer and another region's request; the lead bureau alone works on it (WM 11).
    *_rows(serving, (BUREAU,), a.READ_MATCH, a.READ_MATCH_WHOLE, a.READ_HISTORY),
    *_rows(anyone, (BUREAU, GENEVA), a.READ_WORKLIST, a.READ_INTERNAL_TOPIC, a.READ_FEDERATED_TOPIC),
    # Programs of parties; an officer may see and end them, never make one or speak through one.
    *_rows(as_owner, (*PARTIES, OFFICE, INTEGRATOR), a.KEEP_TOKEN, a.READ_TOKEN, a.REVOKE_TOKEN),
    *_rows(own_region, (BUREAU,), a.READ_TOKEN, a.REVOKE_TOKEN),
    *_rows(anyone, (GENEVA,), a.READ_TOKEN, a.REVOKE_TOKEN),
    # Who holds a token may hear what it is: that is what our services ask, of each other.
    *_rows(anyone, tuple(Role), a.INTROSPECT_TOKEN),
    # Whether the thing's owner takes the command is the owner's to say (ADR 11).
    *_rows(anyone, (*PARTIES, OFFICE, BUREAU, GENEVA), a.SEND_ELSEWHERE),
    # Between Secretariat deployments; what is strictly confidential leaves none of them (WM 6).
    *_rows(anyone, (GENEVA, SERVICE), a.FEDERATION_READ),
    # A person in Geneva moves a country, or takes the order back; what moves is given to the deployment the order names, and to no other (WM 6).
    *_rows(anyone, (GENEVA,), a.ORDER_HANDOVER, a.CALL_BACK_HANDOVER),
    *_rows(anyone, (BUREAU, GENEVA, SERVICE), a.READ_HANDOVER),
    *_rows(own_region, (SERVICE,), a.TAKE_HANDOVER),
    *_rows(anyone, (BUREAU, GENEVA), a.READ_COMPLETENESS, a.READ_ROLLUPS),
    *_rows(anyone, (STATE, OFFICE, STAKEHOLDER), a.READ_WORKLIST),
    *_rows(anyone, (STATE, OFFICE, BUREAU, GENEVA), a.CHECK_REQUEST),
    # Who could offer sees what is shown to it; a program of an integrator what is shown to all.
    *_rows(in_its_audience, (STATE, OFFICE, BUREAU, GENEVA, STAKEHOLDER), a.READ_SHOWN_REQUEST),
    *_rows(shown_to_public, (INTEGRATOR, PUBLIC), a.READ_SHOWN_REQUEST),
    *_rows(shown_to_public, tuple(Role), a.READ_ANNOUNCEMENT),
    *_rows(shown_to_public, tuple(Role), a.READ_OFFER, a.READ_MATCH, a.READ_COMMITMENT),
    *_rows(in_its_audience, (STATE, OFFICE, STAKEHOLDER), a.READ_OFFER),
    *_rows(anyone, KNOWN, a.READ_PUBLIC_TOPIC, a.READ_PULSE),
    # The signature of a link in a mail stands for its reader: it works without a login (RFC 8058).
    *_rows(anyone, tuple(Role), a.FOLLOW_MAIL_LINK),
    # So does the secret in the address of a calendar: it reads the dates of one mailbox, and ends with its feed.
    *_rows(anyone, tuple(Role), a.FOLLOW_CALENDAR_FEED),
    # So does the signature of a self-test.
    *_rows(anyone, tuple(Role), a.RECEIVE_SELF_TEST),
    *_rows(anyone, tuple(Role), a.QUERY, a.READ_HEALTH, a.READ_FRESHNESS),
)

_BY_ACTION: dict[str, tuple[Rule, ...]] = {
    name: tuple(rule for rule in RULES if rule.action.name == name) for name in a.ACTIONS
}


def relations_of(actor: Actor, action: Action) -> tuple[Actor, tuple[Relation, ...]]:
    """In which relations to a thing the actor may do this, and as whom: any one of them is enough."""
    if actor.scopes is not None and not is_granted(actor.scopes, action):
        # Beyond its scopes a token is nobody's: what anybody may do it may too.
        actor = NOBODY
    return actor, tuple(rule.relation for rule in _BY_ACTION.get(action.name, ()) if actor.role in rule.roles)


def decide(actor: Actor, action: Action, thing: Resource) -> Decision:
    """Whether the actor may do this to the thing. Pure: the same for REST, GraphQL, subscriptions, webhooks, topics."""
    acting, relations = relations_of(actor, action)
    return Decision(any(relation(acting, thing) for relation in relations), action.paragraph)
