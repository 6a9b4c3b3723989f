"""The page's own words in English and French.

What belongs to an answer is in the question's language; the rest of the page is in the browser's.
"""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale
from babel.numbers import format_decimal

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Words:
    """What the pieces say in one language; ``{…}`` are filled in where they are used."""

    language: str
    purpose: str
    no_articles: str
    one_article: str
    articles: str
    one_passage: str
    passages: str
    from_to: str
    dated: str
    undated: str
    vectors: str
    quotes_only: str
    written_by: str
    sources: str
    nearest: str
    earlier: str
    panel_invitation: str
    source_label: str
    source_of: str
    other_language: str
    not_found: str
    whole_article: str
    shortened: str
    back: str
    see_nearest: str
    try_title: str
    tries: tuple[str, ...]
    claims: str
    speaker: str
    act: str
    date: str
    value: str
    source: str
    acts: dict[str, str]
    disagreement: str
    according_to: str
    title: str
    outlet: str
    article_language: str
    passage_count: str
    copies: str
    failed: str
    chat_tab: str
    articles_tab: str
    question_hint: str
    welcome: str
    search_hint: str
    listed: str
    none_listed: str


ENGLISH = Words(
    language="en",
    purpose="Ask about your news articles, in English or French. Every answer shows the words it "
    "rests on.",
    no_articles="no articles yet",
    one_article="1 article",
    articles="{count} articles",
    one_passage="1 passage",
    passages="{count} passages",
    from_to="{first} to {last}",
    dated="Published",
    undated="undated",
    vectors="embedder: {name}",
    quotes_only="answers by quotation, no language model",
    written_by="answers written by {name}",
    sources="Sources",
    nearest="Nearest passages",
    earlier="Sources of earlier answers",
    panel_invitation="The passages behind an answer appear here. A number in the answer leads to "
    "the words it rests on.",
    source_label="Source {marker}",
    source_of="Source {marker}: {outlet}, {date}",
    other_language="Quoted in {language}, the article’s language",
    not_found="The article has changed or gone since it was quoted; this is the quotation as it "
    "was.",
    whole_article="Read the whole article",
    shortened="Long article: only the part around the quotation is shown.",
    back="Back to the answer",
    see_nearest="See the nearest passages",
    try_title="What you can try",
    tries=(
        "Name a person, a place or an event that the articles speak of.",
        "Ask one thing at a time.",
        "Look in the list of articles whether the subject is there.",
    ),
    claims="Who said what, when",
    speaker="Who",
    act="What they did",
    date="When",
    value="Figure",
    source="Source",
    acts={
        "confirm": "confirmed",
        "deny": "denied",
        "announce": "announced",
        "estimate": "estimated",
        "accuse": "accused",
        "thank": "thanked",
        "condemn": "condemned",
        "promise": "promised",
        "other": "said",
    },
    disagreement="The sources disagree",
    according_to="according to {name}",
    title="Title",
    outlet="Outlet",
    article_language="Language",
    passage_count="Passages",
    copies="Copies",
    failed="This did not work",
    chat_tab="Questions",
    articles_tab="Articles",
    question_hint="Ask a question about the articles",
    welcome="What would you like to know?",
    search_hint="Title, outlet, date or id",
    listed="{shown} of {count} articles, the newest first",
    none_listed="No article fits.",
)

FRENCH = Words(
    language="fr",
    purpose="Interrogez vos articles de presse, en français ou en anglais. Chaque réponse montre "
    "les mots sur lesquels elle repose.",
    no_articles="aucun article pour l’instant",
    one_article="1 article",
    articles="{count} articles",
    one_passage="1 passage",
    passages="{count} passages",
    from_to="de {first} à {last}",
    dated="Publication",
    undated="sans date",
    vectors="vecteurs : {name}",
    quotes_only="réponses par citation, sans modèle de langage",
    written_by="réponses rédigées par {name}",
    sources="Sources",
    nearest="Passages les plus proches",
    earlier="Sources des réponses précédentes",
    panel_invitation="Les passages qui fondent une réponse apparaissent ici. Un numéro dans la "
    "réponse mène aux mots sur lesquels elle repose.",
    source_label="Source {marker}",
    source_of="Source {marker} : {outlet}, {date}",
    other_language="Cité en {language}, la langue de l’article",
    not_found="L’article a changé ou disparu depuis ; voici la citation telle qu’elle était.",
    whole_article="Lire tout l’article",
    shortened="Article long : seule la partie autour de la citation est affichée.",
    back="Retour à la réponse",
    see_nearest="Voir les passages les plus proches",
    try_title="Ce que vous pouvez essayer",
    tries=(
        "Nommez une personne, un lieu ou un événement dont parlent les articles.",
        "Posez une seule question à la fois.",
        "Regardez dans la liste des articles si le sujet s’y trouve.",
    ),
    claims="Qui a dit quoi, et quand",
    speaker="Qui",
    act="Acte",
    date="Quand",
    value="Chiffre",
    source="Source",
    acts={
        "confirm": "a confirmé",
        "deny": "a démenti",
        "announce": "a annoncé",
        "estimate": "a estimé",
        "accuse": "a accusé",
        "thank": "a remercié",
        "condemn": "a condamné",
        "promise": "a promis",
        "other": "a dit",
    },
    disagreement="Les sources ne concordent pas",
    according_to="selon {name}",
    title="Titre",
    outlet="Média",
    article_language="Langue",
    passage_count="Passages",
    copies="Copies",
    failed="Cela n’a pas marché",
    chat_tab="Questions",
    articles_tab="Articles",
    question_hint="Posez une question sur les articles",
    welcome="Que voulez-vous savoir ?",
    search_hint="Titre, média, date ou identifiant",
    listed="{shown} articles sur {count}, les plus récents d’abord",
    none_listed="Aucun article ne correspond.",
)


# The words that the browser chooses by its own language, by Gradio's `I18n`.
BROWSER_WORDS = ("chat_tab", "articles_tab", "question_hint", "welcome", "search_hint")


def translations() -> dict[str, dict[str, str]]:
    """Return `BROWSER_WORDS` in each language, by the language's code."""
    return {
        words.language: {name: getattr(words, name) for name in BROWSER_WORDS}
        for words in (ENGLISH, FRENCH)
    }


def words_in(language: str) -> Words:
    """Return the words of a language; English where the page does not speak it."""
    return FRENCH if language == "fr" else ENGLISH


def preferred_language(accept_language: str) -> str:
    """Return ``fr`` or ``en`` from a browser's ``Accept-Language``; English when it asks for none.

    The first of the two that it names counts, which is how browsers order their list.
    """
    for entry in accept_language.split(","):
        code = entry.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


def number_in_words(number: int, language: str) -> str:
    """Return a number with its thousands set apart as the language does."""
    return str(format_decimal(number, locale=language))


def language_name(code: str, in_language: str) -> str:
    """Return the name of a language, such as ``French`` or ``français``; its code when unknown."""
    return str(Locale.parse(in_language).languages.get(code, code))
