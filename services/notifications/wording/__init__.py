"""Words of each message in each language, and the mail they make."""
