"""What the pages say, in the six languages of the United Nations."""
