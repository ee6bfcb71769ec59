"""A module that opens a socket when it is imported."""

import socket

LISTENER = socket.create_server(("127.0.0.1", 0))
