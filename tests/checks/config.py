"""Checks of mkdocs.yml: keys, order, theme features, navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import material
import yaml
from mkdocs.config.defaults import MkDocsConfig

# What the theme reads from `theme:`, beside what MkDocs itself reads there.
THEME = {"custom_dir", "direction", "favicon", "features", "font", "icon", "language", "logo", "name", "palette"}
VALIDATION = {
    "anchors": "warn",
    "links": {
        "absolute_links": "warn",
        "anchors": "warn",
        "not_found": "warn",
        "unrecognized_links": "warn",
    },
    "nav": {"absolute_links": "warn", "not_found": "warn", "omitted_files": "warn"},
}

# What keeps a build from asking other hosts, running code, or hiding what is missing.
SAFE: dict[str, Any] = {
    "markdown_extensions.pymdownx.snippets.check_paths": True,
    "markdown_extensions.pymdownx.snippets.url_download": False,
    "plugins.mkdocs-jupyter.allow_errors": False,
    "plugins.mkdocs-jupyter.execute": False,
    "strict": True,
    "theme.font": False,
    "validation": VALIDATION,
}


def read(project: Path) -> dict[str, Any]:
    return yaml.safe_load(text_of(project))  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def known_features() -> frozenset[str]:
    """Names of features that the templates and the script of the installed theme ask for."""
    folder = Path(material.__file__).parent / "templates"
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
    texts += [path.read_text(encoding="utf-8") for path in (folder / "assets/javascripts").glob("bundle*.js")]
    pattern = re.compile(r"[\"'`]((?:announce|content|header|navigation|search|toc)(?:\.[a-z]+)+)[\"'`]")
    return frozenset(name for text in texts for name in pattern.findall(text))


def line(project: Path, word: str) -> str:
    lines = text_of(project).splitlines()
    return next((f"mkdocs.yml:{n}" for n, text in enumerate(lines, start=1) if word in text), "mkdocs.yml")


def features(project: Path, site: Path) -> list[str]:
    """Theme features exist; without this a misspelt one is silently ignored."""
    listed = read(project).get("theme", {}).get("features", [])
    return [
        f"{line(project, name)}: the theme has no feature '{name}'; correct its name"
        for name in listed
        if name not in known_features()
    ]


def sections(project: Path) -> Iterator[list[str]]:
    """Top-level keys of mkdocs.yml, section by section."""
    keys: list[str] = []
    for text in (project / "mkdocs.yml").read_text(encoding="utf-8").splitlines():
        if text.startswith("# -- "):
            yield keys
            keys = []
        elif found := re.match(r"([a-z_]+):", text):
            keys.append(found[1])
    yield keys


def unsorted(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Mappings and lists of names below `value` that are out of order."""
    if isinstance(value, dict):
        keys = list(value)
        if keys != sorted(keys):
            yield path, next(a for a, b in zip(keys, sorted(keys), strict=True) if a != b)
        for key, item in value.items():
            yield from unsorted(item, f"{path}.{key}")
    elif isinstance(value, list):
        names = [next(iter(item)) if isinstance(item, dict) and len(item) == 1 else item for item in value]
        if all(isinstance(name, str) for name in names):
            if names != sorted(names) and path != "hooks":  # hooks run in the order of their list
                yield path, next(a for a, b in zip(names, sorted(names), strict=True) if a != b)
            for item in value:
                yield from unsorted(item, path)


