"""What people typed and nobody may lose: drafts, and forms that came after their session had ended."""
