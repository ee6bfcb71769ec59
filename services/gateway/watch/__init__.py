"""Early warning (WM 12): signals that officers judge, worked out of figures by a rule that is written down."""
