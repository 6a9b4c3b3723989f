"""Compare confidence with what came true, in numbers and as a diagram."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedding.static import Matrix

# Of confidence, of equal width.
BINS = 10


def reliability(confidence: Matrix, labels: Matrix) -> list[tuple[float, float, int]]:
    """Return mean confidence, share answerable and count of each tenth that holds questions."""
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        (float(confidence[own].mean()), float(labels[own].mean()), int(own.sum()))
        for place in range(BINS)
        if (own := places == place).any()
    ]


def draw_reliability(found: Sequence[tuple[float, float, int]], path: Path) -> None:
    """Write a reliability diagram (Guo et al. 2017, arXiv:1706.04599) as SVG; a dot's area is its
    count."""
    side, margin = 320, 48
    most = max(count for _, _, count in found)

    def place(across: float, up: float) -> str:
        return f'"{margin + across * side:.1f}" cy="{margin + (1 - up) * side:.1f}"'

    dots = "\n".join(
        f'<circle cx={place(confidence, share)} r="{4 + 8 * (count / most) ** 0.5:.1f}">'
        f"<title>{count} questions: confidence {confidence:.2f}, {share:.2f} answerable</title>"
        "</circle>"
        for confidence, share, count in found
    )
    ticks = "\n".join(
        f'<text x="{margin + step * side / 5:.0f}" y="{margin + side + 18}">{step / 5:.1f}</text>'
        f'<text x="{margin - 18}" y="{margin + side - step * side / 5:.0f}">{step / 5:.1f}</text>'
        for step in range(6)
    )
    whole = side + 2 * margin
    path.write_text(
        f'''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-size="12"
font-family="sans-serif" text-anchor="middle">
<rect width="{whole}" height="{whole}" fill="#fff"/>
<rect x="{margin}" y="{margin}" width="{side}" height="{side}" fill="none" stroke="#888"/>
<path d="M{margin} {margin + side}L{margin + side} {margin}" stroke="#bbb" stroke-dasharray="4"/>
<g fill="#1f5fa8" fill-opacity=".75">
{dots}
</g>
{ticks}
<text x="{whole / 2:.0f}" y="{whole - 10}">confidence</text>
<text transform="translate(12 {whole / 2:.0f}) rotate(-90)">share answerable</text>
<text x="{whole / 2:.0f}" y="28">Held-out questions by confidence</text>
</svg>
''',
        encoding="utf-8",
    )
