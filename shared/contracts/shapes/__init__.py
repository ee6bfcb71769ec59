"""Values that events carry. Each file holds one thing of the field: a request, an offer, a match."""
