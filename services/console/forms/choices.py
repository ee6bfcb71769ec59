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
}
