"""HTTP: the application, its problem documents, authentication, authorisation, slim documented routes."""
