"""Offers, matches and engagements as activities of the International Aid Transparency Initiative, version 2.03 (WM 6, 15.vii, 18, 19)."""

from services.gateway.exports.iati.document import MEDIA_TYPE, activities
from services.gateway.exports.iati.reporter import Reporter

__all__ = ["MEDIA_TYPE", "Reporter", "activities"]
