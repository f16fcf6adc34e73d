"""Hosts for the built site: the nginx of the example where there is one, else Python's own server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from common import QuietHandler

NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
# What stands around deploy/nginx.conf on a real machine, for a user who may not write to the system's folders.
AROUND = """
{user}
daemon off;
error_log {folder}/error.log;
events {{}}
pid {folder}/pid;
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  fastcgi_temp_path {folder}/fastcgi;
  include /etc/nginx/mime.types;
  include {folder}/course.conf;
  proxy_temp_path {folder}/proxy;
  scgi_temp_path {folder}/scgi;
  uwsgi_temp_path {folder}/uwsgi;
}}
"""
# Instant navigation follows links that the site map names; it names the published address.
MAP = 'location = /sitemap.xml {{ sub_filter "{address}" "{here}/"; sub_filter_once off; sub_filter_types text/xml; }}'


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(site: Path, folder: Path, example: Path, address: str) -> Iterator[str]:
    """Serve `site` by nginx after the example configuration; yield the address, without a final slash.

    `folder` takes nginx's own files; `address` is the published one. Raises RuntimeError when nginx does not start.
    """
    assert NGINX is not None
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    text = example.read_text(encoding="utf-8").replace("/srv/course", str(site))
    listen = f"listen 127.0.0.1:{port};\n    {MAP.format(address=address, here=here)}"
    (folder / "course.conf").write_text(text.replace("listen 80;", listen), encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), encoding="utf-8")
    command = [NGINX, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            threading.Event().wait(0.1)
        else:
            raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text()}")
        yield here
    finally:
        process.terminate()
        process.wait()


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page hangs up; that is no news."""


class Handler(QuietHandler):
    """Serve the site as a static host does: its 404 page for what does not exist."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None


class SlowHandler(Handler):
    """Serve the site as a bad line does: a page arrives in small parts, fonts and pictures after the text."""

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        kind = self.guess_type(self.translate_path(self.path))
        if kind.startswith(("font/", "image/")):
            threading.Event().wait(0.7)
        elif self.path.partition("?")[0].endswith("/"):
            for _ in range(200):
                outputfile.write(source.read(200))
                outputfile.flush()
                threading.Event().wait(0.008)
        super().copyfile(source, outputfile)


@contextmanager
def python(site: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve `site` without headers of its own; yield the address, without a final slash."""
    httpd = QuietServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
