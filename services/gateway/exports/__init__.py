"""Exports: items as tables, as activities of international aid, as lines; what a reader may see and nothing else (WM 6, 17)."""
