"""A module that keeps a generator of its own, as libraries do that mask frames of WebSockets."""

import random

CHANCE = random.Random()
