"""Another project's extractor over a folder of pages: ``peers.py NAME FOLDER`` in the peers' own environment.

Prints a JSON object: the seconds that it took, and the text of each page by its file's name. Nothing is fetched.
"""

import json
import sys
import time
from pathlib import Path


def news_please(page: str) -> str:
    """Return the main text as news-please finds it."""
    from newsplease import NewsPlease

    return NewsPlease.from_html(page, url="http://site.example/story").maintext or ""


def newspaper(page: str) -> str:
    """Return the text as newspaper4k finds it."""
    from newspaper import Article

    article = Article("http://site.example/story", fetch_images=False)
    article.download(input_html=page)
    article.parse()
    return article.text or ""


def main() -> None:
    """Print what one of them takes and finds."""
    work = {"news-please": news_please, "newspaper4k": newspaper}[sys.argv[1]]
    pages = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in Path(sys.argv[2]).iterdir()}
    work(next(iter(pages.values())))  # what the first page of a process pays for
    texts = {}
    started = time.process_time()
    for name, page in pages.items():
        try:
            texts[name] = work(page)
        except Exception:  # noqa: BLE001  a page that it can't read is a page without a text
            texts[name] = ""
    print(json.dumps({"seconds": time.process_time() - started, "texts": texts}))


if __name__ == "__main__":
    main()
