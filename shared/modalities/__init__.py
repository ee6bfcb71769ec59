"""The document's numbering and the types that cite it; no HTTP numbers, no frameworks, the standard library only."""
