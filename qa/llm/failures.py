"""Why a language model could not be used, told in one line of the question's language.

A client's own message may hold a key, an address or words of an article: it is neither shown nor
logged, only its kind and its status are.
"""

from __future__ import annotations

from enum import Enum

# Statuses after which the same request may succeed.
WORTH_RETRYING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_DEEPEST = 6


class Failure(Enum):
    """What went wrong, with the words for it in English and French."""

    DOWN = ("could not be reached", "est injoignable")
    SLOW = ("took too long", "a mis trop de temps")
    KEY = ("refused the key", "a refusé la clé")
    UNKNOWN = ("is not known to its server", "est inconnu de son serveur")
    CONTEXT = ("found the evidence too long", "a trouvé les extraits trop longs")
    BUSY = ("has too many requests", "reçoit trop de demandes")
    SERVER = ("failed on its server", "a échoué sur son serveur")
    CUT_OFF = ("stopped in the middle", "s’est interrompu")
    EMPTY = ("wrote nothing", "n’a rien écrit")
    ENDLESS = ("did not come to an end", "n’en finissait pas")
    REFUSED = ("saw no answer in the evidence", "n’a pas vu de réponse dans les extraits")
    UNPROVEN = (
        "wrote nothing that the articles prove",
        "n’a rien écrit que les articles prouvent",
    )
    LANGUAGE = ("wrote in another language", "a écrit dans une autre langue")
    LEAKED = ("repeated its instructions", "a répété ses consignes")
    OTHER = ("failed", "a échoué")


class ModelError(Exception):
    """A language model failed; never leaves `qa.llm`."""

    def __init__(self, failure: Failure) -> None:
        """Keep what went wrong."""
        super().__init__(failure.name)
        self.failure = failure


def told(failure: Failure, language: str) -> str:
    """Return the line that the reader sees above the quotations."""
    english, french = failure.value
    if language == "fr":
        return f"Le modèle de langage {french} : la réponse cite les articles sans lui."
    return f"The language model {english}: the answer quotes the articles without it."


def told_removed(count: int, language: str) -> str:
    """Return the line that tells how many sentences were removed."""
    if language == "fr":
        if count == 1:
            return "Une phrase que les passages cités ne prouvent pas a été retirée."
        return f"{count} phrases que les passages cités ne prouvent pas ont été retirées."
    if count == 1:
        return "One sentence that the cited passages do not prove was removed."
    return f"{count} sentences that the cited passages do not prove were removed."


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status behind a client's error; None where there is none."""
    for each in _chain(error):
        response = getattr(each, "response", None)
        for holder in (each, response, getattr(each, "raw_response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int) and status >= 400:
                return status
    return None


def failure_of(error: BaseException, *, begun: bool) -> Failure:
    """Return what a client's error means.

    Args:
        error: As the client raised it.
        begun: Words had come already.
    """
    if begun:
        return Failure.CUT_OFF
    status = status_of(error)
    # Read for what it is about only; never kept.
    said = " ".join(str(each) for each in _chain(error)).casefold()
    if status in (401, 403) or "api_key" in said or "api key" in said:
        return Failure.KEY
    if status == 413 or (status in (400, 422, 500) and "context" in said):
        return Failure.CONTEXT
    if status == 404:
        return Failure.UNKNOWN
    if status == 429:
        return Failure.BUSY
    if status is not None and status >= 500:
        return Failure.SERVER
    names = {kind.__name__ for each in _chain(error) for kind in type(each).__mro__}
    if any("Timeout" in name for name in names):
        return Failure.SLOW
    if names & {"ConnectError", "APIConnectionError", "ConnectionError", "NetworkError"}:
        return Failure.DOWN
    return Failure.OTHER


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error and what caused it, outermost first."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and len(chain) < _DEEPEST:
        chain.append(each)
        each = each.__cause__ or each.__context__
    return chain
