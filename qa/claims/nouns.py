"""Nouns for those who speak in the news: people by their office, and bodies.

General words only. Whether a noun is a person decides whom "il" and "she" may mean.
"""

from __future__ import annotations

import functools

_PEOPLE = frozenset(
    (
        "président présidente ministre premier-ministre porte-parole chef cheffe directeur "
        "directrice maire maires préfet préfète procureur procureure général générale colonel "
        "colonelle amiral capitaine commandant commandante lieutenant dirigeant dirigeante "
        "responsable officiel officielle député députée sénateur sénatrice conseiller conseillère "
        "secrétaire ambassadeur ambassadrice juge magistrat magistrate avocat avocate prévenu "
        "prévenue suspect suspecte accusé accusée témoin victime chercheur chercheuse expert "
        "experte économiste médecin docteur professeur professeure auteur autrice patron patronne "
        "pdg fondateur fondatrice propriétaire entraîneur entraîneuse joueur joueuse capitaine "
        "pape évêque archevêque cardinal imam rabbin roi reine prince princesse chancelier "
        "chancelière gouverneur gouverneure émissaire négociateur négociatrice délégué déléguée "
        "élu élue candidat candidate opposant opposante militant militante manager gérant gérante "
        "exploitant exploitante inspecteur commissaire hydrologue météorologue géologue sismologue "
        "historien historienne sociologue politologue analyste spécialiste ingénieur ingénieure "
        "scientifique infirmier infirmière agriculteur agricultrice habitant habitante riverain "
        "riveraine salarié salariée ouvrier ouvrière père mère frère sœur fils fille veuve numéro "
        "leader journaliste écrivain écrivaine acteur actrice chanteur chanteuse réalisateur "
        "réalisatrice syndicaliste trésorier trésorière rapporteur rapporteure homologue "
        "représentant représentante maître gradé vice-président vice-présidente vice-ministre "
        "president minister spokesman spokeswoman spokesperson chief director mayor prefect "
        "prosecutor general colonel admiral captain commander leader official lawmaker senator "
        "congressman congresswoman secretary ambassador judge lawyer attorney defendant suspect "
        "witness victim researcher expert economist doctor professor author boss founder owner "
        "coach player pope bishop king queen prince princess chancellor governor envoy negotiator "
        "delegate candidate activist manager inspector commissioner hydrologist meteorologist "
        "geologist historian analyst specialist engineer scientist nurse farmer resident worker "
        "father mother brother sister daughter widow journalist writer actor singer unionist "
        "treasurer premier deputy adviser advisor chairman chairwoman chair executive ceo officer "
        "representative counterpart diplomat soldier firefighter sheriff diplomate soldat pompier "
        "monarque"
    ).split()
)
_BODIES = frozenset(
    (
        "gouvernement ministère armée police gendarmerie état-major service renseignement agence "
        "journal quotidien hebdomadaire magazine site chaîne radio média presse syndicat "
        "intersyndicale fédération confédération union association ong organisation parti "
        "opposition majorité parlement sénat assemblée commission comité conseil tribunal cour "
        "parquet défense accusation mairie préfecture municipalité département direction "
        "entreprise société groupe banque institut université hôpital ambassade régime état "
        "présidence diplomatie délégation capitale source autorité collectif patronat rectorat "
        "académie agglomération métropole région compagnie opérateur constructeur exploitation "
        "enquête étude rapport communiqué dépêche famille commandement marine aviation occidentaux "
        "pays camp institution secours protection croix-rouge observatoire centre laboratoire "
        "cabinet bureau chambre coalition alliance front mouvement club équipe fondation église "
        "vatican office administration douane régulateur fabricant usine chancellerie otan onu "
        "government ministry army military police force intelligence agency newspaper daily weekly "
        "magazine site channel broadcaster radio media press union federation confederation "
        "association ngo organisation organization party opposition majority parliament senate "
        "assembly commission committee council court prosecution defence defense office department "
        "management company firm group bank institute university hospital embassy regime "
        "presidency delegation source authority administration board report study statement family "
        "command navy team foundation church regulator manufacturer plant coalition alliance "
        "movement club rebel service operator bureau cabinet tribunal side utility"
    ).split()
)
# Plurals that are made otherwise than with an s.
_PLURALS = {
    "généraux": "général",
    "journaux": "journal",
    "hôpitaux": "hôpital",
    "tribunaux": "tribunal",
    "authorities": "authority",
    "agencies": "agency",
    "ministries": "ministry",
    "companies": "company",
    "families": "family",
    "parties": "party",
    "universities": "university",
    "attorneys": "attorney",
    "spokesmen": "spokesman",
}


@functools.lru_cache(maxsize=16_384)
def speaking_noun(word: str) -> str:
    """Return the dictionary form of a noun for one who speaks, or "" for any other word.

    Args:
        word: In lower case.
    """
    singular = _PLURALS.get(word, word.removesuffix("s"))
    for candidate in (word, singular, word.removesuffix("x")):
        if candidate in _PEOPLE or candidate in _BODIES:
            return candidate
    return ""


def is_person_noun(noun: str) -> bool:
    """Return whether a noun as `speaking_noun` returns it stands for a person."""
    return noun in _PEOPLE


def is_plural(word: str) -> bool:
    """Return whether a word in lower case has the ending of a plural."""
    return word in _PLURALS or (word.endswith(("s", "x")) and speaking_noun(word) != word)
