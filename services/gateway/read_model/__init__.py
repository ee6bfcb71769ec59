"""The gateway's own copy of what the topics say."""
