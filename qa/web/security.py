"""HTTP headers that keep the page to itself.

Articles and models are hostile. Their text is escaped wherever it is shown; should that ever fail,
the Content-Security-Policy keeps what slips through from running or from calling out.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What Gradio 6 needs, found by running it: its HTML component compiles templates in the browser
# ('unsafe-eval') and its components carry style attributes. Scripts inside the page as it is served
# are allowed by their hash: at that moment it holds nothing of an article, a question or a model,
# and what a text might bring in later has no hash and does not run.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Names under which this machine is reached; others may be a foreign site that resolves to it.
LOCAL_HOSTS = ("127.0.0.1", "localhost")

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def content_security_policy(inline_scripts: Sequence[bytes] = ()) -> str:
    """Return the policy that allows these scripts, the page's own files, and nothing else."""
    digests = [base64.b64encode(hashlib.sha256(script).digest()) for script in inline_scripts]
    hashes = "".join(f" 'sha256-{digest.decode()}'" for digest in dict.fromkeys(digests))
    return "; ".join(
        f"{directive} {sources}{hashes if directive == 'script-src' else ''}"
        for directive, sources in POLICY.items()
    )


class SecurityHeaders:
    """ASGI middleware that adds the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back HTML until its inline scripts are known."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if MutableHeaders(scope=message).get("content-type", "").startswith("text/html"):
                    held.append(message)
                    return
                _add_headers(message, ())
            elif held:
                held.append(message)
                if message.get("more_body"):
                    return
                page = b"".join(part.get("body", b"") for part in held[1:])
                _add_headers(held[0], _INLINE_SCRIPT.findall(page))
                for part in held:
                    await send(part)
                return
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add_headers(start: Message, inline_scripts: Sequence[bytes]) -> None:
    headers = MutableHeaders(scope=start)
    headers["Content-Security-Policy"] = content_security_policy(inline_scripts)
    for name, value in HEADERS.items():
        headers[name] = value
