"""The one policy function, and the table it reads: action, roles, relation to the thing, paragraph.

A rule that is not here is a refusal. UNHCR never consents, accepts or declines in a State's name (WM 17): no officer's
role stands in those rows, and a test keeps it so.
"""

from dataclasses import dataclass

from shared.modalities.access import action_groups as g
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import PUBLIC as NOBODY
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.relations import (
    Relation,
    anyone,
    as_approached,
    as_asked_side,
    as_champion_or_asked,
    as_committed,
    as_editor,
    as_invited,
    as_invited_offerer,
    as_invited_requester,
    as_invited_supporter,
    as_its_state,
    as_lead_offerer,
    as_lead_requester,
    as_offerer,
    as_owner,
    as_participant,
    as_proposer,
    as_recipient,
    as_requester,
    as_side,
    as_supporter,
    beside_the_request,
    country_asks,
    country_asks_in_match,
    country_committed,
    country_is_asked,
    country_is_named,
    country_leads,
    country_offers,
    country_practises,
    country_prepares,
    country_signs,
    country_takes_part,
    has_a_hand,
    in_its_audience,
    in_its_circle,
    in_its_past,
    may_look,
    own_region,
    serving,
    shown_to_public,
)  # fmt: skip
from shared.modalities.access.resource import Resource
from shared.modalities.access.rule import (
    BUREAU,
    GENEVA,
    INTEGRATOR,
    KNOWN,
    OFFICE,
    PARTIES,
    PUBLIC,
    SERVICE,
    STAKEHOLDER,
    STATE,
    Rule,
)
from shared.modalities.access.rule import rows as _rows
from shared.modalities.access.rules_of_calls_for_action import OF_CALLS_FOR_ACTION
from shared.modalities.access.rules_of_funds import OF_FUNDS
from shared.modalities.access.rules_of_initiatives import OF_INITIATIVES
from shared.modalities.access.rules_of_liaisons import OF_LIAISONS
from shared.modalities.access.rules_of_links import OF_LINKS
from shared.modalities.access.rules_of_organisations import OF_ORGANISATIONS
from shared.modalities.access.rules_of_recipients import OF_RECIPIENTS
from shared.modalities.access.rules_of_terms import OF_TERMS
from shared.modalities.access.scopes import is_granted
from shared.modalities.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class PolicyDecision:
    """What the policy says, with its paragraph."""

    allowed: bool
    paragraph: Paragraph


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
    *_rows(as_lead_requester, (STATE,), *g.PREPARING, a.SIGN_DRAFT, a.DROP_DRAFT),
    *_rows(country_leads, (OFFICE,), *g.PREPARING, a.ENDORSE_DRAFT, a.COMMENT_DRAFT),
    *_rows(as_owner, (OFFICE,), a.DROP_DRAFT),
    *_rows(as_editor, PARTIES, a.EDIT_DRAFT, a.READ_DRAFT_CONTACTS),
    *_rows(has_a_hand, PARTIES, a.READ_DRAFT, a.COMMENT_DRAFT),
    *_rows(as_invited_requester, (STATE,), a.SIGN_DRAFT, a.REFUSE_TO_SIGN),
    *_rows(country_prepares, (OFFICE,), a.READ_DRAFT, a.RECORD_SIGNED_DRAFT),
    # An assessment is its State's, which alone says that it is so and shows it; its country office may enter for it (WM 8, 13, 14).
    *_rows(as_its_state, (STATE,), *g.ASSESSING, a.VALIDATE_ASSESSMENT, a.SHOW_ASSESSMENT, a.READ_CAPACITY_ASSESSMENT),
    *_rows(country_practises, (OFFICE,), *g.ASSESSING, a.READ_CAPACITY_ASSESSMENT),
    *_rows(as_editor, PARTIES, a.REVISE_ASSESSMENT),
    *_rows(may_look, PARTIES, a.READ_CAPACITY_ASSESSMENT),
    *_rows(own_region, (BUREAU, GENEVA), a.READ_CAPACITY_ASSESSMENT),
    # A plan of action is its State's, which alone shows it; its country office may enter it (WM 8, 13).
    *_rows(as_its_state, (STATE,), *g.PLANNING, a.SHOW_NATIONAL_PLAN),
    *_rows(country_practises, (OFFICE,), *g.PLANNING),
    *_rows(may_look, PARTIES, a.READ_NATIONAL_PLAN),
    *_rows(own_region, (BUREAU, GENEVA), a.READ_NATIONAL_PLAN),
    # A State signs by its own login, or its country office or the bureau records the paper that it signed.
    *_rows(country_is_named, (OFFICE,), a.RECORD_SIGNED_PAPER),
    *_rows(country_offers, (OFFICE,), a.READ_OFFER),
    *_rows(own_region, (BUREAU,), a.RECORD_SIGNED_PAPER),
    # A pledge is its party's to word; an officer, or its office, may begin a draft from it, which the State alone signs (WM 8, 13).
    *_rows(as_committed, PARTIES, *g.PLEDGING),
    *_rows(as_committed, (STATE,), a.DRAFT_FROM_COMMITMENT),
    *_rows(country_committed, (OFFICE,), a.DRAFT_FROM_COMMITMENT),
    *_rows(own_region, (BUREAU, GENEVA), a.DRAFT_FROM_COMMITMENT),
    # An offer is its lead's to list, word and take back; who leaves takes its own part out.
    *_rows(as_lead_offerer, PARTIES, a.LIST_OFFER, a.REVISE_OFFER, a.WITHDRAW_OFFER),
    *_rows(as_offerer, PARTIES, a.READ_OFFER, a.READ_OFFER_WHOLE, a.READ_OFFER_CONTACT, a.LEAVE_OFFER),
    # A word is to the wording that was read: who offers agrees anew to another one (WM 18).
    *_rows(as_offerer, PARTIES, a.AGREE_TO_OFFER, a.READ_IMPORTED),
    *_rows(as_invited_offerer, PARTIES, a.READ_OFFER, a.AGREE_TO_OFFER, a.DECLINE_OFFER, a.READ_IMPORTED),
    # A party takes its own roster in; officers theirs, of whose rows each party is asked itself before any is an offer (WM 7, 18).
    *_rows(as_owner, PARTIES, a.IMPORT_OFFERS, *g.IMPORTING),
    *_rows(own_region, (BUREAU, GENEVA), a.IMPORT_OFFERS, *g.IMPORTING),
    # Who is asked for offers says itself whether it offers; the States that ask see what came of asking (WM 17).
    *_rows(as_approached, PARTIES, a.READ_SOLICITATION, a.SEE_CALL, a.ANSWER_CALL),
    *_rows(as_requester, (STATE,), a.READ_SOLICITATION),
    *_rows(country_asks, (OFFICE,), a.READ_SOLICITATION),
    *_rows(serving, (BUREAU,), a.READ_SOLICITATION),
    *_rows(as_side, PARTIES, a.ANSWER_MATCH, a.COUNTER_MATCH, a.WITHDRAW_COUNTER, a.READ_MATCH),
    # What becomes of a match is both sides' own: nobody signs, reports, agrees or ends it for them (WM 11, 15.vii, 19).
    *_rows(as_side, PARTIES, *g.BETWEEN_SIDES),
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
    # What a party wants to hear, and its inbox, is its own affair: an officer sees notices and deliveries, and sets nothing.
    *_rows(as_owner, (*PARTIES, OFFICE, INTEGRATOR, BUREAU, GENEVA), a.KEEP_PREFERENCES, a.READ_PREFERENCES),
    *_rows(as_recipient, (*PARTIES, OFFICE, INTEGRATOR, BUREAU, GENEVA), a.READ_NOTICE, a.READ_INBOX, a.KEEP_INBOX),
    *_rows(as_recipient, (*PARTIES, OFFICE), a.READ_DEADLINE),
    *_rows(as_owner, (INTEGRATOR, STAKEHOLDER), a.READ_LAG),
    *_rows(anyone, (BUREAU, GENEVA), a.READ_LAG),
    # Taking part is voluntary, and said by the party itself; a meeting is its convener's to change (WM 4, 5).
    *_rows(as_invited, (*PARTIES, OFFICE), a.ANSWER_INVITATION),
    *_rows(as_invited, (*PARTIES, OFFICE), a.VOLUNTEER_TO_MODERATE),
    *_rows(as_owner, (*PARTIES, OFFICE, BUREAU, GENEVA), a.REPORT_MEETING_ACTION),
    *_rows(as_participant, (*PARTIES, OFFICE), a.READ_MEETING),
    *_rows(country_takes_part, (OFFICE,), a.READ_MEETING),
    *_rows(own_region, (BUREAU, GENEVA), a.CONVENE_MEETING, a.CHANGE_MEETING, a.CHOOSE_MODERATORS, a.RECORD_MEETING),
    *_rows(serving, (BUREAU,), a.READ_MEETING),
    # A practice is its State's to publish, to confirm and to take back; who proposes it says it in its own name (WM 1, 4, 11).
    *_rows(as_proposer, (*PARTIES, OFFICE, BUREAU, GENEVA), a.PROPOSE_PRACTICE, a.REWORD_PRACTICE, *g.AT_PRACTICE),
    *_rows(as_its_state, (STATE,), a.ANSWER_PRACTICE, a.REVIEW_PRACTICE, *g.AT_PRACTICE),
    *_rows(country_practises, (OFFICE,), *g.READING_PRACTICE),
    *_rows(own_region, (BUREAU,), *g.READING_PRACTICE),
    *_rows(serving, (BUREAU,), *g.READING_PRACTICE),
    *_rows(anyone, (GENEVA,), *g.READING_PRACTICE),
    *_rows(in_its_audience, (*PARTIES, OFFICE, BUREAU), a.READ_PRACTICE),
    *_rows(shown_to_public, tuple(Role), a.READ_PRACTICE),
    # A report is made by the officers of its deployment; once one of them published it, everybody reads what is shown of it (WM 21).
    *_rows(own_region, (BUREAU, GENEVA), *g.ON_EDITION),
    *_rows(own_region, (BUREAU,), *g.READING_EDITION),
    *_rows(anyone, (GENEVA,), *g.READING_EDITION),
    *_rows(shown_to_public, tuple(Role), a.READ_EDITION),
    # A crisis is the Secretariat's own declaration; each State says its own word on it, and lets others read of it (WM 12).
    *_rows(own_region, (BUREAU,), *g.ON_CRISIS),
    *_rows(anyone, (GENEVA,), *g.ON_CRISIS),
    *_rows(as_its_state, (STATE,), a.READ_CRISIS, a.SAY_ON_CRISIS),
    *_rows(country_practises, (OFFICE,), a.READ_CRISIS),
    *_rows(in_its_audience, (*PARTIES, OFFICE, BUREAU), a.READ_CRISIS),
    # What a signal says of a State is the officers' to judge: nobody else reads of it (WM 12).
    *_rows(own_region, (BUREAU,), *g.ON_WARNING),
    *_rows(anyone, (GENEVA,), *g.ON_WARNING),
    # Any party may propose a thematic project, the Secretariat opens it for the group; whoever may offer is its champion by its own
    # word, and ties its own offer to it (WM 2, 3, 18).
    *_rows(as_proposer, PARTIES, a.PROPOSE_PROJECT, a.READ_PROJECT),
    *_rows(own_region, (BUREAU, GENEVA), a.PROPOSE_PROJECT, a.OPEN_PROJECT, a.CLOSE_PROJECT),
    *_rows(own_region, (BUREAU, GENEVA), a.ANSWER_VOLUNTEER, a.ASK_PROJECT_CHAMPION),
    *_rows(in_its_audience, (*PARTIES, OFFICE, BUREAU), a.READ_PROJECT),
    *_rows(in_its_audience, PARTIES, a.VOLUNTEER_AS_CHAMPION),
    *_rows(as_champion_or_asked, PARTIES, a.READ_PROJECT, a.ANSWER_AS_PROJECT_CHAMPION),
    *_rows(as_lead_offerer, PARTIES, a.ATTACH_OFFER),
    # A package is its party's own until it offers it; nobody, no officer either, reads it or offers from it (WM 7, 18).
    *_rows(as_owner, PARTIES, *g.ON_PACKAGE),
    # An expert is of the party that employs or certifies it; who received one says its own word on that, and reads who it is where the
    # party lets it. An officer reads no name (WM 7).
    *_rows(as_owner, PARTIES, *g.ON_EXPERT),
    *_rows(as_side, PARTIES, a.READ_EXPERT, a.APPRAISE_EXPERT, a.READ_EXPERT_PERSON),
    *_rows(anyone, (BUREAU, GENEVA), a.READ_EXPERT, a.READ_EXPERT_WHOLE),
    *_rows(in_its_audience, (*PARTIES, OFFICE), a.READ_EXPERT),
    *_rows(serving, (BUREAU,), a.READ_PROJECT),
    # The Secretariat speaks with every side, in strict confidence (WM 6, 8, 11); apart nobody is told what others owe (WM 17).
    *_rows(in_its_circle, (*PARTIES, OFFICE), *g.IN_THREAD),
    *_rows(as_approached, PARTIES, *g.IN_THREAD_APART),
    *_rows(own_region, (BUREAU, GENEVA), *g.IN_THREAD),
    # The country office helps its State to ask (WM 8).
    *_rows(country_asks, (OFFICE,), *g.HELPING_TO_ASK),
    *_rows(country_is_asked, (OFFICE,), a.READ_REQUEST),
    *_rows(country_asks_in_match, (OFFICE,), a.READ_MATCH, a.READ_HISTORY),
    *_rows(own_region, (BUREAU,), *g.OFFICERS_WORK),
    *_rows(anyone, (GENEVA,), *g.OFFICERS_WORK),
    # What is strictly confidential is for the officers of the deployment it was given to (WM 6).
    *_rows(own_region, (BUREAU, GENEVA), a.READ_CONTACTS, a.READ_OFFER_CONTACT),
    # A plan over all needs is a working paper of the officers who made it: it names what no party was asked yet (WM 6, 11).
    *_rows(own_region, (BUREAU, GENEVA), a.READ_ALLOCATION, a.MAKE_ALLOCATION, a.DECIDE_ALLOCATION),
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
    # A State looks at what stands ready before it asks for anything; what it finds it may read anyway (WM 18).
    # Officers look for the States of a crisis (WM 12).
    *_rows(anyone, (STATE, OFFICE, BUREAU, GENEVA), a.READ_READY_OFFERS),
    # Who could offer sees what is shown to it; a program of an integrator what is shown to all.
    *_rows(in_its_audience, (STATE, OFFICE, BUREAU, GENEVA, STAKEHOLDER), a.READ_SHOWN_REQUEST),
    *_rows(shown_to_public, (INTEGRATOR, PUBLIC), a.READ_SHOWN_REQUEST),
    *_rows(shown_to_public, tuple(Role), a.READ_ANNOUNCEMENT),
    *_rows(shown_to_public, tuple(Role), a.READ_OFFER, a.READ_MATCH, a.READ_COMMITMENT),
    *_rows(in_its_audience, (STATE, OFFICE, STAKEHOLDER), a.READ_OFFER),
    *_rows(anyone, KNOWN, a.READ_PUBLIC_TOPIC, a.READ_PULSE),
    # The signature of a link in a mail stands for its reader: it works without a login (RFC 8058).
    *_rows(anyone, tuple(Role), a.FOLLOW_MAIL_LINK),
    # So does the secret in the address of a calendar (it reads the dates of one mailbox), and the signature of a self-test.
    *_rows(anyone, tuple(Role), a.FOLLOW_CALENDAR_FEED, a.RECEIVE_SELF_TEST),
    *_rows(anyone, tuple(Role), a.QUERY, a.READ_HEALTH, a.READ_FRESHNESS),
    *OF_LINKS,
    *OF_INITIATIVES,
    *OF_CALLS_FOR_ACTION,
    *OF_LIAISONS,
    *OF_ORGANISATIONS,
    *OF_TERMS,
    *OF_RECIPIENTS,
    *OF_FUNDS,
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


def decide(actor: Actor, action: Action, thing: Resource) -> PolicyDecision:
    """Whether the actor may do this to the thing. Pure: the same for REST, GraphQL, subscriptions, webhooks, topics."""
    acting, relations = relations_of(actor, action)
    return PolicyDecision(any(relation(acting, thing) for relation in relations), action.paragraph)
