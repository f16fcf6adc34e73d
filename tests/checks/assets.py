"""Checks of the files that pages load."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import yaml

# Bytes as stored; a reader on a slow line waits for each of them.
LIMITS = {
    ".css": 40_000,
    ".js": 60_000,
    ".json": 5_000,
    ".png": 150_000,
    ".svg": 20_000,
    ".txt": 15_000,
    ".webp": 150_000,
    ".woff2": 60_000,
}
DATA = 500_000  # of a lab, which only its download asks for


def sizes(project: Path, site: Path) -> list[str]:
    """Each asset is of a known kind, within its limit and used by a page, a style sheet or the configuration."""
    faults = []
    docs = project / "docs"
    texts = [p.read_text(encoding="utf-8") for k in ("*.md", "*.ipynb", "*.css", "*.json") for p in docs.rglob(k)]
    texts += [p.read_text(encoding="utf-8") for p in (project / "overrides").rglob("*.html")]
    for name in ("mkdocs.yml", "mkdocs-offline.yml", "README.md", "scripts/vendor"):
        texts.append((project / name).read_text(encoding="utf-8"))
    for path in sorted(docs.rglob("*")):
        if not path.is_file() or path.suffix in {".md", ".ipynb", ".yml"}:  # the last are read, and not published
            continue
        name = path.relative_to(project).as_posix()
        limit = DATA if path.with_suffix(".ipynb").is_file() else LIMITS.get(path.suffix)
        if limit is None:
            faults.append(f"{name}: files of this kind are not published; remove it or add its kind to {__name__}")
        elif path.stat().st_size > limit:
            faults.append(f"{name}: has {path.stat().st_size:,} bytes, more than {limit:,}; make it smaller")
        if not any(path.name in text for text in texts):
            faults.append(f"{name}: is used nowhere; remove it")
    for path in sorted(site.rglob("*")):
        if path.suffix in {".map", ".py", ".yml"}:
            faults.append(f"site/{path.relative_to(site).as_posix()}: is not for readers; name it in exclude_docs")
    return faults


def icons(project: Path, site: Path) -> list[str]:
    """Each icon of a unit has a frame, in which it is scaled, and no colour but that of the words beside it."""
    faults = []
    for path in sorted((project / "overrides/.icons/units").glob("*.svg")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(project).as_posix()
        if " viewBox=" not in text:
            faults.append(f"{name}: has no viewBox; add it")
        if found := re.search(r'(?:fill|stroke|style|color)="(?!none|currentColor)[^"]*"', text, re.IGNORECASE):
            faults.append(f"{name}: {found[0]} is a colour of its own; leave it out")
    return faults


def vendored(project: Path, site: Path) -> list[str]:
    """Each font and script of others is in the manifest, with its version, its licence beside it and its SHA-256."""
    faults = []
    assets = project / "docs" / "assets"
    listed = set()
    for entry in json.loads((assets / "vendored.json").read_text(encoding="utf-8")):
        name = f"docs/assets/{entry['file']}"
        listed.add(entry["file"])
        if not (assets / entry["file"]).is_file():
            faults.append(f"{name}: is in the manifest and missing; run scripts/vendor")
        elif hashlib.sha256((assets / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]:
            faults.append(f"{name}: is not the file of the manifest (SHA-256); run scripts/vendor")
        if not entry["version"] or not entry["licence"] or not (assets / entry["licence_file"]).is_file():
            faults.append(f"{name}: has no version, licence or licence file; run scripts/vendor")
    asked = yaml.safe_load((project / "scripts" / "vendor.yml").read_text(encoding="utf-8"))
    versions = {entry["file"]: str(entry["version"]) for kind in asked.values() for entry in kind}
    for entry in json.loads((assets / "vendored.json").read_text(encoding="utf-8")):
        if versions.get(entry["file"]) != entry["version"] or entry["version"] not in entry["from"]:
            name, there = f"docs/assets/{entry['file']}", versions.get(entry["file"], "no version")
            faults.append(
                f"{name}: is {entry['version']} in the manifest, {there} in scripts/vendor.yml; run scripts/vendor"
            )
    for path in [*assets.glob("fonts/*.woff2"), *assets.glob("javascripts/*.js")]:
        name = path.relative_to(assets).as_posix()
        if name not in listed:
            faults.append(f"docs/assets/{name}: is not in the manifest; add it to scripts/vendor")
    return faults
