"""Addresses: what shares a key, what must not, and that strange input comes back unharmed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newswire.acquire.urls import canonical_url, resolve_url, url_key

PLAIN = "https://www.gull.example/news/storm-ottoline"


@pytest.mark.parametrize(
    "variant",
    [
        "http://gull.example/news/storm-ottoline",
        "https://m.gull.example/news/storm-ottoline/",
        "https://amp.gull.example/news/storm-ottoline",
        "https://www.gull.example/news/storm-ottoline/amp/",
        "https://www.gull.example/news/storm-ottoline/amp.html",
        "https://www.gull.example/amp/news/storm-ottoline",
        "https://www.gull.example/news/storm-ottoline?outputType=amp",
        "https://www-gull-example.cdn.ampproject.org/c/s/www.gull.example/news/storm-ottoline",
        "HTTPS://WWW.Gull.Example:443//news/./storm-ottoline#comments",
        "https://www.gull.example/news/storm-ottoline?utm_source=rss&fbclid=1&UTM_Medium=x",
        "https://www.gull.example/news/storm-ottoline?ref=rss",
        "https://www.gull.example/news/storm-ottoline?ref=gull.example",
        "https://www.gull.example/news/storm-ottoline?utm_source=rss&amp;utm_medium=rss",
        " https://www.gull.example/news/storm-ottoline\n",
    ],
)
def test_variants_of_one_page_share_a_key(variant) -> None:
    assert url_key(variant) == url_key(PLAIN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://gull.example/?p=1", "https://gull.example/?p=2"),
        ("https://gull.example/a?ref=1234", "https://gull.example/a?ref=1235"),
        ("https://gull.example/watch?v=aB", "https://gull.example/watch?v=Ab"),
        ("https://gull.example/a", "https://gull.example/b"),
        ("https://gull.example/a", "https://tern.example/a"),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a"),
        ("https://gull.example/ramp", "https://gull.example/r"),
        ("https://gull.example/#!/a", "https://gull.example/#!/b"),
    ],
)
def test_different_pages_have_different_keys(one, other) -> None:
    assert url_key(one) != url_key(other)


def test_the_order_of_parameters_does_not_matter_to_the_key_and_stays_in_the_address() -> None:
    assert url_key("https://gull.example/?b=2&a=1") == url_key("https://gull.example/?a=1&b=2")
    assert canonical_url("https://gull.example/?b=2&a=1&fbclid=x") == "https://gull.example/?b=2&a=1"


def test_a_canonical_address_keeps_what_a_server_may_tell_apart() -> None:
    assert canonical_url("http://www.Gull.example/News/?id=7#top") == "http://www.gull.example/News/?id=7"


PIECES = (
    "http://", "https:", "//", "\\\\", "gull.example", "www.", "amp.", "[::1]", "u:p@", "https", ":443", ":8080", ":",
    ".", "/", "/../", "/amp", "index.html", "%", "%2F", "%C3%A9", "é", "ß", "?", "&", "a=1", "utm_source=x", "ref=rss",
    "#", "#!/", "&amp;", "&amp;amp;", "&#47;", "&#35;", "amp;", "&section=", "\t", "\x00", "\xa0", "|", "<", "]]>",
    "x-y.cdn.ampproject.org",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join))
@example(PLAIN)
@example("https://gull.example/a%20b?q=%C3%A9&r=")
@example("http://[::1]:8080/x")
@example("http://bücher.example/ä")
@example("//&amp;amp;/../")
@example("http://./a")
@example("http://gull.exampleß..")
@example("//https:443/")
@example("//m.gull.example@https:443/s/")
@example("https://gull.example/" + "é" * 2000)
def test_both_forms_are_stable(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert url_key(once) == url_key(url)


def test_a_parameter_is_no_escape_without_its_end() -> None:
    assert canonical_url("https://gull.example/?id=1&section=2&copy=3") == "https://gull.example/?id=1&section=2&copy=3"
    assert (
        resolve_url("?id=1&region=2&amp;part=3", "https://gull.example/")
        == "https://gull.example/?id=1&region=2&part=3"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mailto:desk@gull.example",
        "urn:newsml:gull.example:1",
        "http://[::1",
        "http://",
        "http://a:b:c/",
        "https://x:99999/",
    ],
)
def test_what_is_no_web_address_comes_back_as_it_came(text) -> None:
    assert canonical_url(text) == text
    assert url_key(text) == text


def test_a_broken_scheme_is_repaired() -> None:
    assert canonical_url("http://https://gull.example/a") == "https://gull.example/a"
    assert canonical_url("http:\\\\gull.example/a") == "http://gull.example/a"


def test_a_link_is_resolved_against_its_page_and_only_web_links_are() -> None:
    base = "https://gull.example/news/2026/a.html?x=1"
    assert resolve_url("b.html", base) == "https://gull.example/news/2026/b.html"
    assert resolve_url("//tern.example/b", base) == "https://tern.example/b"
    assert resolve_url("javascript:alert(1)", base) is None
    assert resolve_url("http://[::1", base) is None


def test_a_very_long_address_is_cut_and_not_waited_for() -> None:
    assert len(canonical_url("https://gull.example/" + "/a" * 1_000_000)) <= 4096
