"""Serve the page on this machine, with nothing fetched from outside and its headers on."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.web.port import ADDRESS, busy
from qa.web.security import LOCAL_HOSTS, SecurityHeaders

# Gradio takes files of any size at its upload address unless it is told a limit.
LARGEST_FILE = "50mb"

_FOLDER = Path(__file__).parent
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
_FIXED_FONTS = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")


def serve(page: gr.Blocks, texts: gr.I18n, port: int) -> None:
    """Serve the page until it is stopped.

    Raises:
        SettingsError: The port was taken in the meantime.
    """
    try:
        page.launch(
            server_name=ADDRESS,
            server_port=port,
            share=False,
            ssr_mode=False,
            mcp_server=False,
            run_history=False,
            enable_monitoring=False,
            pwa=False,
            quiet=True,
            show_error=False,
            footer_links=[],
            max_file_size=LARGEST_FILE,
            app_kwargs={
                "middleware": [
                    Middleware(SecurityHeaders),
                    Middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL_HOSTS)),
                ]
            },
            i18n=texts,
            theme=_theme(),
            css_paths=[_FOLDER / "page.css"],
            js=(_FOLDER / "page.js").read_text(encoding="utf-8"),
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise busy(port) from error
    print(f"Sourcier is open on http://{ADDRESS}:{port} - stop it with Ctrl+C.", flush=True)
    page.block_thread()


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
