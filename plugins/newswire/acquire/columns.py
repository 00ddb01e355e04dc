"""Which column of a corpus holds which field of an article: the usual names, and what a person states."""

import re
from collections.abc import Mapping

# What corpora call the fields of an article; the first that a row has is taken.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "body": (
        "body",
        "text",
        "content",
        "article",
        "maintext",
        "full_text",
        "fulltext",
        "plaintext",
        "article_text",
        "article_body",
        "articlebody",
        "body_text",
        "body_html",
        "content_text",
        "content_html",
        "story",
        "story_text",
    ),
    "headline": ("headline", "title", "article_title", "headline_main", "head"),
    "guid": ("guid", "id", "article_id", "uri", "newsid", "news_id", "docid", "doc_id", "uuid"),
    "url": ("url", "link", "source_url", "article_url", "permalink", "canonical_url", "web_url"),
    "published_at": (
        "published_at",
        "published",
        "date_publish",
        "pubdate",
        "publishdate",
        "publish_date",
        "published_date",
        "publication_date",
        "publishing_date",
        "publish_time",
        "pub_date",
        "date_published",
        "datepublished",
        "created_at",
        "date",
        "timestamp",
    ),
    "updated_at": ("updated_at", "updated", "date_modify", "date_modified", "datemodified", "modified"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
    "version": ("version",),
}
FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}


def read_columns(stated: Mapping[str, object]) -> dict[str, str]:
    """Return the stated columns by field, which goes by any name that corpora have for it. Raises ValueError.

    >>> read_columns({"text": "Full Text", "title": "hl"})
    {'body': 'Full Text', 'headline': 'hl'}
    """
    found: dict[str, str] = {}
    for name, column in stated.items():
        field = FIELD_OF.get(column_name(name))
        if field is None:
            raise ValueError(f"{name!r} is no field of an article; there are {', '.join(COLUMNS)}")
        if field in found:
            raise ValueError(f"{name!r} states {field} a second time")
        if not isinstance(column, str) or not column_name(column):
            raise ValueError(f"{name!r} wants the name of a column")
        found[field] = column
    return found


def with_columns(stated: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Return the names under which each field is looked for: a stated one alone, else the usual ones."""
    return {**COLUMNS, **{field: (column_name(column),) for field, column in stated.items()}}


def column_name(name: str) -> str:
    """Return the name of a column as COLUMNS has it.

    >>> column_name("Publish Date"), column_name("\ufeffArticle-Body")
    ('publish_date', 'article_body')
    """
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")
