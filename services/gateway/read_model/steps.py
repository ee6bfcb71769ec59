"""Steps in an item's history that no event tells: what this read model did to stay whole."""

TAKEN_OVER = "acsg.gateway.state-taken-over"
VANISHED = "acsg.gateway.item-vanished"
SET_BACK = "acsg.gateway.state-forgotten-by-owner"

WORDS = {
    TAKEN_OVER: "State taken over from its owner; steps in between are not known",
    VANISHED: "Its owner has nothing of it any more; kept in the list of what vanished",
    SET_BACK: "Its owner was restored from a backup and has forgotten this state; kept in the list of what vanished",
}
