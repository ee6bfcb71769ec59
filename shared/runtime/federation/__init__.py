"""What an owner shows to readers of other deployments, so that they can prove what they hold and fill what they miss."""
