"""The address of the page, checked before anything slow is loaded."""

from __future__ import annotations

import socket

from corpus.errors import SettingsError

# This machine only: there is no login yet.
ADDRESS = "127.0.0.1"


def check_port(port: int) -> None:
    """Do nothing when the port is free.

    Raises:
        SettingsError: Another program listens on it, or it may not be used.
    """
    with socket.socket() as probe:
        # As a server does, pass over connections of an earlier run that are still closing.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise busy(port) from error


def busy(port: int) -> SettingsError:
    """Return what to say of a port that cannot be had."""
    other = port + 1 if port < 65535 else port - 1
    return SettingsError(
        f"port {port} of {ADDRESS} cannot be used: stop what listens on it, or choose another "
        f"one, as in PORT={other}."
    )
