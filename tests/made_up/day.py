"""A made-up day of several agencies, archives and sites, in a folder that ``sources.toml`` names.

Of the articles 7 in 10 are new stories, the others copies elsewhere and updates; 1 in 10 of all is degraded
(lowercased, tokenised, marks lost). New stories of agencies come as ninjs, of sites as pages of about 80 kB, degraded
ones as text.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Final

from newswire.enrich.training.degrade import degrade
from tests.made_up.texts import Text, Writer
from tests.made_up.words import AGENCIES

DAY: Final = datetime(2026, 11, 17, tzinfo=UTC)
KINDS: Final = ("agency", "site", "archive")
NEW_SHARE, UPDATE_SHARE, DEGRADED_SHARE = 0.7, 0.12, 0.1
PAGE_BYTES: Final = 80_000
SOURCES: Final = "".join(
    f'[[source]]\nname = "{kind}"\nkind = "files"\nfolder = "{kind}"\nglob = "**/*"\nlanguage = "en"\n\n'
    for kind in KINDS
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the day: where it lies, its bytes, the story's text, and whether it repeats an earlier one."""

    path: str
    data: bytes
    text: Text
    is_new: bool

    @property
    def is_update(self) -> bool:
        """Whether it is a later version of an agency's story; what repeats one elsewhere is a copy."""
        return not self.is_new and self.path.startswith("agency/")


def made_up_day(count: int, *, seed: int = 17, word_count: int = 500, first: int = 0) -> Iterator[Document]:
    """Yield so many documents, in the order in which they were published; they are numbered from ``first`` on."""
    chance = Random(seed)
    writer = Writer(chance)
    told: list[tuple[Text, str, int]] = []  # text, guid, version: of agencies' stories that may be updated or copied
    for number in range(first, first + count):
        at = DAY + timedelta(seconds=86_400 * (number - first) / max(1, count))
        drawn = chance.random()
        is_degraded = chance.random() < DEGRADED_SHARE
        if told and drawn > NEW_SHARE:
            place = max(0, len(told) - 1 - int(chance.expovariate(1 / 200)))
            text, guid, version = told[place]
            if drawn < NEW_SHARE + UPDATE_SHARE and not is_degraded:
                text = writer.update(text, version)
                told[place] = (text, guid, version + 1)
                yield _agency(number, text, guid, version + 1, at, is_new=False)
            else:
                yield _elsewhere(number, writer.copy(text), at, is_degraded=is_degraded, is_new=False)
            continue
        agency = AGENCIES[number % len(AGENCIES)]
        text = writer.story(int(chance.gauss(word_count, word_count / 6)), agency)
        if is_degraded or chance.random() < 0.4:
            yield _elsewhere(number, text, at, is_degraded=is_degraded, is_new=True)
        else:
            guid = f"tag:{agency.lower().replace(' ', '-')}.example,2026:{number}"
            told.append((text, guid, 1))
            yield _agency(number, text, guid, 1, at, is_new=True)


def write_day(folder: Path, count: int, *, seed: int = 17, word_count: int = 500) -> list[Document]:
    """Write the day's files and its ``sources.toml``; return the documents."""
    documents = list(made_up_day(count, seed=seed, word_count=word_count))
    write_documents(folder, documents)
    return documents


def write_documents(folder: Path, documents: Iterable[Document]) -> list[str]:
    """Write these files into the folder, and its ``sources.toml``; what lies there stays. Return their paths."""
    for kind in KINDS:
        (folder / kind).mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    paths = []
    for document in documents:
        (folder / document.path).write_bytes(document.data)
        paths.append(document.path)
    return paths


def _agency(number: int, text: Text, guid: str, version: int, at: datetime, *, is_new: bool) -> Document:
    paragraphs = text.body.split("\n\n")
    said = {
        "standard": {"name": "ninjs", "version": "2.1"},
        "uri": guid,
        "type": "text",
        "version": str(version),
        "versioncreated": at.isoformat(),
        "pubstatus": "usable",
        "urgency": 3,
        "language": "en",
        "headlines": [{"role": "main", "value": text.headline}],
        "bodies": [
            {
                "role": "main",
                "contenttype": "text/html",
                "value": "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
                + "<p>(Reporting by Ada Brook; Editing by Tim Vale)</p>",
            }
        ],
    }
    return Document(f"agency/{number:06}.json", json.dumps(said).encode(), text, is_new)


def _elsewhere(number: int, text: Text, at: datetime, *, is_degraded: bool, is_new: bool) -> Document:
    if is_degraded:
        return Document(f"archive/{number:06}.txt", degrade(text.body).text.encode(), text, is_new)
    return Document(f"site/{number:06}.html", page(number, text, at).encode(), text, is_new)


def page(number: int, text: Text, at: datetime) -> str:
    """Return a news site's page around the text: menus, boxes, scripts and other stories' headlines, about 80 kB."""
    about = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": text.headline,
        "datePublished": at.isoformat(), "author": {"@type": "Person", "name": "Ada Brook"},
    }  # fmt: skip
    menu = "".join(f'<li><a href="/section/{n}">Section {n} of the paper</a></li>' for n in range(120))
    story = "".join(f"<p>{escape(paragraph, quote=False)}</p>\n" for paragraph in text.body.split("\n\n"))
    others = "".join(
        f'<div class="card"><a href="/story/{number}-{n}"><img src="/i/{n}.jpg" alt="">'
        f"<h3>Another headline, number {n}</h3></a></div>"
        for n in range(80)
    )
    top = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(text.headline)} | The Example</title>"
        f'<link rel="canonical" href="https://site.example/story/{number}">'
        f'<script type="application/ld+json">{json.dumps(about)}</script></head><body><nav><ul>{menu}</ul></nav>'
        f'<main><article><h1>{escape(text.headline)}</h1><time datetime="{at.isoformat()}"></time>'
        f"{story}</article></main>"
        f"<aside>{others}</aside><footer><p>All rights are with The Example.</p></footer>"
    )
    state = "{" + ",".join(f'"key{n}":"value {n * 7919 % 10007}"' for n in range(5000))
    return f'{top}<script>window.state={state[: max(0, PAGE_BYTES - len(top))]}"}}</script></body></html>'
