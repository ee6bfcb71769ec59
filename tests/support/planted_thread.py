"""A module that starts a thread when it is imported, past Python's own list of threads."""

import _thread
import time

_thread.start_new_thread(time.sleep, (600,))
