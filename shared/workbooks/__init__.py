"""A body as a workbook, out and in (WM 8): sheets follow from the body's model, faults are named by sheet and cell."""
