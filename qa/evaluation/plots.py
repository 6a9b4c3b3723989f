"""Small pictures of a run as SVG: shares, reliability, histograms.

Each function returns one ``<svg>`` element without any outside reference, so that it can stand in a
page or in a file of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from qa.evaluation.calibration import Bin

_INK, _LINE, _FILL, _RIGHT = "#333", "#bbb", "#1f5fa8", "#2e7d4f"
_BAR, _LABELS, _ROOM = 22, 150, 320


@dataclass(frozen=True)
class Share:
    """A named share: so many of so many."""

    name: str
    part: int
    whole: int


def draw_shares(shares: Sequence[Share]) -> str:
    """Return horizontal bars from 0 to 1, each with its counts."""
    parts = []
    for row, share in enumerate(shares):
        top = 8 + row * _BAR
        width = _ROOM * share.part / share.whole
        parts.append(
            f'<text x="{_LABELS - 8}" y="{top + 13}" text-anchor="end">{escape(share.name)}</text>'
            f'<rect x="{_LABELS}" y="{top}" width="{_ROOM}" height="16" fill="#eee"/>'
            f'<rect x="{_LABELS}" y="{top}" width="{width:.1f}" height="16" fill="{_RIGHT}"/>'
            f'<text x="{_LABELS + _ROOM + 8}" y="{top + 13}">{share.part} of {share.whole}</text>'
        )
    return _svg(_LABELS + _ROOM + 80, 16 + len(shares) * _BAR, parts)


def draw_histogram(counts: Sequence[tuple[str, int]], across: str) -> str:
    """Return upright bars, each with its label below and its count above.

    Args:
        counts: (label, count) from left to right.
        across: What the labels are.
    """
    high, wide, top = 140, 40, 24
    most = max((count for _, count in counts), default=0) or 1
    parts = []
    for place, (label, count) in enumerate(counts):
        left, height = 20 + place * wide, high * count / most
        middle = left + wide / 2 - 3
        parts.append(
            f'<rect x="{left}" y="{top + high - height:.1f}" width="{wide - 6}" '
            f'height="{height:.1f}" fill="{_FILL}"/>'
            f'<text x="{middle}" y="{top + high - height - 5:.1f}" text-anchor="middle">{count}'
            f'</text><text x="{middle}" y="{top + high + 16}" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    width = 40 + wide * len(counts)
    parts.append(
        f'<path d="M20 {top + high}H{width - 20}" stroke="{_LINE}"/>'
        f'<text x="{width / 2}" y="{top + high + 36}" text-anchor="middle">{escape(across)}</text>'
    )
    return _svg(width, top + high + 46, parts)


def draw_reliability(bins: Sequence[Bin], came_true: str) -> str:
    """Return a reliability diagram (Guo et al. 2017, arXiv:1706.04599); a dot's area is its count.

    Args:
        bins: As `reliability` returns them.
        came_true: What the upward axis is the share of.
    """
    side, margin = 260, 44
    most = max((each.count for each in bins), default=1)
    parts = [
        f'<rect x="{margin}" y="{margin}" width="{side}" height="{side}" fill="none" '
        f'stroke="{_LINE}"/>',
        f'<path d="M{margin} {margin + side}L{margin + side} {margin}" stroke="{_LINE}" '
        'stroke-dasharray="4"/>',
    ]
    for step in range(6):
        at = side * step / 5
        parts.append(
            f'<text x="{margin + at:.0f}" y="{margin + side + 16}" text-anchor="middle">'
            f'{step / 5:.1f}</text><text x="{margin - 6}" y="{margin + side - at + 4:.0f}" '
            f'text-anchor="end">{step / 5:.1f}</text>'
        )
    for each in bins:
        parts.append(
            f'<circle cx="{margin + each.confidence * side:.1f}" '
            f'cy="{margin + (1 - each.share) * side:.1f}" '
            f'r="{4 + 8 * (each.count / most) ** 0.5:.1f}" fill="{_FILL}" fill-opacity=".75">'
            f"<title>{each.count} questions: confidence {each.confidence:.2f}, share "
            f"{each.share:.2f}</title></circle>"
        )
    whole = side + 2 * margin
    parts.append(
        f'<text x="{whole / 2}" y="{whole - 8}" text-anchor="middle">confidence</text>'
        f'<text transform="translate(12 {whole / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(came_true)}</text>"
    )
    return _svg(whole, whole, parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" role="img" font-family="sans-serif" font-size="12" fill="{_INK}">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )
