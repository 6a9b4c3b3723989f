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


def test_logins_are_users_with_their_passwords() -> None:
    settings = Settings.from_env({"QA_AUTH": "ann:a:b, bob:c"})
    assert settings.auth == (("ann", "a:b"), ("bob", "c"))
    assert "a:b" not in repr(settings)


def test_a_login_without_a_password_is_told_without_repeating_it() -> None:
    with pytest.raises(SettingsError, match="login 2") as raised:
        Settings.from_env({"QA_AUTH": "ann:a,secret"})
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("value", "is_on"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_a_switch_is_on_or_off(value: str, is_on: bool) -> None:
    assert Settings.from_env({"QA_MCP": value}).mcp is is_on


def test_a_switch_that_is_neither_is_told() -> None:
    with pytest.raises(SettingsError, match="QA_API_PAGE is 'maybe'"):
        Settings.from_env({"QA_API_PAGE": "maybe"})


def test_hosts_are_parted_by_commas() -> None:
    assert Settings.from_env({"QA_HOSTS": "a.example, b.example"}).hosts == (
        "a.example",
        "b.example",
    )
