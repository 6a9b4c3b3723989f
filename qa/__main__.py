"""The command line: ``python -m qa COMMAND``.

A thin skin over `Assistant`: it reads arguments, calls one method and prints. Results go to stdout,
progress and errors to stderr. Exit codes: 0 done, 1 an expected failure, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import SourcierError

if TYPE_CHECKING:
    from index.ingest import Progress
    from index.passage import Hit
    from qa.assistant import Assistant


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    logging.getLogger("qa").setLevel(logging.INFO)
    for library in ("pypdf", "trafilatura"):
        # What they cannot read is told once, as the reason for skipping the file.
        logging.getLogger(library).setLevel(logging.CRITICAL)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except SourcierError as error:
        print(f"sourcier: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has seen enough, as `head` does.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("sourcier: stopped.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa",
        description="Answer questions over news articles, each answer proved by cited passages.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> Any:
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(command=run)
        command.add_argument(
            "--store",
            help="a folder, :memory: or http://host:port (default: QA_STORE, else .store)",
        )
        command.add_argument("--json", action="store_true", help="print JSON")
        return command

    indexing = add("index", _index, "Bring the store to what the paths hold now.")
    indexing.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    forgetting = add("forget", _forget, "Take articles out of the store.")
    forgetting.add_argument("targets", nargs="+", metavar="PATH_OR_ARTICLE_ID")
    asking = add("ask", _ask, "Answer each question; - reads them from stdin, one a line.")
    asking.add_argument("questions", nargs="+", metavar="QUESTION")
    asking.add_argument(
        "--explain", action="store_true", help="print how each answer comes about as well"
    )
    searching = add("search", _search, "Print the ranked passages; - reads queries from stdin.")
    searching.add_argument("queries", nargs="+", metavar="QUERY")
    searching.add_argument("--k", type=int, default=10, help="how many passages (default 10)")
    for name, meaning in (
        ("after", "published on this ISO date or later"),
        ("before", "published on this ISO date or earlier"),
        ("outlet", "only this outlet"),
        ("language", "only this language, such as fr"),
        ("article", "only this article id"),
    ):
        searching.add_argument(f"--{name}", help=meaning)
    showing = add("show", _show, "Print a stored article.")
    showing.add_argument("article_id", metavar="ARTICLE_ID")
    add("status", _status, "Print what the store holds.")
    evaluating = add("evaluate", _evaluate, "Run a fixed set of questions and compare.")
    evaluating.add_argument("questions", nargs="?", metavar="QUESTIONS.jsonl")
    evaluating.add_argument("--baseline", metavar="FILE", help="compare with this earlier run")
    evaluating.add_argument(
        "--update-baseline", action="store_true", help="write this run to the baseline's file"
    )
    evaluating.add_argument(
        "--report", metavar="DIR", help="write the run and its report here (JSON, Markdown, HTML)"
    )
    evaluating.add_argument(
        "--only", action="append", default=[], metavar="FIELD=VALUE", help="only such questions"
    )
    evaluating.add_argument(
        "--kind", action="append", default=[], help="only questions of this kind; as --only kind="
    )
    evaluating.add_argument(
        "--fail-fast", action="store_true", help="stop at the first question that broke"
    )
    evaluating.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="ask so many at a time (default 1)"
    )
    evaluating.add_argument(
        "--repeat", type=int, default=1, metavar="N", help="ask N times; all must agree"
    )
    evaluating.add_argument(
        "--peers", action="store_true", help="add rows for BM25 and LlamaIndex's retrieval"
    )
    evaluating.add_argument(
        "--judge", action="store_true", help="let the language model of QA_LLM judge the answers"
    )
    evaluating.add_argument(
        "--format",
        choices=("squad", "nomiracl", "clapnq", "ramdocs", "beir"),
        help="the questions are a public set, which brings its own corpus",
    )
    evaluating.add_argument(
        "--sample", type=int, metavar="N", help="of a public set, N questions drawn with a seed"
    )
    return parser


def _open(options: argparse.Namespace, *, create: bool = False) -> Assistant:
    from qa.assistant import Assistant

    return Assistant.open(options.store, create=create)


def _index(options: argparse.Namespace) -> int:
    assistant = _open(options, create=True)
    with _ProgressBar() as bar:
        summary = assistant.index(options.paths, bar.show)
    _print_summary(summary.to_dict(), as_json=options.json)
    return 0


def _forget(options: argparse.Namespace) -> int:
    summary = _open(options).forget(options.targets)
    _print_summary(summary.to_dict(), as_json=options.json)
    return 0


def _ask(options: argparse.Namespace) -> int:
    def ask(assistant: Assistant, question: str) -> dict[str, Any]:
        answer = assistant.ask(question).to_dict()
        if options.explain:
            answer["explanation"] = assistant.explain(question)
        return answer

    return _for_each_line(options, options.questions, ask, _print_answer)


def _search(options: argparse.Namespace) -> int:
    import time

    def search(assistant: Assistant, query: str) -> dict[str, Any]:
        started = time.perf_counter()
        hits = assistant.search(
            query,
            options.k,
            after=options.after,
            before=options.before,
            outlet=options.outlet,
            language=options.language,
            article=options.article,
        )
        elapsed_ms = round((time.perf_counter() - started) * 1000, 1)
        return {"query": query, "hits": [_hit(hit) for hit in hits], "elapsed_ms": elapsed_ms}

    return _for_each_line(options, options.queries, search, _print_hits)


def _show(options: argparse.Namespace) -> int:
    import dataclasses

    article = dataclasses.asdict(_open(options).show(options.article_id))
    if options.json:
        print(json.dumps(article, ensure_ascii=False))
        return 0
    for field in ("id", "title", "outlet", "byline", "published", "language", "url", "path"):
        if article[field]:
            print(f"{field}: {article[field]}")
    print(f"\n{article['text']}")
    return 0


def _status(options: argparse.Namespace) -> int:
    status = _open(options).status().to_dict()
    if options.json:
        print(json.dumps(status, ensure_ascii=False))
        return 0
    for field, value in status.items():
        if isinstance(value, dict):
            value = ", ".join(f"{name} {count}" for name, count in value.items())
        print(f"{field}: {'unknown' if value is None else value}")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from qa.evaluation import evaluate_command

    return evaluate_command(options, lambda: _open(options))


def _for_each_line(
    options: argparse.Namespace,
    given: Sequence[str],
    work: Callable[[Assistant, str], dict[str, Any]],
    show: Callable[[dict[str, Any]], None],
) -> int:
    assistant = _open(options)
    for line in _lines(given):
        result = work(assistant, line)
        if options.json:
            print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            show(result)
    return 0


def _lines(given: Sequence[str]) -> Iterator[str]:
    for argument in given:
        if argument == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield argument


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "article_id": hit.article_id,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "copies": list(hit.copies),
    }


def _print_answer(answer: dict[str, Any]) -> None:
    if "notice" in answer:
        print(f"({answer['notice']})")
    print(f"{answer['answer']}\n")
    for citation in answer["citations"]:
        title = citation["title"] or citation["article_id"]
        outlet = f"{citation['outlet']}, " if citation["outlet"] else ""
        date = citation["published"] or "undated"
        place = f"{citation['article_id']} {citation['start']}-{citation['end']}"
        print(f"  [{citation['marker']}] {outlet}{date}: {title} ({place})")
    for passage in answer.get("nearest", []):
        start = " ".join(passage["text"].split())[:120]
        print(f"  near: {passage['article_id']}: {start}…")
    if "explanation" in answer:
        print(f"\n{answer['explanation']}")
    print(flush=True)


def _print_hits(result: dict[str, Any]) -> None:
    for hit in result["hits"]:
        place = f"{hit['article_id']} {hit['start']}-{hit['end']}"
        print(f"{hit['rank']:>3}. {hit['score']:.3f}  {place}")
        print(f"     {' '.join(hit['text'].split())}")
    if not result["hits"]:
        print(f"Nothing found for: {result['query']}")
    print(flush=True)


def _print_summary(summary: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
        return
    for name, value in summary.items():
        if name == "skipped":
            print(f"skipped: {len(value)}")
            for skipped in value:
                print(f"  {skipped['path']}: {skipped['reason']}")
        else:
            print(f"{name}: {value}")


class _ProgressBar:
    """Shows on stderr, where that is a terminal, how far indexing has come."""

    def __enter__(self) -> _ProgressBar:
        from tqdm import tqdm

        self._bar = tqdm(file=sys.stderr, leave=False, disable=None)
        self._stage = ""
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self._stage = progress.stage
            self._bar.reset(total=progress.total)
            self._bar.set_description(progress.stage)
        self._bar.update(progress.done - self._bar.n)


if __name__ == "__main__":
    sys.exit(main())
