"""The address of the page, checked before anything slow is loaded."""

from __future__ import annotations

import ipaddress
import socket

from corpus.errors import SettingsError
from qa.settings import Settings


def check_address(settings: Settings) -> None:
    """Do nothing when the page may listen where the settings say.

    Raises:
        SettingsError: Others could reach it without a login, no name is given for an address that
            stands for all, another program listens there, or the address is none of this machine.
    """
    if not is_loopback(settings.host):
        if not settings.auth:
            raise SettingsError(
                f"QA_HOST is '{settings.host}', where others can reach the page: set a login with "
                "QA_AUTH=user:password, or leave QA_HOST out."
            )
        if is_every_address(settings.host) and not settings.hosts:
            raise SettingsError(
                f"QA_HOST is '{settings.host}', which stands for every address: name what people "
                "type to reach the page, as in QA_HOSTS=news.example,192.0.2.7."
            )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        # As a server does, pass over connections of an earlier run that are still closing.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise busy(settings) from error


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_every_address(host: str) -> bool:
    """Return whether an address stands for all of this machine's."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def busy(settings: Settings) -> SettingsError:
    """Return what to say of a port that cannot be had."""
    port = settings.port
    other = port + 1 if port < 65535 else port - 1
    return SettingsError(
        f"port {port} of {settings.host} cannot be used: stop what listens on it, or choose "
        f"another one, as in PORT={other}."
    )
