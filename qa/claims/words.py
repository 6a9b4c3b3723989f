"""Words of grammar: determiners, prepositions, and capitalised words that are no names."""

from __future__ import annotations

from qa.claims.tokens import Token

DETERMINERS = frozenset(
    (
        "le la l' les un une des ce cet cette ces son sa ses leur leurs notre nos plusieurs deux "
        "trois certains certaines d' quelques the a an this that these those his her its their "
        "several two three some many other another both one"
    ).split()
)

# Capitalised at the head of a sentence, and no names.
NO_NAMES = frozenset(
    (
        "il ils elle elles on ce cela ça c' ceci celui celle ceux celles celui-ci celle-ci qui que "
        "nul personne rien aucun aucune certains beaucoup tous toutes tout toute chacun je nous "
        "vous j' tu mais et ou or car donc si quand comme alors ainsi aussi encore toutefois "
        "cependant néanmoins puis ensuite enfin pourtant selon d'après pour sur dans en à au aux "
        "avec sans sous depuis après avant pendant lors hier aujourd'hui demain interrogé "
        "interrogée contacté contactée ni lundi mardi mercredi jeudi vendredi samedi dimanche "
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
        "jamais là ici outre malgré face he she it they we you i who what nobody none no everyone "
        "all many most some asked speaking according but and or if when then also however still "
        "yet meanwhile later earlier in on at to for from by of with after before since while as "
        "monday tuesday wednesday thursday friday saturday sunday january february march april may "
        "june july august september october november december never neither nor there moins plus "
        "très trop même certes seul seule whereas although though because unless even only indeed "
        "thus perhaps dès par proche bien ayant étant là here that this not m mm mme mr mrs ms dr"
    ).split()
)

_PREPOSITIONS = frozenset(
    (
        "de du d' à au aux en dans par pour sur avec contre sous sans vers chez entre selon depuis "
        "après avant pendant lors malgré outre envers parmi dès hors face of to in on at by for "
        "with from against under over about after before since during near between among into "
        "despite"
    ).split()
)


def is_name(token: Token) -> bool:
    """Return whether a token is a capitalised word that can be a name."""
    if token.low.endswith("'") or (token.low.endswith("ment") and not token.text.isupper()):
        return False
    return (
        token.is_capitalised
        and token.text[0].isalpha()
        and token.low not in NO_NAMES
        and token.low not in DETERMINERS
    )


def governs(token: Token) -> bool:
    return token.low in _PREPOSITIONS
