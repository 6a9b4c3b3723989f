"""Measure the citation checker on AttributionBench: is a claim supported by its cited text?

    python -m benchmarks.verification --data DIR

DIR holds rag/attributionbench_dev.jsonl (Li et al. 2024, arXiv:2402.15089). The bound on the share
of supported words is chosen on every other claim and measured on the rest.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from index.embedding.static import load_static_vectors
from qa.support import find_contradictions, share_supported


def balanced_accuracy(said: np.ndarray, true: np.ndarray) -> float:
    """Return the mean of the two classes' recalls; a constant guess has 0.5."""
    return float((said[true].mean() + (~said[~true]).mean()) / 2)


def main() -> None:
    """Print the balanced accuracy of each check and of all together."""
    parser = argparse.ArgumentParser(description="Measure the citation checker.")
    parser.add_argument("--data", type=Path, required=True)
    path = parser.parse_args().data / "rag/attributionbench_dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    vectors = load_static_vectors()
    true = np.asarray([row["attribution_label"] == "attributable" for row in rows])
    shares = np.asarray([share_supported(r["claim"], r["references"], vectors, "en") for r in rows])
    clean = np.asarray(
        [
            not find_contradictions(r["claim"], r["references"], language="en", quoted_in="en")
            for r in rows
        ]
    )
    learn = np.arange(len(rows)) % 2 == 0
    bounds = np.arange(0.3, 1.0, 0.01)
    bound = max(bounds, key=lambda b: balanced_accuracy(shares[learn] >= b, true[learn]))
    print(f"{len(rows)} claims, {true.mean():.2f} attributable; measured on {(~learn).sum()}")
    print(f"bound on the share of supported words: {bound:.2f}")
    for name, said in (
        ("always yes", np.ones_like(true)),
        ("names, figures, dates, negation", clean),
        ("share of words", shares >= bound),
        ("both", clean & (shares >= bound)),
    ):
        print(f"  {name:32} balanced accuracy {balanced_accuracy(said[~learn], true[~learn]):.3f}")


if __name__ == "__main__":
    main()
