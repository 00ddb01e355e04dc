"""Which format a document is of, by its bytes alone; gzip is looked through."""

import gzip
import io
import re
import zlib

from newswire.acquire.charset import decode
from newswire.acquire.parse_corpus import is_csv
from newswire.acquire.parse_email import is_email
from newswire.acquire.parse_json import kind_of_json, read_json
from newswire.acquire.parse_legacy import is_legacy
from newswire.acquire.parse_zczc import is_zczc
from newswire.errors import Reason, RejectedError
from newswire.records import SourceFormat

MAX_BYTES = 10_000_000  # the largest page of an agency or newspaper is a tenth of it
HEAD_CHARS = 4096
HEAD_BYTES = 4 * HEAD_CHARS
GZIP = b"\x1f\x8b"

XML_ROOTS = {
    "rss": SourceFormat.RSS,
    "rdf": SourceFormat.RSS,
    "channel": SourceFormat.RSS,
    "feed": SourceFormat.ATOM,
    "newsmessage": SourceFormat.NEWSML_G2,
    "newsitem": SourceFormat.NEWSML_G2,
    "packageitem": SourceFormat.NEWSML_G2,
    "conceptitem": SourceFormat.NEWSML_G2,
    "knowledgeitem": SourceFormat.NEWSML_G2,
    "planningitem": SourceFormat.NEWSML_G2,
    "catalogitem": SourceFormat.NEWSML_G2,
    "catalog": SourceFormat.NEWSML_G2,
    "newsml": SourceFormat.NEWSML_1,
    "nitf": SourceFormat.NITF,
    "urlset": SourceFormat.SITEMAP,
    "sitemapindex": SourceFormat.SITEMAP,
    "html": SourceFormat.HTML,
}
PROLOGUE = re.compile(
    r"\s*(?:<\?[^>]{0,400}\?>|<!--.{0,2000}?-->|<!doctype[^>\[]{0,400}(?:\[[^\]]{0,2000}\]\s{0,20})?>)", re.I | re.S
)
ROOT = re.compile(r"\s*<(?:[\w.-]{1,60}:)?([\w.-]{1,60})[\s/>]")
FIELD_TAG = re.compile(r"<(?:headline|newsid|publishdate|pubdate|published)[\s/>]", re.I)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
HTML_TAG = re.compile(r"<(?:html|head|body|div|p|article|script|title|meta)[\s/>]", re.I)


def sniff_format(data: bytes) -> SourceFormat:
    """Return the format that the bytes show, gzip looked through. Raises RejectedError(UNKNOWN_FORMAT)."""
    head_bytes = unpack_head(data) if data.startswith(GZIP) else data[:HEAD_BYTES]
    if head_bytes.startswith(b"WARC/"):
        return SourceFormat.WARC
    text, _notes = decode(head_bytes)
    if (legacy := is_legacy(text[:400])) is not None:
        return legacy
    if is_zczc(text[:400]):
        return SourceFormat.ZCZC
    head = text[:HEAD_CHARS].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return _sniff_json(unpack(data) if data.startswith(GZIP) else data)
    if head.startswith("<"):
        return _sniff_markup(head)
    refuse_binary(head_bytes)
    if is_email(head):
        return SourceFormat.EMAIL
    return SourceFormat.CSV if is_csv(head) else SourceFormat.TEXT


def _sniff_markup(head: str) -> SourceFormat:
    while prologue := PROLOGUE.match(head):
        head = head[prologue.end() :]
    root = ROOT.match(head)
    if root and (known := XML_ROOTS.get(root[1].lower())):
        # NewsML 1 has a NewsItem as well; G2's has a guid and its own namespace.
        is_one = known is SourceFormat.NEWSML_G2 and root[1] == "NewsItem"
        return SourceFormat.NEWSML_1 if is_one else known
    if HTML_TAG.search(head):
        return SourceFormat.HTML
    if FIELD_TAG.search(head):
        return SourceFormat.XML
    raise RejectedError(Reason.UNKNOWN_FORMAT, f"markup that begins with {head[:40]!r}")


def _sniff_json(data: bytes) -> SourceFormat:
    text = decode(data)[0].strip()
    first, _, rest = text.partition("\n")
    if rest and first.startswith("{") and first.rstrip().endswith("}") and rest.lstrip().startswith("{"):
        return SourceFormat.JSONL
    if (kind := kind_of_json(read_json(text))) is None:
        raise RejectedError(Reason.UNKNOWN_FORMAT, "JSON of no format that is known here")
    return kind


def refuse_binary(data: bytes, charset: str | None = None) -> None:
    """Raise RejectedError(UNKNOWN_FORMAT) for a PDF, a picture and the like, which some entries link to."""
    head = decode(data[:HEAD_BYTES], charset)[0][:HEAD_CHARS]
    if len(UNPRINTABLE.findall(head)) > len(head) // 20 or data.startswith(b"%PDF-"):
        raise RejectedError(Reason.UNKNOWN_FORMAT, f"not text: it begins with {data[:16]!r}")


def unpack(data: bytes, limit: int = MAX_BYTES) -> bytes:
    """Return the unpacked bytes. Raises RejectedError for a bomb or a torn file."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            unpacked = file.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"gzip: {error}") from error
    if len(unpacked) > limit:
        raise RejectedError(Reason.TOO_LARGE, f"more than {limit} bytes after unpacking")
    return unpacked


def unpack_head(data: bytes) -> bytes:
    """Return the first bytes of a gzip file. Raises RejectedError(NOT_PARSABLE)."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, HEAD_BYTES)
    except zlib.error as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"gzip: {error}") from error
