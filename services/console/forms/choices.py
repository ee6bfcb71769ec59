"""Choices of bodies that are no code list."""

FIXED = {
    "route": ("country_office", "direct"),
    "support_type": ("technical", "material", "financial"),
    "milestone": ("quantitative", "qualitative"),
    "horizon": ("short_term", "long_term"),
    "outcome": ("met", "partly", "not_met", "not_applicable", "unclear"),
    "channel": ("through_unhcr", "bilateral", "multilateral", "triangular"),
    "delivery_mode": ("peer_to_peer", "unhcr_direct", "unhcr_partner"),
    "visibility": ("public", "mechanism", "secretariat"),
    "audience": ("offerers", "public"),
    "kind": ("capacity_support", "capacity_assessment"),
    "engagement": ("project", "ongoing"),
    "quality_characteristics": ("fairness", "efficiency", "adaptability", "integrity"),
    "result": ("output", "outcome", "impact", "other"),
    "measure": ("unit", "percentage", "nominal", "ordinal", "qualitative"),
    "by": ("party", "unhcr", "partner"),
    "confirms": ("yes", "no"),
    "end_reason": (
        "priorities_changed", "funding_lost", "security", "staff_unavailable", "authority_changed", "need_met_otherwise",
        "not_relevant_any_more", "other",
    ),
    "score": ("1", "2", "3", "4", "5"),
    "results_stand": ("yes", "partly", "no"),
    "came": ("approached", "volunteered"),
    "champion_answer": ("accepted", "declined", "ended"),
    "standing": ("self_reported", "confirmed", "disputed"),
}  # fmt: skip
