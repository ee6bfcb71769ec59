"""The audit as a hash chain: sealed by one sealer per service, verified without any secret."""
