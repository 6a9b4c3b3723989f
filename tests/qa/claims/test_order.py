"""Every story here is invented."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from qa.claims.order import Event, Told, earliest, group, order
from qa.claims.statements import read_statements


def tell(*texts: str, dates: Mapping[int, str] | None = None) -> list[Told]:
    """Return the statements of articles "0", "1" and so on."""
    published = dates or {}
    return [
        Told(statement, str(number), str(number), published.get(number))
        for number, text in enumerate(texts)
        for statement in read_statements(text, published.get(number), "fr")
    ]


def names(told: list[Told]) -> tuple[list[str], set[tuple[str, str]]]:
    events = group(told)
    shown = [event.speaker.text for event in events]
    return shown, {(shown[one], shown[other]) for one, other in order(events, told)}


def test_settled_dates_order_events() -> None:
    told = tell(
        "Le maire a confirmé lundi la fuite.",
        "La préfète a confirmé mardi la fuite.",
        dates={0: "2024-05-15", 1: "2024-05-16"},
    )
    assert names(told)[1] == {("Le maire", "La préfète")}


def test_undated_articles_leave_the_order_open() -> None:
    told = tell("Le maire a confirmé lundi la fuite.", "La préfète a confirmé mardi la fuite.")
    assert names(told)[1] == set()
    assert len(earliest(group(told), frozenset())) == 2


def test_a_month_does_not_come_before_a_day_in_it() -> None:
    told = tell(
        "En mai 2024, le maire a confirmé la fuite. La préfète a confirmé la fuite le 3 mai 2024."
    )
    assert names(told)[1] == set()


def test_weekdays_count_back_from_the_article_s_own() -> None:
    told = tell("La préfète confirme ce lundi la fuite. Samedi, le maire a confirmé la fuite.")
    assert names(told)[1] == {("Samedi, le maire", "La préfète")} or names(told)[1] == {
        ("le maire", "La préfète")
    }


def test_without_a_day_of_its_own_an_article_orders_no_weekdays() -> None:
    told = tell("La préfète a confirmé lundi la fuite. Samedi, le maire a confirmé la fuite.")
    assert names(told)[1] == set()


def test_whoever_has_not_yet_done_it_comes_later() -> None:
    told = tell(
        "Le maire a confirmé la fuite. La préfète n'a toujours pas confirmé la fuite.",
        "La préfète a confirmé la fuite.",
    )
    assert names(told)[1] == {("Le maire", "La préfète")}


def test_after_and_before_order_two_acts_of_one_sentence() -> None:
    told = tell("Deux jours après que le maire a confirmé la fuite, la préfète a promis une digue.")
    assert names(told)[1] == {("le maire", "la préfète")}
    told = tell("La préfète a promis une digue avant que le maire a confirmé la fuite.")
    assert names(told)[1] == {("La préfète", "le maire")}


def test_a_noun_of_saying_stands_for_the_act() -> None:
    told = tell(
        "Le Pérou a confirmé ces essais.",
        "La confirmation du Pérou intervient deux jours après que le Chili a confirmé ces essais.",
    )
    assert names(told)[1] == {("le Chili", "Le Pérou")}


def test_the_day_before_comes_before() -> None:
    told = tell("Le maire a confirmé la fuite. La veille, la préfète avait démenti la fuite.")
    assert names(told)[1] == {("la préfète", "Le maire")}


def test_had_already_comes_before() -> None:
    told = tell("Le maire a confirmé la fuite. La préfète avait déjà confirmé la fuite.")
    assert names(told)[1] == {("La préfète", "Le maire")}


def test_contradictory_articles_settle_nothing() -> None:
    told = tell(
        "Le maire a confirmé la fuite. La préfète n'a toujours pas confirmé la fuite.",
        "La préfète a confirmé la fuite. Le maire n'a toujours pas confirmé la fuite.",
    )
    assert names(told)[1] == set()


def test_one_act_told_twice_is_one_event() -> None:
    told = tell("Ana Ruiz a confirmé la fuite.", "La fuite a été confirmée par Ana Ruiz.")
    assert len(group(told)) == 1


def test_one_speaker_on_two_days_makes_two_events() -> None:
    told = tell("Ana Ruiz a confirmé lundi la fuite. Ana Ruiz a confirmé mardi la fuite.")
    assert len(group(told)) == 2


def test_a_country_and_its_capital_are_one_speaker() -> None:
    assert len(group(tell("Le Pérou a confirmé ces essais.", "Lima confirme ces essais."))) == 1


def test_what_was_not_done_is_no_event() -> None:
    assert group(tell("Le maire n'a pas confirmé la fuite.")) == []


_SENTENCES = st.sampled_from(
    [
        "Le maire a confirmé {} la fuite.",
        "La préfète a confirmé {} la fuite.",
        "Ana Ruiz confirme ce lundi la fuite.",
        "Le maire n'a toujours pas confirmé la fuite.",
        "La préfète avait déjà confirmé la fuite {}.",
        "La veille, Ana Ruiz avait confirmé la fuite.",
        "Après que le maire a confirmé la fuite, la préfète a promis une digue.",
    ]
)
_DAYS = st.sampled_from(["lundi", "mardi", "samedi", "le 3 mai 2024", "en mai", ""])
_ARTICLES = st.lists(
    st.tuples(_SENTENCES, _DAYS).map(lambda pair: pair[0].format(pair[1])), min_size=1, max_size=4
).map(" ".join)


@given(st.lists(_ARTICLES, min_size=1, max_size=3), st.booleans())
def test_an_order_never_goes_both_ways_and_chains(articles: list[str], dated: bool) -> None:
    dates = dict.fromkeys(range(len(articles)), "2024-05-15") if dated else None
    told = tell(*articles, dates=dates)
    events: list[Event] = group(told)
    before = order(events, told)
    assert all(one != other and (other, one) not in before for one, other in before)
    assert not events or earliest(events, before)
