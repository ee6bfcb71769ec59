"""What can be read of notifications: each as its reader may see it now."""
