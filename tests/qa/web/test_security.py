from __future__ import annotations

import base64
import hashlib
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.web.security import SecurityHeaders, content_security_policy


def answers_to(response: Response) -> Any:
    """Return what a client receives when the application gives this response."""

    async def endpoint(request: object) -> Response:
        return response

    app = Starlette(routes=[Route("/", endpoint)], middleware=[Middleware(SecurityHeaders)])
    return TestClient(app).get("/")


def digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def test_every_response_forbids_guessing_its_type() -> None:
    received = answers_to(PlainTextResponse("a,b"))
    assert received.headers["x-content-type-options"] == "nosniff"


def test_policy_lets_nothing_come_from_elsewhere() -> None:
    assert not {"http:", "https:", "*"} & set(content_security_policy().split())


def test_policy_lets_no_unknown_inline_script_run() -> None:
    script_sources = content_security_policy().split("script-src")[1].split(";")[0]
    assert "unsafe-inline" not in script_sources


def test_scripts_that_the_page_brings_are_allowed_by_their_hash() -> None:
    html = "<script>run()</script><script type=module src='/x.js'></script>"
    policy = answers_to(HTMLResponse(html)).headers["content-security-policy"]
    assert f"'sha256-{digest('run()')}'" in policy
    assert policy.count("sha256") == 1


def test_page_in_several_pieces_arrives_whole() -> None:
    pieces = ["<p>one</p>", "<script>a</script>", "<p>two</p>"]
    received = answers_to(StreamingResponse(iter(pieces), media_type="text/html"))
    assert received.text == "".join(pieces)
    assert digest("a") in received.headers["content-security-policy"]


def test_stream_of_events_is_not_held_back() -> None:
    received = answers_to(StreamingResponse(iter(["a", "b"]), media_type="text/event-stream"))
    assert received.text == "ab"
    assert "content-security-policy" in received.headers
