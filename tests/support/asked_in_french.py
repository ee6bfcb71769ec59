"""What an authority of Chad types into the ten parts of a request; into that of a crisis nothing."""

CANARY = "CANARY-console-91c4"
SECTIONS: dict[str, dict[str, str | list[str]]] = {
    "who": {"title": "Enregistrement numérique des demandes", "language": "fr", "competent_authority-name": "CNARR",
            "competent_authority-focal_point-name": CANARY, "competent_authority-focal_point-email": "c@example.org"},
    "route": {"submission_route-route": "country_office"},
    "ground": {"national_plan-title": "Plan d’action national", "assessment-reference": "Évaluation 2025",
               "assessment-conducted_on-y": "2025", "assessment-conducted_on-m": "11", "assessment-conducted_on-d": "3"},
    "commitments": {"own_commitments-0-description": f"Douze agents sont recrutés {CANARY}"},
    "gap": {"gap": f"L’enregistrement prend quatre-vingt-dix jours {CANARY}"},
    "lines": {"lines-0-functional_area": "registration", "lines-0-support_type": "technical",
              "lines-0-quantity-amount": "2", "lines-0-quantity-unit": "packages", "lines-0-period-start-y": "2026",
              "lines-0-period-start-m": "1", "lines-0-period-start-d": "1"},
    "objectives": {"objectives-0-text": "Enregistrer en dix jours", "objectives-0-milestones-0-text": "60 % en six mois",
                   "objectives-0-milestones-0-kind": "quantitative"},
    "lasting": {"sustainability-statement": "Les postes sont au budget de l’État"},
    "timing": {"languages": ["fr"]},
    "crisis": {},
}  # fmt: skip
