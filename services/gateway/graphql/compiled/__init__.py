"""A short cut through completion: lists of plain objects are mapped by a function compiled from the selection.

Half of the time of a large page is graphql-core's completion of one field after another. Where a selection asks for
nothing but attributes and pure methods, ``plan`` makes one function of it and ``executor`` applies it to the whole
list. Which fields those are follows from the schema's own types, so there is no second description to keep in step.
Anything else, and any value that is not exactly what its type promises, goes the ordinary way.
"""
