"""Everything anyone can do, each with the paragraph it rests on."""

from dataclasses import dataclass

from shared.modalities.paragraphs import (
    P2,
    P3,
    P4,
    P5,
    P6,
    P7,
    P8,
    P9,
    P11,
    P13,
    P15_III,
    P15_V,
    P15_VII,
    P16,
    P17,
    P18,
    P19,
    P20,
    Paragraph,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """A named action; routes, GraphQL fields and topics declare theirs."""

    name: str
    paragraph: Paragraph


SUBMIT_REQUEST = Action("request.submit", P8)
CHECK_REQUEST = Action("request.check", P8)
REVISE_REQUEST = Action("request.revise", P8)
WITHDRAW_REQUEST = Action("request.withdraw", P8)
READ_REQUEST = Action("request.read", P8)
READ_CONTACTS = Action("request.read_contacts", P8)
READ_ASSESSMENT = Action("request.read_assessment", P8)
READ_SHOWN_REQUEST = Action("request.read_shown", P17)
OPEN_DRAFT = Action("draft.open", P8)
READ_DRAFT = Action("draft.read", P8)
READ_DRAFT_CONTACTS = Action("draft.read_contacts", P8)
EDIT_DRAFT = Action("draft.edit", P8)
COMMENT_DRAFT = Action("draft.comment", P8)
SHARE_DRAFT = Action("draft.share", P3)
ASK_SIGNATURES = Action("draft.ask_signatures", P15_V)
ENDORSE_DRAFT = Action("draft.endorse", P8)
SIGN_DRAFT = Action("draft.sign", P15_V)
RECORD_SIGNED_DRAFT = Action("draft.record_signed_paper", P15_V)
REFUSE_TO_SIGN = Action("draft.refuse_to_sign", P15_V)
SUBMIT_DRAFT = Action("draft.submit", P8)
DROP_DRAFT = Action("draft.drop", P8)
SHARE_FEEDBACK = Action("request.share_feedback", P8)
DECIDE_REQUEST = Action("request.decide", P16)
AGREE_TO_REQUEST = Action("request.agree", P15_V)
DECLINE_REQUEST = Action("request.decline", P15_V)
LEAVE_REQUEST = Action("request.leave", P15_V)
AGREE_TO_SUPPORT = Action("support.agree", P3)
DECLINE_SUPPORT = Action("support.decline", P3)
END_SUPPORT = Action("support.end", P3)
RECORD_SIGNED_PAPER = Action("request.record_signed_paper", P15_V)
GIVE_CONSENT = Action("consent.give", P17)
WITHDRAW_CONSENT = Action("consent.withdraw", P17)
RECORD_COMMITMENT = Action("commitment.record", P13)
READ_COMMITMENT = Action("commitment.read", P13)
LIST_OFFER = Action("offer.list", P18)
REVISE_OFFER = Action("offer.revise", P7)
WITHDRAW_OFFER = Action("offer.withdraw", P7)
AGREE_TO_OFFER = Action("offer.agree", P18)
DECLINE_OFFER = Action("offer.decline", P18)
LEAVE_OFFER = Action("offer.leave", P18)
READ_OFFER = Action("offer.read", P7)
READ_OFFER_WHOLE = Action("offer.read_whole", P7)
READ_OFFER_CONTACT = Action("offer.read_contact", P7)
IMPORT_OFFERS = Action("import.make", P7)
READ_IMPORT = Action("import.read", P7)
READ_IMPORTED = Action("import.read_row", P7)
CORRECT_IMPORTED = Action("import.correct", P7)
RELEASE_IMPORTED = Action("import.release", P7)
REJECT_IMPORTED = Action("import.reject", P7)
SEEK_OFFERS = Action("solicitation.seek", P17)
READ_SOLICITATION = Action("solicitation.read", P17)
SEE_CALL = Action("call.see", P17)
ANSWER_CALL = Action("call.answer", P17)
CLOSE_CALL = Action("call.close", P17)
RECALL_CALL = Action("call.recall", P17)
RANK_OFFERS = Action("match.rank", P11)
PROPOSE_MATCH = Action("match.propose", P11)
CONSULT = Action("match.consult", P11)
ANSWER_MATCH = Action("match.answer", P11)
CONFIRM_MATCH = Action("match.confirm", P19)
WITHDRAW_MATCH = Action("match.withdraw", P11)
READ_MATCH = Action("match.read", P11)
READ_MATCH_WHOLE = Action("match.read_whole", P11)
READ_NEED = Action("need.read", P16)
CONVENE_MEETING = Action("meeting.convene", P4)
CHANGE_MEETING = Action("meeting.change", P4)
CHOOSE_MODERATORS = Action("meeting.choose_moderators", P5)
ANSWER_INVITATION = Action("meeting.answer", P4)
RECORD_MEETING = Action("meeting.record", P4)
READ_MEETING = Action("meeting.read", P4)
READ_THREAD = Action("thread.read", P8)
SEND_MESSAGE = Action("thread.send_message", P8)
ASK_QUESTION = Action("thread.ask_question", P8)
ANSWER_QUESTION = Action("thread.answer_question", P8)
WITHDRAW_QUESTION = Action("thread.withdraw_question", P8)
ADD_DOCUMENT = Action("thread.add_document", P8)
READ_UP_TO = Action("thread.read_up_to", P8)
READ_ENGAGEMENT = Action("engagement.read", P11)
GIVE_NOTICE = Action("engagement.give_notice", P19)
ANSWER_NOTICE = Action("engagement.answer_notice", P19)
PROPOSE_TERMS = Action("engagement.propose_terms", P11)
SET_TERMS_ASIDE = Action("engagement.set_terms_aside", P9)
SIGN_TERMS = Action("engagement.sign", P19)
RECORD_SIGNED_TERMS = Action("engagement.record_signed_paper", P19)
RELEASE_CONTACT = Action("engagement.release_contact", P19)
READ_PARTNER_CONTACT = Action("engagement.read_contact", P19)
PROPOSE_PLAN = Action("engagement.propose_plan", P11)
AGREE_PLAN = Action("engagement.agree_plan", P11)
START_ENGAGEMENT = Action("engagement.start", P20)
REPORT_PROGRESS = Action("engagement.report", P15_VII)
ANSWER_REPORT = Action("engagement.answer_report", P15_VII)
PAUSE_ENGAGEMENT = Action("engagement.pause", P11)
SAY_FULFILLED = Action("engagement.say_fulfilled", P15_VII)
END_ENGAGEMENT = Action("engagement.end", P11)
CLOSE_ENGAGEMENT = Action("engagement.close", P11)
EVALUATE_ENGAGEMENT = Action("engagement.evaluate", P15_VII)
EVALUATE_AS_SECRETARIAT = Action("engagement.evaluate_as_secretariat", P15_VII)
ANSWER_PUBLICATION = Action("engagement.answer_publication", P15_VII)
SAY_RESULTS_STAND = Action("engagement.say_results_stand", P15_III)
ASK_CHAMPION = Action("engagement.ask_champion", P2)
ANSWER_AS_CHAMPION = Action("engagement.answer_as_champion", P2)
READ_DELIVERY = Action("delivery.read", P6)
RETRY_DELIVERY = Action("delivery.retry", P6)
KEEP_DIRECTORY = Action("directory.keep", P6)
KEEP_PREFERENCES = Action("preferences.keep", P6)
READ_PREFERENCES = Action("preferences.read", P6)
FOLLOW_MAIL_LINK = Action("mail.follow_link", P6)
READ_NOTICE = Action("notice.read", P6)
READ_DEADLINE = Action("deadline.read", P6)
READ_INBOX = Action("inbox.read", P6)
KEEP_INBOX = Action("inbox.keep", P6)
FOLLOW_CALENDAR_FEED = Action("calendar.follow", P6)
KEEP_WEBHOOK = Action("webhook.keep", P3)
READ_WEBHOOK = Action("webhook.read", P3)
READ_ANNOUNCEMENT = Action("announcement.read", P17)
READ_CHANNEL = Action("channel.read", P6)
MUTE_CHANNEL = Action("channel.mute", P6)
RECEIVE_SELF_TEST = Action("channel.receive_self_test", P6)
READ_LAG = Action("lag.read", P3)
READ_WORKLIST = Action("worklist.read", P6)
READ_HISTORY = Action("history.read", P6)
READ_FRESHNESS = Action("freshness.read", P6)
READ_COMPLETENESS = Action("completeness.read", P6)
READ_PULSE = Action("pulse.read", P6)
READ_ROLLUPS = Action("rollups.read", P6)
QUERY = Action("graphql.query", P6)
READ_HEALTH = Action("health.read", P6)
KEEP_TOKEN = Action("token.keep", P3)
READ_TOKEN = Action("token.read", P3)
REVOKE_TOKEN = Action("token.revoke", P3)
INTROSPECT_TOKEN = Action("token.introspect", P3)
SEND_ELSEWHERE = Action("command.send_elsewhere", P6)
FEDERATION_READ = Action("federation.read", P6)
ORDER_HANDOVER = Action("handover.order", P6)
CALL_BACK_HANDOVER = Action("handover.call_back", P6)
READ_HANDOVER = Action("handover.read", P6)
TAKE_HANDOVER = Action("handover.take", P6)
READ_INTERNAL_TOPIC = Action("topic.read_internal", P6)
READ_FEDERATED_TOPIC = Action("topic.read_federated", P6)
READ_PUBLIC_TOPIC = Action("topic.read_public", P17)

ACTIONS: dict[str, Action] = {value.name: value for value in list(globals().values()) if isinstance(value, Action)}
