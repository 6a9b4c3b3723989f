"""Draw lines over a logarithmic plane as SVG, for figures that grow with the store."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_WIDTH, _HEIGHT, _MARGIN = 640, 400, 60
_COLOURS = ("#1f5fa8", "#b3541e", "#2e7d4f", "#6a4c93")


@dataclass(frozen=True)
class Line:
    """A named series of points, all above 0."""

    name: str
    across: Sequence[float]
    up: Sequence[float]


def draw_lines(lines: Sequence[Line], across: str, path: Path) -> None:
    """Write the lines, both axes logarithmic, each point labelled with its value.

    Args:
        lines: At least one, with points above 0.
        across: What the horizontal axis counts.
        path: The SVG file.
    """
    left, right = _decades([value for line in lines for value in line.across])
    bottom, top = _decades([value for line in lines for value in line.up])

    def x(value: float) -> float:
        share = (math.log10(value) - left) / (right - left)
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)

    def y(value: float) -> float:
        share = (math.log10(value) - bottom) / (top - bottom)
        return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)

    parts = []
    for decade in range(left, right + 1):
        parts.append(
            f'<text x="{x(10**decade):.0f}" y="{_HEIGHT - _MARGIN + 18}">{10**decade:,}</text>'
        )
    for decade in range(bottom, top + 1):
        height = y(10.0**decade)
        parts.append(
            f'<path d="M{_MARGIN} {height:.0f}H{_WIDTH - _MARGIN}" stroke="#ddd"/>'
            f'<text x="{_MARGIN - 26}" y="{height + 4:.0f}">{10.0**decade:,g}</text>'
        )
    for colour, line in zip(_COLOURS, lines, strict=False):
        points = [(x(a), y(b)) for a, b in zip(line.across, line.up, strict=True)]
        path_data = "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
        parts.append(f'<path d="M{path_data}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>'
            f'<text x="{a:.1f}" y="{b - 8:.1f}" fill="{colour}">{value:,.3g}</text>'
            for (a, b), value in zip(points, line.up, strict=True)
        ]
    for number, (colour, line) in enumerate(zip(_COLOURS, lines, strict=False)):
        parts.append(
            f'<text x="{_MARGIN + number * 140}" y="24" text-anchor="start" fill="{colour}">'
            f"{line.name}</text>"
        )
    body = "\n".join(parts)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-size="12" '
        f'font-family="sans-serif" text-anchor="middle">\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n{body}\n'
        f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 12}">{across}</text>\n</svg>\n',
        encoding="utf-8",
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around values; at least one apart."""
    low = math.floor(math.log10(min(values)))
    return low, max(low + 1, math.ceil(math.log10(max(values))))
