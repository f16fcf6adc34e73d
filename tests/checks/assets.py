"""Checks of the files that pages load."""

from __future__ import annotations

from pathlib import Path

# Bytes as stored; a reader on a slow line waits for each of them.
LIMITS = {".css": 40_000, ".js": 60_000, ".png": 150_000, ".svg": 20_000, ".webp": 150_000, ".woff2": 60_000}


def sizes(project: Path, site: Path) -> list[str]:
    """Each asset is of a known kind, within its limit and used by a page, a style sheet or the configuration."""
    faults = []
    docs = project / "docs"
    texts = [p.read_text(encoding="utf-8") for k in ("*.md", "*.css", "*.js") for p in docs.rglob(k)]
    texts += [p.read_text(encoding="utf-8") for p in (project / "overrides").rglob("*.html")]
    texts += [(project / "mkdocs.yml").read_text(encoding="utf-8"), (project / "README.md").read_text(encoding="utf-8")]
    for path in sorted(docs.rglob("*")):
        if not path.is_file() or path.suffix in {".md", ".ipynb"}:
            continue
        name = path.relative_to(project).as_posix()
        limit = LIMITS.get(path.suffix)
        if limit is None:
            faults.append(f"{name}: files of this kind are not published; remove it or add its kind to {__name__}")
        elif path.stat().st_size > limit:
            faults.append(f"{name}: has {path.stat().st_size:,} bytes, more than {limit:,}; make it smaller")
        if not any(path.name in text for text in texts):
            faults.append(f"{name}: is used nowhere; remove it")
    return faults
