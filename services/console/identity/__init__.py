"""Who sits before the page: signing in at the issuer, sessions, what is kept secret."""
