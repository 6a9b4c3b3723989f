"""Serve the page, with nothing fetched from outside, its headers on, and a login where asked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from corpus.errors import SettingsError
from qa.settings import Settings
from qa.web.port import busy, is_every_address
from qa.web.security import LOCAL_HOSTS, SecurityHeaders

# Gradio takes files of any size at its upload address unless it is told a limit.
LARGEST_FILE = "50mb"

_FOLDER = Path(__file__).parent
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
_FIXED_FONTS = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")


def serve(page: gr.Blocks, texts: gr.I18n, settings: Settings) -> None:
    """Serve the page until it is stopped.

    Raises:
        SettingsError: The port was taken in the meantime, or a package for MCP is missing.
    """
    if settings.mcp and importlib.util.find_spec("mcp") is None:
        raise SettingsError(
            f"QA_MCP needs a package that is not installed: pip install 'gradio[mcp]"
            f"=={gr.__version__}'"
        )
    try:
        page.launch(**launch_options(texts, settings))
    except OSError as error:
        raise busy(settings) from error
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Sourcier is open on http://{shown}:{settings.port} - stop it with Ctrl+C.", flush=True)
    page.block_thread()


def launch_options(texts: gr.I18n, settings: Settings) -> dict[str, Any]:
    """Return how Gradio is to serve the page."""
    return {
        "server_name": settings.host,
        "server_port": settings.port,
        "auth": list(settings.auth) or None,
        "share": False,
        "ssr_mode": False,
        "mcp_server": settings.mcp,
        "run_history": False,
        "enable_monitoring": False,
        "pwa": False,
        "quiet": True,
        "show_error": False,
        "footer_links": ["api"] if settings.api_page else [],
        "max_file_size": LARGEST_FILE,
        "app_kwargs": {
            "middleware": [
                Middleware(SecurityHeaders),
                Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(settings)),
            ]
        },
        "i18n": texts,
        "theme": _theme(),
        "css_paths": [_FOLDER / "page.css"],
        "js": (_FOLDER / "page.js").read_text(encoding="utf-8"),
        "prevent_thread_lock": True,
    }


def allowed_hosts(settings: Settings) -> list[str]:
    """Return the names under which browsers may ask for the page."""
    own = [] if is_every_address(settings.host) else [settings.host]
    return list(dict.fromkeys([*LOCAL_HOSTS, *own, *settings.hosts]))


def _theme() -> gr.themes.Base:
    """Return the theme; all its fonts are the reader's own, so that none is fetched."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.red,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_sm,
        font=_FONTS,
        font_mono=_FIXED_FONTS,
    ).set(
        # Newsprint and ink.
        body_background_fill="#fbf9f5",
        body_background_fill_dark="#171513",
        background_fill_primary="#fffdf9",
        background_fill_primary_dark="#1f1c19",
        background_fill_secondary="#f4f0e8",
        background_fill_secondary_dark="#292521",
        border_color_accent="#d9cfc0",
        border_color_accent_dark="#57504a",
        color_accent_soft="#f4f0e8",
        color_accent_soft_dark="#292521",
        # Dark enough on light, and light enough on dark, to be read by everyone (WCAG AA).
        color_accent="*primary_700",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
    )
