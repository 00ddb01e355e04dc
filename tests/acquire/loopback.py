"""A small web server for one test: answers by path, and misbehaves as asked."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serve_once(answers: Mapping[str, bytes], *, pause_s: float = 0, stated: int | None = None) -> Iterator[str]:
    """Yield the address; ``pause_s`` drips the body byte by byte, ``stated`` is a false Content-Length."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path, b"")
            self.send_response(200 if self.path in answers else 404)
            self.send_header("Content-Length", str(stated or len(body)))
            self.end_headers()
            try:
                for piece in (body[at : at + 1] for at in range(len(body))) if pause_s else (body,):
                    self.wfile.write(piece)
                    time.sleep(pause_s)
            except OSError:  # the client has had enough, which is what the test wants
                return

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
