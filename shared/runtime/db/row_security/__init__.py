"""Row-level security: the second line behind the policy. The database shows a transaction what its context allows, no more."""
