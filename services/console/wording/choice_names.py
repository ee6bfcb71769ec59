"""Choices of forms whose words stand in the catalogue: those of bodies, and code lists that have no labels of their own."""

from services.console.forms.choices import FIXED
from services.console.wording.words import codes

CHOICES = FIXED | {
    "support_forms": codes("support_forms"),
    "decline_reasons": codes("decline_reasons"),
    "side": ("requester", "offerer"),
    "match_answer": ("pending", "accepted", "declined"),
}
