import sys

import pytest
from llama_index.core.llms import LLM

from corpus.errors import ProviderError, SettingsError
from qa.llm.providers import load_model
from qa.settings import Settings


@pytest.mark.parametrize("name", ["", "none"])
def test_no_name_is_no_model(name: str) -> None:
    assert load_model(Settings(llm=name)) is None


@pytest.mark.parametrize("name", ["gpt", "llama:3", "openai", "ollama:", "OPENAI:gpt-4o"])
def test_an_unknown_name_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(SettingsError, match="must be one of: openai:NAME, openai-like:NAME"):
        load_model(Settings(llm=name))


def test_a_server_of_ones_own_needs_its_address() -> None:
    with pytest.raises(SettingsError, match="openai-like:m@http://host:port/v1"):
        load_model(Settings(llm="openai-like:m"))


@pytest.mark.parametrize(
    ("family", "package"),
    [
        ("openai", "openai"),
        ("openai-like", "openai-like"),
        ("ollama", "ollama"),
        ("anthropic", "anthropic"),
        ("mistral", "mistralai"),
    ],
)
def test_a_missing_package_is_told_with_the_command_that_installs_it(
    family: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"llama_index.llms.{package.replace('-', '_')}", None)
    with pytest.raises(ProviderError, match=f"pip install llama-index-llms-{package}$"):
        load_model(Settings(llm=f"{family}:m@http://127.0.0.1:1"))


def test_a_model_is_a_llama_index_llm_and_its_name_hides_its_address() -> None:
    model = load_model(Settings(llm="openai-like:m:7b@http://ann:secret@127.0.0.1:1/v1"))
    assert model is not None
    assert isinstance(model.llm, LLM)
    assert model.name == "openai-like:m:7b"


def test_an_openai_model_that_the_client_does_not_know_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    with pytest.raises(ProviderError, match="openai-like:unheard-of@"):
        load_model(Settings(llm="openai:unheard-of"))


def test_a_missing_key_is_told_when_the_assistant_opens() -> None:
    with pytest.raises(ProviderError, match="is its key in the environment"):
        load_model(Settings(llm="mistral:mistral-small-latest"))


def test_the_key_is_not_in_the_printed_settings() -> None:
    assert "secret" not in repr(Settings(llm_key="secret"))
