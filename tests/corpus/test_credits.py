import pytest

from corpus.credits import find_photo_credit


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Le pont, à Dinard. Photo: AFP", "Le pont, à Dinard. "),
        ("Le pont. (Photo : Jean Petit/Getty Images)", "Le pont."),
        ("Le pont, le 3 mai 2025 © Mairie / AFP", "Le pont, le 3 mai 2025 "),
        ("Le pont. © Jean Petit, Reuters", "Le pont. "),
        ("Le pont [Photo : Xinhua via Reuters]", "Le pont"),
        ("Le pont (photo d’archives)", "Le pont"),
        ("Le pont. AP Photo/Jean Petit", "Le pont."),
        ("The bridge, May 3, 2025. REUTERS/Ann Lee", "The bridge, May 3, 2025."),
        ("The bridge. Pool/Ann Lee via REUTERS/File Photo", "The bridge."),
        ("Le 3 mai 2025. JEAN PETIT / AFP", "Le 3 mai 2025."),
        ("Photo by Ann Lee/AFP", ""),
        ("Crédit photo : Jean Petit", ""),
        ("Photo AFP", ""),
    ],
)
def test_a_credit_at_the_end_is_found(line: str, caption: str) -> None:
    start = find_photo_credit(line)
    assert start is not None
    assert line[:start] == caption


@pytest.mark.parametrize(
    "line",
    [
        "Selon la photo, le pont est fissuré.",
        "Il a publié une photo : un pont fissuré.",
        "Voici l’image : Kern était là avec son fils.",
        "Il accuse la mairie (images satellite à l’appui).",
        "Elle montre la carte (photographie de 1950).",
        "Le pont ferme, selon la préfecture (Reuters).",
        "C’est ce qu’a rapporté l’AFP.",
        "Crédits : le Parlement vote",
        "Crédit : Le Parlement vote la loi",
        "Photo by photo, the engineers counted the cracks.",
        "",
    ],
)
def test_sentences_about_pictures_and_agencies_are_no_credits(line: str) -> None:
    assert find_photo_credit(line) is None
