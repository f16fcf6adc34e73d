"""What ends a build and is no warning: one line with place and cause, in the preview too, where MkDocs has a traceback.

`mkdocs build -v` shows where it was raised. Before the configuration is read there are no events: what is wrong with a
hook itself ends in a traceback, for who writes hooks; of a configuration that cannot be read MkDocs tells in its words.
"""

import errno
import logging
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from click import ClickException
from jinja2 import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority

# Errors of a file that an author put there, not of the disk that the site is written to.
THEIRS = {errno.EACCES, errno.EISDIR, errno.ELOOP, errno.ENOENT, errno.ENOTDIR}
log = logging.getLogger("mkdocs.hooks.errors")


def describe(error: BaseException) -> str:
    """Place and cause of an error in one line."""
    if isinstance(error, ClickException):
        return error.format_message()
    if isinstance(error, OSError) and error.filename:
        if error.errno in THEIRS:
            return f"{error.filename}: {error.strerror}; mend or remove it"
        return f"{error.filename2 or error.filename}: {error.strerror}"  # where it was to be written
    if isinstance(error, UnicodeDecodeError):
        before = error.object[max(0, error.start - 30) : error.start].decode(errors="replace")
        return f"a file that the page needs is not UTF-8, right after '{' '.join(before.split())}'; save it as UTF-8"
    if isinstance(error, TemplateNotFound):
        return (
            f"there is no template or icon '{error.name}', in the theme or in overrides/; correct its name, or add it"
        )
    frame = traceback.extract_tb(error.__traceback__)[-1]
    file = getattr(error, "filename", None) or frame.filename
    line = getattr(error, "lineno", None) or frame.lineno
    return f"{file}:{line}: {type(error).__name__}: {' '.join(str(error).split())[:300]}"


def stop(error: Exception) -> NoReturn:
    log.debug("the build stopped", exc_info=error)
    raise Abort(describe(error).replace(f"{Path.cwd()}/", "")) from None


@event_priority(-100)
def on_build_error(error: Exception) -> None:
    """After those of plugins, which may clean up."""
    if not isinstance(error, ClickException):  # those MkDocs tells in a line
        stop(error)


@event_priority(-100)
def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Say that the port is taken before the preview starts, and let a rebuild end in one line as well."""
    with socket.socket(server.address_family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(server.server_address)
        except OSError as error:
            where = f"{config.dev_addr} ({error.strerror})"
            raise Abort(f"cannot listen on {where}; choose another by -a 127.0.0.1:8001") from None

    def rebuild() -> None:
        try:
            builder()
        except Abort:
            raise
        except Exception as error:  # noqa: BLE001, of the configuration, which is read anew
            stop(error)

    server.builder = rebuild
    return server
