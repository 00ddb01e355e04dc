"""Where the test material lies, and its pages with what is true of them."""

import gzip
import html
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.eval.shingles import contained


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and what is true of it; None or empty where the material does not say."""

    name: str
    data: bytes
    body: str
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    crawled_at: datetime | None = None


def eval_folder() -> Path:
    """Return the folder of the test material; it need not exist."""
    stated = os.environ.get("NEWSWIRE_EVAL_DATA")
    return Path(stated) if stated else Path(__file__).parents[2].parent / "shared" / "data"


def benchmark_pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of the article extraction benchmark."""
    for key, truth in sorted(json.loads((folder / "html/aeb/ground-truth.json").read_text("utf-8")).items()):
        path = folder / "html/aeb/html" / f"{key}.html.gz"
        if path.exists():
            yield Page(name=key[:12], data=gzip.decompress(path.read_bytes()), body=truth.get("articleBody", ""))


def evaluation_pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of the Fundus evaluation, whose truth is a list of paragraphs."""
    for name, truth in sorted(json.loads((folder / "html/fundus-evaluation/ground_truth.json").read_text()).items()):
        path = folder / "html/fundus-evaluation/html" / name
        if path.exists():
            yield Page(name=name, data=gzip.decompress(path.read_bytes()), body="\n".join(truth["body"]))


def publisher_pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of the Fundus tests; each page gets the case of its publisher whose text it holds."""
    for path in sorted((folder / "html/fundus").glob("*/*.json")):
        info_path = path.parent / "meta.info"
        infos = json.loads(info_path.read_text("utf-8")) if info_path.exists() else {}
        cases = json.loads(path.read_text("utf-8"))
        for page_path in sorted(path.parent.glob(f"{path.stem}_2*.html.gz")):
            data = gzip.decompress(page_path.read_bytes())
            source = html.unescape(data.decode("utf-8", "replace"))
            bodies = {version: _section_text(truth.get("body") or {}) for version, truth in cases.items()}
            version = max(
                bodies, key=lambda version: contained(f"{cases[version].get('title')} {bodies[version]}", source)
            )
            truth, info = cases[version], infos.get(page_path.name, {})
            yield Page(
                name=f"{path.parent.name}/{path.stem}/{version}",
                data=data,
                body=bodies[version],
                url=info.get("url"),
                title=truth.get("title"),
                authors=tuple(truth.get("authors") or ()),
                published_at=_instant(truth.get("publishing_date")),
                crawled_at=at.replace(tzinfo=UTC) if (at := _instant(info.get("crawl_date"))) else None,
            )


def reuters_texts(folder: Path, count: int) -> list[str]:
    """Return texts of the UCI Reuter_50_50 archive where it is there."""
    path = folder / "text" / "reuters_c50_train.tar.gz"
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        members = [member for member in archive if member.isfile() and member.name.endswith(".txt")][:count]
        return [file.read().decode("utf-8", "replace") for member in members if (file := archive.extractfile(member))]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _section_text(body: dict[str, list[object]]) -> str:
    parts = [str(part) for part in body.get("summary", [])]
    for section in body.get("sections", []):
        assert isinstance(section, dict), "a section is a table of headlines and paragraphs"
        parts += section.get("headline", []) + section.get("paragraphs", [])
    return "\n".join(parts)
