"""What leaves a deployment, field by field: the cut follows from the classification in the shapes (WM 6, 17).

Strictly confidential fields never leave; a deployment may withhold further optional ones. The reader's models take what
is left.
"""
