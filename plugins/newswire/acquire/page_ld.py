"""JSON-LD of a news page (schema.org, W3C JSON-LD 1.1) as publishers write it, broken or not.

Nothing is fetched, contexts are not looked up: a type is known by its last word.
"""

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

MAX_CHARS = 2_000_000
MAX_NODES = 20_000
NEWS_TYPES = re.compile(r"(?:NewsArticle|LiveBlogPosting|^Article|/Article)$")
ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review)$")
# Parts of an article that are articles of their own, or other articles.
OTHER_STORIES = frozenset({
    "citation", "comment", "hasPart", "isBasedOn", "isPartOf", "itemListElement", "liveBlogUpdate", "mentions",
    "relatedLink", "review", "subjectOf", "workExample",
})  # fmt: skip
OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */")
CLOSINGS = ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", ";")

Node = dict[str, Any]


def read_article(root: HtmlElement, titles: set[str]) -> Node:
    """Return the node of the page's own story, references resolved; {} where there is none.

    Of several, the one is taken whose headline is among ``titles`` (letters only), then news types, then the first.
    """
    values = [value for script in root.xpath(_SCRIPTS) if (value := read_json(script.text_content())) is not None]
    nodes = list(_walk(values))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _has_type(node, ARTICLE_TYPES)]
    if not articles:
        return {}

    def rank(node: Node) -> tuple[bool, bool, bool]:
        headline = "".join(char for char in (text_of(node.get("headline")) or "").lower() if char.isalnum())
        return headline in titles, _has_type(node, NEWS_TYPES), bool(headline and node.get("datePublished"))

    chosen = max(articles, key=rank)  # of equal rank the first
    return {key: _resolve(value, by_id) for key, value in chosen.items()}


def read_json(text: str) -> object | None:
    """Return the value, also of JSON with control characters, HTML entities, wrappings or a last comma; or None."""
    if len(text) > MAX_CHARS:
        return None
    bare = text.strip()
    for opening in OPENINGS:
        bare = bare.removeprefix(opening).lstrip()
    for closing in CLOSINGS:
        bare = bare.removesuffix(closing).rstrip()
    tries = (lambda: bare, lambda: html.unescape(bare), lambda: re.sub(r",(\s*[}\]])", r"\1", bare))
    for repaired in tries:
        try:
            return json.loads(repaired(), strict=False)  # type: ignore[no-any-return, no-untyped-call]
        except (ValueError, RecursionError):
            continue
    return None


def text_of(value: object) -> str | None:
    """Return a value as text: the first of a list, the name or @value of a node; None for what is no text.

    >>> text_of([{"@value": "Tide &amp; time"}])
    'Tide & time'
    """
    for _depth in range(4):
        if isinstance(value, list):
            value = next((one for one in value if one), None)
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("headline")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def names_of(value: object) -> Iterator[str]:
    """Yield the names of persons or organisations, however they are nested."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, list):
            yield from (name for name in map(text_of, one) if name)
            continue
        if isinstance(one, dict) and not one.get("name"):
            parts = [text_of(one.get(key)) for key in ("givenName", "familyName")]
            one = " ".join(part for part in parts if part)  # noqa: PLW2901 - a name of two parts
        if isinstance(one, dict) and isinstance(one.get("name"), list):
            yield from (name for name in map(text_of, one["name"]) if name)
        elif name := text_of(one):
            yield name


_SCRIPTS = "//script[contains(translate(@type, 'LD+JSON', 'ld+json'), 'ld+json')]"


def _walk(values: list[object]) -> Iterator[Node]:
    """Yield all nodes, outer before inner, without those of other stories."""
    waiting = deque(values)
    for _count in range(MAX_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            waiting.extend(v for key, v in value.items() if isinstance(v, dict | list) and key not in OTHER_STORIES)


def _has_type(node: Node, types: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    return any(types.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _resolve(value: object, by_id: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_resolve(one, by_id) for one in value]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return by_id.get(str(value.get("@id")), value)
    return value
