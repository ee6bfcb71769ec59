"""The channels that carry what is told: one word for each, everywhere."""

from typing import Literal, get_args

NotificationChannel = Literal["email", "webhook"]
NOTIFICATION_CHANNELS: tuple[NotificationChannel, ...] = get_args(NotificationChannel)
