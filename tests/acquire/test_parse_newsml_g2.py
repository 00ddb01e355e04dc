"""NewsML-G2 as agencies vary it."""

import base64

from newswire.acquire.parse import parse_document
from newswire.records import ParsedItem, Signal

ITEM = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:a" version="1" xml:lang="de">'
    '<itemMeta><itemClass qcode="{item_class}"/><versionCreated>2026-11-12T07:00:00Z</versionCreated>{meta}</itemMeta>'
    "<contentMeta>{headlines}</contentMeta><contentSet>{content}</contentSet></newsItem>"
)
XHTML = '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>One.</p><p>Two.</p></body></html></inlineXML>'


def read(item_class: str = "ninat:text", meta: str = "", headlines: str = "", content: str = XHTML) -> ParsedItem:
    data = ITEM.format(item_class=item_class, meta=meta, headlines=headlines, content=content).encode()
    [item] = parse_document(data, reference="a.xml")
    return item


def test_of_several_headlines_the_main_one_in_the_items_language_is_taken() -> None:
    sub, main = '<headline role="hld:sub">Fähren warten</headline>', '<headline role="hld:main">Kai zu</headline>'
    other = '<headline xml:lang="en" role="hld:main">Quay shut</headline>'
    assert read(headlines=sub + other + main).headline == "Kai zu"
    assert read(headlines=sub).headline == "Fähren warten"
    assert read().headline is None


def test_a_composite_with_a_text_in_it_is_a_story() -> None:
    assert read("ninat:composite").body == "One.\n\nTwo."


def test_inline_data_may_be_bytes_in_base64() -> None:
    words = base64.b64encode("Fähren warten.\n\nZwei.".encode("cp1252")).decode()
    assert read(content=f'<inlineData encoding="enc:base64">{words}</inlineData>').body == "Fähren warten.\n\nZwei."
    assert not read(content='<inlineData encoding="enc:base64">no bytes at all!</inlineData>').body


def test_a_signal_in_the_past_tense_is_the_same_signal() -> None:
    item = read(meta='<signal qcode="sig:updated"/><signal qcode="sig:corrected"/>')
    assert (item.signals, item.notes) == ((Signal.UPDATE, Signal.CORRECTION), ())
