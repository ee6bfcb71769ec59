"""Statements of migrations, each as it was when it was written."""
