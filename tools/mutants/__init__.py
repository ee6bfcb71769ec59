"""Small changes to pure code, and whether the tests without broker or database notice (``make mutants``).

mutmut says what a small change is. It needs a newer ``click`` than Faust allows, so it has an environment of its own
(``.cache/mutmut``) and only writes changed sources; they run here, against the tests of their room, in a fork each.
"""
