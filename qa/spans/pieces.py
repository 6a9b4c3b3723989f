"""The pieces that the span reader sees: those of the embedded vectors and three of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Encoding, Tokenizer

from index.embedding.static import WEIGHTS

SPECIAL = ("[CLS]", "[SEP]", "[PAD]")


class Pieces:
    """The embedded tokenizer, with ids for start, separator and padding behind its vocabulary.

    Attributes:
        start, separator, padding: The ids of the three.
        size: How many ids there are in all.
    """

    def __init__(self) -> None:
        self.tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
        words = self.tokenizer.get_vocab_size()
        self.start, self.separator, self.padding = words, words + 1, words + 2
        self.size = words + len(SPECIAL)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Return the pieces of each text with their offsets in code points."""
        encodings: list[Encoding] = self.tokenizer.encode_batch(
            list(texts), add_special_tokens=False
        )
        return encodings
