"""PostGraphile beside the gateway: the same requests in real tables, the same page, in turn in one run."""