def keys(project: Path, site: Path) -> list[str]:
    """mkdocs.yml is plain YAML; its keys are known, in order, and the strict settings are in force."""
    try:
        config = read(project)
    except yaml.YAMLError as error:
        return [f"mkdocs.yml: not plain YAML: {' '.join(str(error).split())}"]
    faults = []
    known = {name for name, _ in MkDocsConfig()._schema}
    for key in config:
        if key not in known:
            faults.append(f"{line(project, key)}: MkDocs has no key '{key}'; correct or remove it")
    offline = yaml.safe_load((project / "mkdocs-offline.yml").read_text(encoding="utf-8"))
    for key in offline.keys() - known - {"INHERIT"}:
        faults.append(f"mkdocs-offline.yml: MkDocs has no key '{key}'; correct or remove it")
    for key in config.get("theme", {}):
        if key not in THEME:
            faults.append(f"{line(project, f'  {key}:')}: the theme has no key '{key}'; correct or remove it")
    for names in sections(project):
        if names != sorted(names):
            first = next(a for a, b in zip(names, sorted(names), strict=True) if a != b)
            faults.append(f"{line(project, f'{first}:')}: key '{first}' is out of alphabetical order in its section")
    for key, value in config.items():
        if key != "nav":
            for path, name in unsorted(value, key):
                faults.append(f"{line(project, name)}: '{name}' in {path} is out of alphabetical order")
    for path, wanted in SAFE.items():
        if setting(config, path) != wanted:
            says = "warn about everything; restore the block" if path == "validation" else f"be {str(wanted).lower()}"
            faults.append(f"{line(project, path.split('.')[-1])}: '{path}' must {says}")
    return faults


def setting(config: Any, path: str) -> Any:
    """The value at a path of names; of a list of extensions, that of the one with the name."""
    for name in sorted(config, key=len, reverse=True) if isinstance(config, dict) else ():
        if path == name:
            return config[name]
        if path.startswith(f"{name}."):
            value = config[name]
            if isinstance(value, list):
                value = {key: held for item in value if isinstance(item, dict) for key, held in item.items()}
            return setting(value, path.removeprefix(f"{name}."))
    return None


def entries(nav: Any) -> Iterator[str]:
    """All files that the navigation names."""
    if isinstance(nav, str):
        yield nav
    for item in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else []:
        yield from entries(item)


def nav(project: Path, site: Path) -> list[str]:
    """The navigation and the files are the same set, each page once, and each is built."""
    listed = list(entries(read(project).get("nav", [])))
    docs = project / "docs"
    there = {path.relative_to(docs).as_posix() for kind in ("*.md", "*.ipynb") for path in docs.rglob(kind)}
    faults = [f"docs/{name}: is not in the nav of mkdocs.yml; add it" for name in sorted(there - set(listed))]
    faults += [f"{line(project, name)}: nav names docs/{name}, which does not exist" for name in set(listed) - there]
    faults += [f"{line(project, name)}: nav names {name} twice" for name in {n for n in listed if listed.count(n) > 1}]
    faults += order(project, listed)
    for name in sorted(set(listed) & there):
        stem = name.rsplit(".", 1)[0].removesuffix("index").rstrip("/")
        if not (site / stem / "index.html").exists():
            faults.append(f"docs/{name}: was not built to site/{stem}/index.html")
    return faults


def order(project: Path, listed: list[str]) -> Iterator[str]:
    """Labs stand in the nav in the order of the lesson's pages; a page's name in menus is its own title."""
    stems = {
        folder: [Path(name).stem for name in listed if name.startswith(f"{folder}/") and name.endswith(ending)]
        for folder, ending in (("lesson", ".md"), ("labs", ".ipynb"))
    }
    labs = [stem for stem in stems["labs"] if stem in stems["lesson"]]
    for stem, wanted in zip(labs, (stem for stem in stems["lesson"] if stem in labs), strict=True):
        if stem != wanted:
            yield f"{line(project, f'labs/{stem}.ipynb')}: nav has the lab {stem} where the lesson has {wanted}"
            break
    for name in listed:
        if name != "index.md" and (
            found := re.search(rf"^ *- +(\S.*): +{re.escape(name)}$", text_of(project), re.MULTILINE)
        ):
            yield f"{line(project, found[0])}: nav names {name} '{found[1]}'; leave it out, the page has a title"


def text_of(project: Path) -> str:
    return (project / "mkdocs.yml").read_text(encoding="utf-8")
