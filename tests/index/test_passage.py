from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from index.passage import split_article
from index.tokens import count_tokens

SENTENCES = st.lists(
    st.text(alphabet="abé ,'«»1.\u202f", min_size=1, max_size=120).map(lambda s: s.strip() + "."),
    max_size=25,
)


def article(text: str) -> Article:
    return Article(id="a", text=text)


@given(SENTENCES, st.integers(8, 60), st.integers(0, 3))
def test_passages_are_slices_within_budget_that_cover_every_word(
    sentences: list[str], max_tokens: int, overlap: int
) -> None:
    text = "\n".join(sentences)
    passages = split_article(article(text), max_tokens, overlap)
    covered = [False] * len(text)
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.tokens == count_tokens(passage.text)
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    assert all(done or text[place].isspace() for place, done in enumerate(covered))
    assert [p.start for p in passages] == sorted({p.start for p in passages})
    assert [p.end for p in passages] == sorted({p.end for p in passages})


@given(st.integers(20, 80))
def test_whole_sentences_stay_within_the_budget(max_tokens: int) -> None:
    text = " ".join(f"Phrase courte numéro {number} du texte." for number in range(30))
    for passage in split_article(article(text), max_tokens):
        assert passage.tokens <= max_tokens
        assert passage.text.endswith("du texte.")


def test_a_passage_repeats_the_last_sentence_of_the_one_before() -> None:
    text = " ".join(f"Phrase courte numéro {number} du texte." for number in range(12))
    passages = split_article(article(text), max_tokens=40, overlap=1)
    for left, right in pairwise(passages):
        assert right.text.startswith(left.text[left.text.rindex("Phrase") :])


def test_overlap_of_zero_repeats_nothing() -> None:
    text = " ".join(f"Phrase courte numéro {number} du texte." for number in range(12))
    passages = split_article(article(text), max_tokens=40, overlap=0)
    assert all(left.end <= right.start for left, right in pairwise(passages))


def test_a_sentence_beyond_the_budget_is_cut_between_words() -> None:
    text = "mot " * 200 + "fin."
    passages = split_article(article(text), max_tokens=50, overlap=0)
    assert len(passages) > 1
    assert all(passage.tokens <= 50 for passage in passages)
    assert all(passage.text.split()[0] in ("mot", "fin.") for passage in passages)


def test_an_empty_article_has_no_passages() -> None:
    assert split_article(article(" \n \n")) == []
