"""What a page costs beside other extractors, and how much of its story each finds: ``python -m tests.bench.extract``.

Pages are made up, and those of the article extraction benchmark where it is there. ``--peers PYTHON`` names an
environment with ``peers.txt`` installed; without it news-please and newspaper4k are left out.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import trafilatura

from newswire.acquire.charset import decode
from newswire.acquire.parse_html import parse_html
from newswire.errors import RejectedError
from tests.bench.timing import processor_timed
from tests.eval.data import benchmark_pages, eval_folder
from tests.eval.shingles import score
from tests.made_up.day import made_up_day

PEERS = ("news-please", "newspaper4k")
MADE_UP = 60


def main() -> None:
    """Print a line for each extractor and set of pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, help="the Python of an environment with the other extractors")
    options = parser.parse_args()
    print(f"{'extract, one core':22}{'pages':>7}{'ms a page':>11}{'F1':>8}")
    for name, pages in page_sets().items():
        print(name)
        truths = {key: body for key, (_page, body) in pages.items()}
        report("ours", truths, *extract(ours, pages))
        report("trafilatura", truths, *extract(lambda page: trafilatura.extract(page) or "", pages))
        for peer in PEERS if options.peers else ():
            report(peer, truths, *run_peer(options.peers, peer, pages))


def page_sets() -> dict[str, dict[str, tuple[str, str]]]:
    """Return sets of pages: of each page its HTML and its story."""
    made_up = [document for document in made_up_day(MADE_UP * 4) if document.path.endswith(".html")][:MADE_UP]
    sets = {"made up": {f"{n}.html": (d.data.decode(), d.text.body) for n, d in enumerate(made_up)}}
    if (eval_folder() / "html/aeb").is_dir():
        found = {f"{page.name}.html": (decode(page.data)[0], page.body) for page in benchmark_pages(eval_folder())}
        sets["article extraction benchmark"] = found
    return sets


def ours(page: str) -> str:
    """Return the body as our parser finds it, with all metadata that it reads beside."""
    try:
        return parse_html(page.encode(), reference="http://site.example/story")[0].body
    except RejectedError:
        return ""


def extract(work: Callable[[str], str], pages: Mapping[str, tuple[str, str]]) -> tuple[float, dict[str, str]]:
    """Return the seconds of processor time, and the texts."""
    work(next(iter(pages.values()))[0])
    texts: dict[str, str] = {}
    seconds = processor_timed(lambda: texts.update((name, work(page)) for name, (page, _body) in pages.items()))
    return seconds, texts


def run_peer(python: Path, peer: str, pages: Mapping[str, tuple[str, str]]) -> tuple[float, dict[str, str]]:
    """Return the same of another extractor."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (page, _body) in pages.items():
            (Path(folder) / name).write_text(page, encoding="utf-8")
        done = subprocess.run(
            [str(python), str(Path(__file__).with_name("peers.py")), peer, folder],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    said = json.loads(done.stdout)
    return said["seconds"], said["texts"]


def report(name: str, truths: Mapping[str, str], seconds: float, texts: Mapping[str, str]) -> None:
    """Print one line."""
    f1 = score((body, texts[key]) for key, body in truths.items()).f1
    print(f"  {name:20}{len(truths):7}{seconds / len(truths) * 1000:11.1f}{f1:8.3f}", flush=True)


if __name__ == "__main__":
    main()
