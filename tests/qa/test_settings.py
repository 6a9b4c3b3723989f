import pytest

from corpus.errors import SettingsError
from qa.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_env({}) == Settings()


def test_the_environment_overrides_the_defaults() -> None:
    settings = Settings.from_env({"QA_STORE": "/tmp/x", "PORT": "9000", "QA_PASSAGE_TOKENS": "99"})
    assert (settings.store, settings.port, settings.passage_tokens) == ("/tmp/x", 9000, 99)


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("PORT", "0"), ("QA_PASSAGES_READ", "-1"), ("PORT", "²")]
)
def test_a_setting_that_means_nothing_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is '{value}'"):
        Settings.from_env({name: value})
