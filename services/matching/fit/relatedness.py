"""Functional areas that serve each other: an offer in one often helps in the other. Our reading of the public records."""

RELATED: dict[frozenset[str], float] = {
    frozenset(pair): value
    for *pair, value in (
        ("case_processing", "decision_quality", 0.6),
        ("case_processing", "case_processing_modalities", 0.7),
        ("case_processing", "backlog", 0.6),
        ("case_processing", "training", 0.5),
        ("case_processing", "coi", 0.4),
        ("case_processing", "institution_building", 0.5),
        ("case_processing", "appeals", 0.4),
        ("decision_quality", "training", 0.5),
        ("decision_quality", "monitoring_oversight", 0.6),
        ("decision_quality", "coi", 0.4),
        ("decision_quality", "appeals", 0.4),
        ("backlog", "case_processing_modalities", 0.6),
        ("backlog", "case_management_it", 0.4),
        ("registration", "documentation", 0.7),
        ("registration", "case_management_it", 0.5),
        ("registration", "reception", 0.4),
        ("registration", "access_admission", 0.4),
        ("reception", "identification_vulnerability", 0.5),
        ("reception", "access_admission", 0.4),
        ("child_agd", "identification_vulnerability", 0.6),
        ("child_agd", "reception", 0.4),
        ("institution_building", "strategic_planning_financing", 0.6),
        ("institution_building", "legislation", 0.4),
        ("institution_building", "needs_assessment", 0.6),
        ("institution_building", "training", 0.4),
        ("legislation", "appeals", 0.3),
        ("legislation", "needs_assessment", 0.3),
        ("legal_aid", "appeals", 0.4),
        ("legal_aid", "monitoring_oversight", 0.3),
        ("legal_aid", "interpretation", 0.3),
        ("emergency_preparedness", "reception", 0.4),
        ("emergency_preparedness", "strategic_planning_financing", 0.4),
        ("integrity", "decision_quality", 0.4),
        ("research_innovation", "needs_assessment", 0.4),
        ("research_innovation", "institution_building", 0.3),
    )
}


def relatedness(one: str, other: str) -> float:
    """1 for the same area, a part for related ones, else 0."""
    return 1.0 if one == other else RELATED.get(frozenset((one, other)), 0.0)
