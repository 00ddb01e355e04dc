"""A small web server for the sample wire: a proxy to its feeds that answers from files and forwards nothing."""

import hashlib
import mimetypes
import posixpath
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newswire.settings import SAMPLES_DIR

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")


@contextmanager
def serve_sample_wire(folder: Path = SAMPLES_DIR / "http", port: int = 0) -> Iterator[str]:
    """Serve ``<folder>/<host>/<path>`` on 127.0.0.1 and yield the proxy's address; port 0 is any free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, folder.resolve()))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="sample-wire", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the file, 304 where the client has it, or 404."""
        path = self._find()
        data = path.read_bytes() if path else b""
        etag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
        if path is None:
            status = HTTPStatus.NOT_FOUND
        elif self.headers.get("If-None-Match") == etag:
            status, data = HTTPStatus.NOT_MODIFIED, b""
        else:
            status = HTTPStatus.OK
        self.send_response(status)
        if path is not None:
            self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_HEAD = do_GET  # noqa: N815

    def _find(self) -> Path | None:
        """Return the file of an absolute address, as a proxy gets it; None for anything else."""
        try:
            address = urlsplit(self.path)
            if address.scheme != "http" or not HOST.fullmatch(address.hostname or ""):
                return None
            inside = posixpath.normpath("/" + unquote(address.path)).lstrip("/")
            path = (self.folder / str(address.hostname) / inside).resolve()
            return path if path.is_relative_to(self.folder) and path.is_file() else None
        except (ValueError, OSError):  # half a bracket, NUL, or a name that no file system takes
            return None

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the run's own log tells what was fetched."""
