"""Score addresses against three projects' expectations: `python -m tests.eval.urls [-v]`; -v lists what differs.

They disagree on policy (docs/decisions/0004-url-keys.md), so no score can be full. Canonical addresses are compared as
written; keys by what they are for: do the input and the expected result share a key.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from newswire.acquire.urls import canonical_url, resolve_url, url_key
from tests.eval.data import eval_folder

NORMALISING = ("urls.normalize_url", "clean_url", "normalize_url", "scrub_url")


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-v", "--verbose", action="store_true")
    verbose = options.parse_args().verbose
    folder = eval_folder() / "url-pairs"
    if not folder.is_dir():
        print(f"no test material at {folder}: set NEWSWIRE_EVAL_DATA")
        return 1
    print(f"{'project':32}{'pairs':>7}{'canonical':>11}{'key':>7}")
    for project in ("miniflux", "courlan", "metadata-lib"):
        pairs = list(read_pairs(folder, project))
        exact = [canonical_url(given) == wanted for given, wanted in pairs]
        keyed = [url_key(given) == url_key(wanted) for given, wanted in pairs]
        print(f"{project:32}{len(pairs):7}{sum(exact):11}{sum(keyed):7}")
        for (given, wanted), is_exact, is_keyed in zip(pairs, exact, keyed, strict=True):
            if verbose and not (is_exact and is_keyed):
                print(f"    {'' if is_keyed else 'KEY '}{given!r} -> {canonical_url(given)!r}, they: {wanted!r}")
    links = list(read_links(folder))
    right = [resolve_url(link, base) == wanted for base, link, wanted in links]
    print(f"{'links resolved (courlan)':32}{len(links):7}{sum(right):11}")
    for (base, link, wanted), is_right in zip(links, right, strict=True):
        if verbose and not is_right:
            print(f"    {link!r} at {base} -> {resolve_url(link, base)!r}, they: {wanted!r}")
    return 0


def read_pairs(folder: Path, project: str) -> Iterator[tuple[str, str]]:
    """Yield (address, what the project makes of it) where both are texts."""
    if project == "miniflux":
        cases = json.loads((folder / "miniflux_urlcleaner.json").read_text("utf-8"))
        yield from ((case["input"], case["expected"]) for case in cases if case["expected"])
        return
    for case in json.loads((folder / "pairs.json").read_text("utf-8")):
        call, wanted = case.get("call"), case.get("expected")
        if project in case["src"] and isinstance(call, str) and call.split(" ")[0] in NORMALISING:
            given = case.get("input")
            if isinstance(wanted, list) and len(wanted) == 3:  # the expected value is the call with another input
                wanted = wanted[2]
            if isinstance(given, str) and isinstance(wanted, str):
                yield given, wanted


def read_links(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (base, link, the address that it leads to)."""
    for case in json.loads((folder / "pairs.json").read_text("utf-8")):
        call = str(case.get("call"))
        if call.startswith("fix_relative_urls "):
            yield case["input"], call.removeprefix("fix_relative_urls ").strip("'"), case["expected"]


if __name__ == "__main__":
    sys.exit(main())
