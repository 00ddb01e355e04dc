"""A web site on loopback whose every answer a test decides, down to the bytes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class QuickServer(ThreadingHTTPServer):
    """A server that takes many connections at once and does not wait for slow ones when it ends."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


@contextmanager
def serve(answer: Answer) -> Iterator[str]:
    """Serve with the function for every GET, and yield the address, such as 'http://127.0.0.1:34567'."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = QuickServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Send a whole answer; ``retry_after="3"`` is the header Retry-After."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-").title(), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
