"""Bytes to text, in the order of the HTML standard: byte order mark, declaration, UTF-8, windows-1252.

One bad byte spoils itself only: it becomes U+FFFD, and the rest of the document is read as declared.
"""

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,200}?encoding\s*=\s*)["']?([A-Za-z0-9_.:-]{2,40})""", re.I)
# XML without a mark: its first character tells the width and order of the others (XML 1.0, appendix F.1).
XML_STARTS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
# What pages call latin-1 is windows-1252, gb2312 is its superset, and so on (WHATWG Encoding, 4.2 Names and labels).
WHATWG_NAMES = {
    "cp1252": "iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin-1 latin1 l1 ascii us-ascii x-cp1252",
    "cp1251": "x-cp1251",
    "cp1250": "x-cp1250",
    "cp1254": "iso-8859-9 iso8859-9 latin5",
    "cp874": "windows-874 iso-8859-11 iso8859-11 tis-620 dos-874",
    "cp866": "ibm866 866",
    "mac_roman": "macintosh mac x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "gb2312 gbk gb_2312-80 x-gbk chinese csgb2312",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis",
    "euc_jp": "x-euc-jp cseucpkdfmtjapanese",
    "cp949": "euc-kr ks_c_5601-1987 ksc5601 ksc_5601 korean windows-949 cseuckr",
    "utf-8": "unicode-1-1-utf-8 utf8 utf-8-sig x-unicode20utf8",
    "utf-16-le": "utf-16 unicode ucs-2 csunicode",
}
WHATWG_ALIASES = {label: name for name, labels in WHATWG_NAMES.items() for label in labels.split()}
# Codecs of Python that are no charsets: they unpack, unescape or refuse, and a page may name any of them.
NO_CHARSETS = frozenset(
    [
        "base64",
        "bz2",
        "hex",
        "idna",
        "punycode",
        "quopri",
        "raw-unicode-escape",
        "rot-13",
        "undefined",
        "unicode-escape",
        "utf-7",
        "uu",
        "zlib",
    ]
)
HEAD_BYTES = 2048  # the standard looks for a declaration in the first 1024; some pages put it a little later


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text and notes for people; ``declared`` is the charset of the transport, where it names one."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), ()
    for start, name in XML_STARTS:
        if data.startswith(start):
            return data.decode(name, "replace"), ()
    if (found := DECLARED.search(data[:HEAD_BYTES])) and declared is None:
        declared = found[1].decode("ascii")
    name = _codec(declared)
    if name.startswith("iso2022") and b"\x1b" in data:  # of ASCII bytes alone, so that it looks like UTF-8
        return data.decode(name, "replace"), ()
    try:
        return data.decode("utf-8"), ()  # valid UTF-8 with non-ASCII bytes is UTF-8, whatever a template declares
    except UnicodeDecodeError:
        pass
    # XML in two bytes a character begins otherwise: what declares it is a template.
    if name in ("", "utf-8", "utf-16-le"):
        return _decode_utf8_with_bad_bytes(data)
    return data.decode(name, "replace"), ()


def _codec(label: str | None) -> str:
    """Return Python's name for a declared charset, '' where it is none, or none that a document can be in."""
    if label is None:
        return ""
    try:
        name = codecs.lookup(WHATWG_ALIASES.get(label.lower().strip(), label)).name
    except LookupError:
        return ""
    return "" if name in NO_CHARSETS else name


def _decode_utf8_with_bad_bytes(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Tell UTF-8 with a few bad bytes from text that is windows-1252 throughout, by which damage is smaller."""
    text = data.decode("utf-8", "replace")
    good = sum(1 for char in text if ord(char) > 127 and char != "\ufffd")
    bad = text.count("\ufffd")
    if good > bad:
        return text, (f"encoding: {bad} bytes are not UTF-8",)
    return data.decode("cp1252", "replace"), ("encoding: read as windows-1252",)
