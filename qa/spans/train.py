"""Train the span reader on the bilingual body and write it as ONNX next to this file.

For each piece of the passage two numbers say how well an answer starts and ends there; those of the
first piece stand for "not answered here" (Devlin et al. 2019, arXiv:1810.04805, for SQuAD 2). First
it fills gaps made from parallel text, then it reads real questions.

    python -m qa.spans.train --data DIR --body body.pt

DIR holds qa/piaf_dev.json, qa/squad2.json, qa/xquad_en.json, parallel/hansard_noaccents.tsv and
dictionary/wiktionary_{fr-en,en-fr}.txt; body.pt comes from `qa.spans.train_body`. About 70 minutes
on two cores. Nothing of the product imports this module.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.nn.functional import cross_entropy
from transformers import AutoConfig, AutoModel

from index.embedding.static import load_static_vectors
from qa.spans.examples import (
    DATA,
    STORIES_HELD_OUT,
    STORY_FILE,
    Example,
    from_stories,
    gaps,
    in_other_language,
    near_misses,
    paragraph_gaps,
    read_dictionary,
    read_stories,
    split_articles,
    with_a_wrong_name,
    without_the_answer,
)
from qa.spans.overlap import exact, overlap
from qa.spans.pieces import Pieces
from qa.spans.train_body import MINILM
from qa.spans.windows import LONGEST_QUESTION, Window, best_span, cut_windows, whole_words

logger = logging.getLogger(__name__)

SEED = 0
BATCH = 32
# Pieces of a question and its passage together, in training; the reader itself takes more.
LONGEST = 192
GAPS, GAP_RATE = 26_000, 2e-4
EPOCHS, RATE = 3, 2e-4
DROPOUT = 0.1
# The share of a question's pieces that an example loses, so that none is learned by heart.
PIECES_DROPPED = 0.1
# The model is the average of those seen every so many steps of the last epoch.
AVERAGED_EVERY = 10
# Of gaps in the reading sets' own paragraphs, in each epoch.
PARAGRAPH_GAPS = 6_000
WEIGHTS = Path(__file__).parent / "weights"


class Reader(torch.nn.Module):  # type: ignore[misc]
    """The body with its two numbers a piece."""

    def __init__(self, body: Path, pieces: Pieces) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(MINILM)
        config.vocab_size = pieces.size
        self.body = AutoModel.from_config(
            config, add_pooling_layer=False, attn_implementation="sdpa"
        )
        stored = torch.load(body)
        self.body.load_state_dict(
            {name: value.float() for name, value in stored.items() if "pooler" not in name}
        )
        self.body.embeddings.word_embeddings.weight.requires_grad_(False)
        self.head = torch.nn.Linear(config.hidden_size, 2)

    def forward(
        self, tokens: torch.Tensor, mask: torch.Tensor, segments: torch.Tensor
    ) -> torch.Tensor:
        """Return the logits of start and end, (n_windows, n_pieces, 2)."""
        hidden = self.body(
            input_ids=tokens, attention_mask=mask, token_type_ids=segments
        ).last_hidden_state
        return self.head(hidden)


@dataclass(frozen=True)
class Target:
    """A window and the pieces at which its answer starts and ends; 0 and 0 for none."""

    window: Window
    start: int
    end: int


def to_target(example: Example, pieces: Pieces, chooser: random.Random) -> Target | None:
    """Return a window of the example that shows its answer, or None when it cannot."""
    question, passage = pieces.encode([example.question, example.passage])
    asked = [
        piece for piece in question.ids[:LONGEST_QUESTION] if chooser.random() >= PIECES_DROPPED
    ]
    room = LONGEST - len(asked) - 3
    first = last = low = 0
    if example.answers:
        begin, stop = chooser.choice(example.answers)
        inside = [k for k, (s, e) in enumerate(passage.offsets) if e > begin and s < stop]
        if not inside or inside[-1] - inside[0] >= room:
            return None
        first, last = inside[0], inside[-1]
    spare = len(passage.ids) - room
    if spare > 0:
        lowest = max(0, last - room + 1) if example.answers else 0
        low = chooser.randint(lowest, min(first, spare) if example.answers else spare)
    ids = [pieces.start, *asked, pieces.separator, *passage.ids[low : low + room], pieces.separator]
    base = len(asked) + 2
    window = Window(tuple(ids), base, low)
    if not example.answers:
        return Target(window, 0, 0)
    return Target(window, base + first - low, base + last - low)


def run(model: Reader, windows: Sequence[Window], pieces: Pieces) -> torch.Tensor:
    """Return the logits of windows, those outside the passage out of reach."""
    width = max(len(window.ids) for window in windows)
    tokens = torch.full((len(windows), width), pieces.padding)
    segments = torch.zeros_like(tokens)
    for row, window in enumerate(windows):
        tokens[row, : len(window.ids)] = torch.tensor(window.ids)
        segments[row, window.base : len(window.ids)] = 1
    mask = (tokens != pieces.padding).long()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(tokens, mask, segments).float()
    allowed = (segments == 1) & (tokens != pieces.separator)
    allowed[:, 0] = True
    return logits.masked_fill(~allowed[..., None], -1e4)


def fit(
    model: Reader,
    examples: Sequence[Example],
    pieces: Pieces,
    *,
    epochs: int,
    rate: float,
    once: Sequence[Example] = (),
    keep: Path | None = None,
) -> None:
    """Train in batches of like length, with a linear fall of the rate, and leave the average of the
    last epoch's models.

    Args:
        model: Changed in place.
        examples: Seen in each epoch.
        pieces: The tokenizer.
        epochs: How many.
        rate: The highest learning rate.
        once: Further examples, each seen in one epoch.
        keep: Save the model of each epoch here.
    """
    chooser = random.Random(SEED)
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Dropout):
            # Dropped attention would take the slow way through it.
            module.p = 0.0 if name.endswith("attention.self.dropout") else DROPOUT
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01, fused=True)
    total = (epochs * len(examples) + len(once)) // BATCH
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 100) * max(0.01, 1 - step / total)
    )
    averaged = torch.optim.swa_utils.AveragedModel(model)
    model.train()
    began, step = time.monotonic(), 0
    for epoch in range(epochs):
        seen = [*examples, *once[epoch::epochs]]
        found = [to_target(example, pieces, chooser) for example in seen]
        targets = [target for target in found if target]
        chooser.shuffle(targets)
        batches: list[list[Target]] = []
        for start in range(0, len(targets), BATCH * 50):
            block = sorted(targets[start : start + BATCH * 50], key=lambda t: len(t.window.ids))
            batches += [block[k : k + BATCH] for k in range(0, len(block), BATCH)]
        chooser.shuffle(batches)
        for batch in batches:
            logits = run(model, [target.window for target in batch], pieces)
            starts = torch.tensor([target.start for target in batch])
            ends = torch.tensor([target.end for target in batch])
            loss = cross_entropy(logits[..., 0], starts) + cross_entropy(logits[..., 1], ends)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if epoch == epochs - 1 and step % AVERAGED_EVERY == 0:
                averaged.update_parameters(model)
            if step % 50 == 0:
                gone = time.monotonic() - began
                logger.info(
                    "epoch %d, step %d of %d: loss %.3f, %.0f s",
                    epoch + 1,
                    step,
                    total,
                    loss.item() / 2,
                    gone,
                )
        if keep:
            torch.save(model.state_dict(), keep)
    model.load_state_dict(averaged.module.state_dict())


def measure(model: Reader, examples: Sequence[Example], pieces: Pieces) -> str:
    """Return EM and F1 of the best span, given the passage."""
    model.eval()
    same = shared = 0.0
    with torch.inference_mode():
        for example in examples:
            windows, offsets = cut_windows(pieces, example.question, example.passage)
            logits = run(model, windows, pieces).numpy()
            span = max(
                (
                    best_span(row, window, offsets)
                    for row, window in zip(logits, windows, strict=True)
                ),
                key=lambda found: found.score,
            )
            span = whole_words(example.passage, span)
            said = example.passage[span.start : span.end]
            golds = [example.passage[start:end] for start, end in example.answers]
            same += max(exact(said, gold) for gold in golds)
            shared += max(overlap(said, gold) for gold in golds)
    count = len(examples)
    return f"{count} questions, given the passage: EM {same / count:.3f}, F1 {shared / count:.3f}"


def export(model: Reader, path: Path) -> None:
    """Write the model as ONNX with int8 weights."""
    model.eval()
    model.body.set_attn_implementation("eager")
    tokens = torch.zeros((2, 16), dtype=torch.long)
    axes = {0: "window", 1: "piece"}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "reader.onnx"
        torch.onnx.export(
            model,
            (tokens, torch.ones_like(tokens), tokens),
            str(whole),
            input_names=["tokens", "mask", "segments"],
            output_names=["logits"],
            dynamic_axes=dict.fromkeys(("tokens", "mask", "segments", "logits"), axes),
            opset_version=17,
            dynamo=False,
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)


def main() -> None:
    """Gather the examples, train in two stages, print the figures and write the weights."""
    parser = argparse.ArgumentParser(description="Train the span reader.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--body", type=Path, required=True, help="from qa.spans.train_body")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "reader.onnx")
    parser.add_argument("--keep", type=Path, help="save the model of each epoch here (.pt)")
    parser.add_argument("--resume", type=Path, help="start from the model after the gaps")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(SEED)
    chooser, vectors, pieces = random.Random(SEED), load_static_vectors(), Pieces()
    data = arguments.data
    piaf, held_out = split_articles(data / "qa/piaf_dev.json")
    english = [
        example
        for name in ("squad2", "xquad_en")
        for example in split_articles(data / f"qa/{name}.json")[0]
    ]
    piaf_english = in_other_language(piaf, DATA / "piaf_in_english.tsv")
    english_french = in_other_language(english, DATA / "squad_in_french.tsv")
    told = read_stories(STORY_FILE)
    stories = from_stories([s for k, s in enumerate(told) if k % STORIES_HELD_OUT], chooser)
    french = read_dictionary(data / "dictionary/wiktionary_fr-en.txt")
    into_french = read_dictionary(data / "dictionary/wiktionary_en-fr.txt")
    answered = piaf + piaf_english
    near = list(near_misses(answered, vectors))
    cut = list(without_the_answer(answered))
    wrong = list(with_a_wrong_name(answered, chooser))
    counts = [("answered", answered), ("english", english), ("english_french", english_french)]
    counts += [("stories", stories), ("near", near), ("cut", cut), ("wrong", wrong)]
    logger.info("%s", ", ".join(f"{name} {len(rows)}" for name, rows in counts))
    # A third as many unanswerable as answerable questions of PIAF, of the three kinds alike.
    share = len(answered) // 6
    unanswered = [
        e for rows in (near, cut, wrong) for e in chooser.sample(rows, min(share, len(rows)))
    ]
    model = Reader(arguments.body, pieces)
    if arguments.resume:
        model.load_state_dict(torch.load(arguments.resume))
    else:
        made = gaps(data / "parallel/hansard_noaccents.tsv", GAPS, vectors, chooser)
        fit(model, made, pieces, epochs=1, rate=GAP_RATE, keep=arguments.keep)
        logger.info("after the gaps: PIAF %s", measure(model, held_out[:200], pieces))
    examples = answered + english + english_french + stories * 2 + unanswered
    once = paragraph_gaps(piaf, "fr", french, EPOCHS * PARAGRAPH_GAPS * 2 // 3, chooser)
    once += paragraph_gaps(english, "en", into_french, EPOCHS * PARAGRAPH_GAPS // 3, chooser)
    chooser.shuffle(once)
    fit(model, examples, pieces, epochs=EPOCHS, rate=RATE, once=once, keep=arguments.keep)
    logger.info("PIAF held out: %s", measure(model, held_out, pieces))
    held_english = in_other_language(held_out, DATA / "piaf_held_out_in_english.tsv")
    ids = {example.id for example in held_english}
    logger.info("the same in English: %s", measure(model, held_english, pieces))
    logger.info("those in French: %s", measure(model, [e for e in held_out if e.id in ids], pieces))
    export(model, arguments.out)


if __name__ == "__main__":
    main()
