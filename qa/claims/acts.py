"""What a reporting verb does: confirm, deny, announce and so on, in French and English.

The lists hold general verbs and nouns of reporting by their dictionary form; the library simplemma
brings a word of a text to that form.
"""

from __future__ import annotations

import functools
import re

_VERBS = {
    "fr": {
        "confirm": "confirmer reconnaître admettre avouer concéder attester authentifier",
        "deny": "démentir nier contester réfuter infirmer récuser",
        "announce": "annoncer révéler dévoiler proclamer revendiquer divulguer",
        "estimate": "estimer évaluer chiffrer dénombrer recenser comptabiliser tabler",
        "accuse": "accuser reprocher soupçonner incriminer",
        "thank": "remercier",
        "condemn": "condamner dénoncer fustiger déplorer critiquer",
        "promise": "promettre jurer garantir",
        "other": (
            "dire déclarer affirmer assurer expliquer indiquer préciser ajouter souligner rappeler "
            "rapporter soutenir répondre réagir écrire noter insister juger considérer craindre "
            "espérer réclamer exiger saluer célébrer avertir prévenir raconter témoigner plaider "
            "marteler répéter rétorquer répliquer commenter observer signaler mentionner évoquer "
            "prétendre suggérer proposer exprimer douter demander redouter regretter avancer "
            "relater certifier argumenter"
        ),
    },
    "en": {
        "confirm": "confirm acknowledge admit concede recognise recognize verify",
        "deny": "deny refute dispute reject rebut contradict",
        "announce": "announce reveal disclose declare unveil proclaim",
        "estimate": "estimate reckon project",
        "accuse": "accuse blame allege",
        "thank": "thank",
        "condemn": "condemn denounce deplore criticise criticize slam",
        "promise": "promise pledge vow guarantee",
        "other": (
            "say tell state claim report add insist stress explain note warn argue maintain "
            "respond reply write believe think fear hope demand urge praise welcome suggest "
            "propose testify describe comment remark assert affirm recall mention doubt question "
            "call indicate express complain plead"
        ),
    },
}
_REPORTS = (
    r"[^.;]{0,40}\b(?:communiqué|chiffre|bilan|détail|donnée|déclaration|statement|figures|details)"
)
# Verbs that report only with what follows them; what follows decides.
_PHRASES = (
    ("lever", r"le voile", "announce"),
    ("rompre", r"le silence", "announce"),
    ("sortir", r"du silence|de (?:sa|leur) réserve", "announce"),
    ("faire", r"état d", "announce"),
    ("faire", r"part d|l['’]éloge", "other"),
    ("parler", r"d[e'’]+\s?(?:plus de |près de |quelque |environ )?\d", "estimate"),
    ("situer", r"(?:à|entre|autour)\b", "estimate"),
    ("exprimer", r"(?:sa|ses|leur|leurs|son) (?:gratitude|reconnaissance|remercie)", "thank"),
    ("dire", r"(?:merci|[^.,;]{0,40}\b(?:sa|leur) gratitude)", "thank"),
    ("publier", _REPORTS, "announce"),
    ("publish", _REPORTS, "announce"),
    ("rendre", r"hommage", "other"),
    ("adresser", r"(?:un |son |ses |des )?(?:hommage|message|félicitations)", "other"),
    ("adresser", r"(?:ses |des |leurs )remerciements", "thank"),
    ("qualifier", r"[^.;]{0,60}\b(?:fauss|mensong|propagande|infond|sans fondement)", "deny"),
    ("rejeter", r"(?:[^.;]{0,30})\b(?:accusation|allégation|reproche|version|chiffre)", "deny"),
    ("engager", r"à\b", "promise"),
    ("plaider", r"(?:non coupable|l['’]innocence)", "deny"),
    ("plaider", r"coupable", "confirm"),
    ("break", r"(?:his|her|its|their) silence", "announce"),
    ("express", r"[^.;]{0,30}\b(?:gratitude|thanks)", "thank"),
    ("put", r"[^.;]{0,60}\bat (?:about |around |some |more than )?[\d$€£]", "estimate"),
    ("plead", r"not guilty", "deny"),
    ("plead", r"guilty", "confirm"),
    ("call", r"[^.;]{0,60}\b(?:false|a lie|untrue|baseless|unfounded|propaganda)\b", "deny"),
    ("dismiss", r"[^.;]{0,60}\bas\b", "deny"),
)
_PHRASE_VERBS = frozenset(verb for verb, _, _ in _PHRASES)
_PHRASE_PATTERNS = [(verb, re.compile(rf"\W*{rest}", re.I), act) for verb, rest, act in _PHRASES]
# Verbs that report nothing without such a phrase.
_ONLY_IN_PHRASES = frozenset(
    "adresser publier publish qualifier lever rompre sortir faire parler situer rendre rejeter "
    "engager break put dismiss call".split()
)
_ACT_OF = {
    language: {verb: act for act, verbs in acts.items() for verb in verbs.split()}
    for language, acts in _VERBS.items()
}
# These report only where what is said follows: "soutient que", and not "soutient les insurgés".
NEEDS_CONTENT = frozenset(
    (
        "soutenir avancer considérer juger assurer rapporter répéter garantir suggérer rappeler "
        "maintain suggest mention recall state believe think project report claim doubt hope "
        "demand question comment note indicate guarantee"
    ).split()
)
_NOUNS = {
    "confirm": "confirmation reconnaissance aveu admission acknowledgement acknowledgment "
    "recognition",
    "deny": "démenti dénégation denial",
    "announce": "annonce révélation announcement revelation disclosure",
    "estimate": "estimation évaluation estimate",
    "accuse": "accusation",
    "condemn": "condamnation dénonciation condemnation",
    "promise": "promesse promise pledge",
    "other": "déclaration statement",
}
_ACT_OF_NOUN = {noun: act for act, nouns in _NOUNS.items() for noun in nouns.split()}
_PARTICIPLES = (
    (r"ée?s?$", "er"),
    (r"ie?s?$", "ir"),
    (r"ue?s?$", "re"),
    (r"es?$", "er"),
    (r"ant$", "er"),
    (r"ment$", "mentir"),
)


