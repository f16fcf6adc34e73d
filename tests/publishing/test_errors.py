"""What ends a build is one line with place and cause, in the preview as well; never a traceback."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

import errors
import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.livereload import LiveReloadServer


def raised(action: Callable[[], object]) -> Exception:
    try:
        action()
    except Exception as error:  # noqa: BLE001, which it is, is what the tests tell apart
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            raised(lambda: Path("/nowhere/a.md").read_text()),
            "/nowhere/a.md: No such file or directory; mend or remove it",
        ),
        (raised(lambda: "*[A]: x\xe9".encode("latin-1").decode()), "is not UTF-8, right after '*[A]: x'; save it"),
        (OSError(errno.ENOSPC, "No space left", "docs/a.png", None, "site/a.png"), "site/a.png: No space left"),
        (raised(lambda: [][1]), "IndexError: list index out of range"),
        (raised(lambda: Environment().from_string("{% block")), "TemplateSyntaxError: "),
        (
            raised(lambda: Environment(loader=DictLoader({})).get_template("a.html")),
            "there is no template or icon 'a.html'",
        ),
    ],
)
def test_error_is_told_with_place_and_cause(error: Exception, says: str) -> None:
    with pytest.raises(Abort) as stopped:
        errors.on_build_error(error)
    said = stopped.value.format_message()
    assert says in said
    assert "\n" not in said
    assert stopped.value.__suppress_context__, "MkDocs would show both"
    if isinstance(error, (IndexError, TemplateSyntaxError)):
        assert ":1: " in said or "test_errors.py:" in said


def test_what_mkdocs_tells_itself_is_left_to_it() -> None:
    errors.on_build_error(BuildError("a dead link"))


@pytest.fixture
def server(tmp_path: Path) -> LiveReloadServer:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return LiveReloadServer(builder=print, host="127.0.0.1", port=port, root=str(tmp_path))


def test_taken_port_is_said_before_the_preview_starts(server: LiveReloadServer) -> None:
    with socket.socket() as taken:
        taken.bind(server.server_address)
        taken.listen()
        with pytest.raises(
            Abort, match=r"cannot listen on 127\.0\.0\.1:\d+ \(Address already in use\); choose another"
        ):
            errors.on_serve(server, config=MkDocsConfig(), builder=print)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ConfigurationError("no such key"), "^no such key$"),
        (Abort("2 warnings"), "^2 warnings$"),
        (KeyError("x"), r"test_errors\.py:\d+: KeyError: 'x'$"),
    ],
)
def test_rebuild_that_fails_ends_in_one_line(error: Exception, says: str, server: LiveReloadServer) -> None:
    def build() -> None:
        raise error

    errors.on_serve(server, config=MkDocsConfig(), builder=build)
    with pytest.raises(SystemExit, match=says):
        server.builder()