@functools.lru_cache(maxsize=65_536)
def reporting_verb(word: str, language: str) -> str:
    """Return the reporting verb that a word is a form of, or "".

    Args:
        word: In lower case.
        language: ``fr``; any other is read as English.
    """
    import simplemma

    language = "fr" if language == "fr" else "en"
    known = _ACT_OF[language]
    lemma = simplemma.lemmatize(word, lang=language)
    endings = _PARTICIPLES if language == "fr" else ((r"ed$", ""), (r"ed$", "e"), (r"s$", ""))
    for candidate in (lemma, *(re.sub(ending, verb, word) for ending, verb in endings)):
        if candidate in known or candidate in _PHRASE_VERBS:
            return candidate
    return ""


def act_of(verb: str, following: str, language: str) -> str:
    """Return the act of a reporting verb, or "" where it does not report.

    Args:
        verb: As `reporting_verb` returns it.
        following: The text behind the verb, up to the end of its sentence.
        language: As for `reporting_verb`.
    """
    for phrase, pattern, act in _PHRASE_PATTERNS:
        if phrase == verb and pattern.match(following):
            return act
    if verb in _ONLY_IN_PHRASES:
        return ""
    return _ACT_OF["fr" if language == "fr" else "en"].get(verb, "")


def act_of_noun(word: str) -> str:
    """Return the act that a noun such as "confirmation" or "denial" names, or ""."""
    low = word.lower()
    return _ACT_OF_NOUN.get(low) or _ACT_OF_NOUN.get(low.removesuffix("s"), "")
