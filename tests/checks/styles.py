"""Checks of the style sheets that a linter cannot make: contrast of the palette, names of variables and classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import material

SHEETS = Path("docs/assets/stylesheets")
PALETTE = SHEETS / "course.css"
SCHEMES = {"light": ":root {", "dark": '[data-md-color-scheme="slate"] {'}
# Words need 4.5 to 1 on the ground that they stand on, and so do inks, by which drawings label their lines.
WORDS = 4.5
GROUNDS = {
    "--md-default-bg-color": (
        "--md-typeset-color --md-typeset-a-color --md-accent-fg-color --md-default-fg-color "
        "--md-default-fg-color--light --md-admonition-fg-color --learnt --rival --baseline --violet --blue --rose"
    ),
    "--md-primary-fg-color": "--md-primary-bg-color --md-primary-bg-color--light",
    "--md-admonition-bg-color": "--md-admonition-fg-color",
    "--md-typeset-mark-color": "--ink",
    "--md-footer-bg-color": (
        "--md-footer-fg-color --md-footer-fg-color--light --md-footer-fg-color--lighter --md-accent-fg-color"
    ),
    "--paper-raised": "--ink --ink-soft --learnt --md-accent-fg-color",
    "--learnt": "--paper",  # a button under the pointer
}
CODE = "--md-code-fg-color", "--md-code-hl-"
# What a reader must see that is no word: the ring around what the keyboard is on.
RING = re.compile(r"^:focus-visible \{[^}]*outline: (\d+)px solid var\((--[\w-]+)\);", re.MULTILINE)
SEEN = 3.0
# Places where a colour may be written as such: the palette, what cuts a shape, and what says why behind it.
PALE = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklch|color)a?\(", re.IGNORECASE)
PALETTES = ":root", '[data-md-color-scheme="slate"]'
# What a value of a sheet for screens may not be, with the reason.
HARMFUL = {
    r"font-size: 0?\.[0-5]\d*rem": "letters that nobody can read",
    r"line-height: (?:0?\.\d+|1|1\.0\d*);": "lines that touch each other",
    r"min-height: (?:1?\d|2[0-3])px": "less than 24 px for a finger",
    r"opacity: 0?\.[0-5]\d*;": "words that fade",
    r"pointer-events: none|user-select: none": "what nobody can point at",
    r"scroll-behavior: smooth": "motion that nobody asked for",
    r"text-align: justify": "rivers between words",
    r"outline(?:-color)?: [^;]*transparent": "a ring that nobody sees",
    r"zoom: |filter: blur": "what a reader did not choose",
}
# What every page has for every reader.
KEPT = re.compile(r"\.(?:md-skip|md-header|md-footer|md-search|md-content|md-tabs|md-nav--primary|md-main)(?![\w-])")
VARIABLE = re.compile(r"^ *(--[\w-]+): ([^;]+);", re.MULTILINE)
MIX = re.compile(r"color-mix\(in srgb, (.+?) (\d+)%, (.+)\)$")
Colour = tuple[float, ...]


def block(text: str, selector: str) -> dict[str, str]:
    """The variables of the first block of a selector that has any."""
    for part in text.split(f"{selector}\n")[1:]:
        if found := dict(VARIABLE.findall(part.partition("}")[0])):
            return found
    return {}


def colour(value: str, variables: dict[str, str], ground: Colour = ()) -> Colour:
    """Red, green and blue of a value of the palette, from 0 to 255. Raises ValueError for what is none."""
    if mix := MIX.match(value):
        first, second = (colour(part, variables, ground) for part in (mix[1], mix[3]))
        share = int(mix[2]) / 100
        return tuple(share * a + (1 - share) * b for a, b in zip(first, second, strict=True))
    if name := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return colour(variables.get(name[1], name[1]), variables, ground)
    if value == "transparent" and ground:
        return ground
    if not re.fullmatch(r"#(?:[0-9a-f]{3}){1,2}", value):
        raise ValueError(value)
    digits = value[1:] if len(value) == 7 else "".join(2 * digit for digit in value[1:])
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


def luminance(rgb: Colour) -> float:
    """Relative luminance, as the accessibility guidelines define it."""
    parts = [part / 255 / 12.92 if part <= 10.31 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in rgb]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def ratio(first: Colour, second: Colour) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def contrast(project: Path, site: Path) -> list[str]:
    """In both schemes, words and inks stand out from each ground that they stand on."""
    text = (project / PALETTE).read_text(encoding="utf-8")
    light = block(text, SCHEMES["light"]) | block(text, "[data-md-color-scheme] {")
    code = " ".join(name for name in light if name.startswith(CODE))
    faults = []
    for scheme, variables in (("light", light), ("dark", light | block(text, SCHEMES["dark"]))):
        page = colour("var(--paper)", variables)
        for ground, names in [*GROUNDS.items(), ("--md-code-bg-color", code)]:
            for name in names.split():
                try:
                    pair = [colour(f"var({part})", variables, page) for part in (name, ground)]
                except ValueError as error:
                    faults.append(f"{PALETTE}: {name} on {ground}, {scheme}: no colour '{error}'; write it as #rrggbb")
                    continue
                if (found := ratio(*pair)) < WORDS:
                    at = line_of(text, name if name in variables else ground)
                    faults.append(
                        f"{PALETTE}:{at}: {name} on {ground} has a contrast of {found:.2f} in {scheme} colours, "
                        f"less than {WORDS}; change one of the two"
                    )
    return faults


def rules_of(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, innermost selector and declarations of each rule; comments left out but for those to the linter."""
    bare = re.sub(r"/\*(?! stylelint).*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL)
    for found in re.finditer(r"([^{};/]+)\{([^{}]*)\}", bare):
        yield bare.count("\n", 0, found.start(2)) + 1, " ".join(found[1].split()), found[2]


def looks(project: Path, site: Path) -> list[str]:
    """On screens no rule hides, shrinks or fades what readers need; colours are of the palette; the ring is seen."""
    text = (project / PALETTE).read_text(encoding="utf-8")
    light = block(text, SCHEMES["light"]) | block(text, "[data-md-color-scheme] {")
    ring = RING.search(text)
    if not ring or int(ring[1]) < 2:
        return [f"{PALETTE}: no rule ':focus-visible' with an outline of 2px or more in a colour; restore it"]
    faults = []
    for scheme, variables in (("light", light), ("dark", light | block(text, SCHEMES["dark"]))):
        if (found := ratio(colour(f"var({ring[2]})", variables), colour("var(--paper)", variables))) < SEEN:
            at = f"{PALETTE}:{line_of(text, ring[0])}"
            faults.append(
                f"{at}: the ring has a contrast of {found:.2f} in {scheme} colours, less than {SEEN}; change it"
            )
    for first, selector, declarations in rules_of(text):
        for number, line in enumerate(declarations.split("\n"), start=first):
            at = f"{PALETTE}:{number}"
            of_palette = selector in PALETTES and line.strip().startswith("--")
            if PALE.search(line) and not of_palette and "stylelint-" not in line and "mask-" not in line:
                faults.append(f"{at}: '{line.strip()}' has a colour of its own; take one of the palette")
            for pattern, why in HARMFUL.items():
                if harm := re.search(rf"(?<![\w-]){pattern}", line):
                    faults.append(f"{at}: '{harm[0]}' in '{selector[:50]}' makes {why}; take it out")
            if "display: none" in line and KEPT.search(selector.rpartition(" ")[2]):
                faults.append(f"{at}: hides '{selector}', which every reader needs; take it out")
    return faults + list(unstyled(project, text))


def unstyled(project: Path, text: str) -> Iterator[str]:
    """Each class that a page is given and that no style sheet, theme or script knows; icons have files of their own."""
    known = text + (project / "scripts/book.css").read_text(encoding="utf-8")
    known += (project / SHEETS / "print.css").read_text(encoding="utf-8")
    for path in sorted((project / "docs").rglob("*.md")):
        bare = re.sub(r"`[^`\n]+`", "", path.read_text(encoding="utf-8"))
        for found in re.finditer(r'class="([^"]+)"|\{ ?((?:\.[\w-]+ ?)+)', bare):
            for name in re.findall(r"[\w-]+", found[1] or found[2]):
                if not re.search(rf"\.{name}(?![\w-])", known) and name not in theme_words() and "icon-" not in name:
                    at = f"{path.relative_to(project)}:{line_of(bare, found[0])}"
                    yield f"{at}: nothing styles the class '{name}'; correct its name"


def line_of(text: str, needle: str) -> int:
    """The number of the first line that holds `needle`."""
    return text[: text.find(needle)].count("\n") + 1


@cache
def theme_words() -> frozenset[str]:
    """All that the installed theme's templates, scripts and styles name."""
    folder = Path(material.__file__).parent / "templates"
    texts = [path.read_text(encoding="utf-8") for kind in ("*.html", "*.js", "*.css") for path in folder.rglob(kind)]
    return frozenset(word for text in texts for word in re.findall(r"(?:--)?[\w-]+", text))


def names(project: Path, site: Path) -> list[str]:
    """Each variable that is read is set, each that we set is read, and each class is one of a page or of the theme."""
    sheets = {path.relative_to(project): path.read_text(encoding="utf-8") for path in (project / SHEETS).glob("*.css")}
    folders = (site, "*.html"), (project / "overrides", "*.*"), (project / "scripts", "*")
    files = [path for folder, kind in folders for path in folder.rglob(kind) if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix != ".pyc"]
    used = {word for text in texts for word in re.findall(r"(?:--)?[\w-]+", text)}
    ours = "\n".join(sheets.values())
    put = set(re.findall(r"(--[\w-]+):", ours)) | {word for word in used if word.startswith("--")} | theme_words()
    read = set(re.findall(r"var\((--[\w-]+)", ours)) | used | theme_words()
    faults = []
    for path, text in sheets.items():
        bare = re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL)
        for name in set(re.findall(r"var\((--[\w-]+)", bare)) - put:
            faults.append(f"{path}:{line_of(text, f'({name}')}: nothing sets {name}; correct its name")
        for name in set(re.findall(r"^ *(--[\w-]+):", bare, re.MULTILINE)) - read:
            faults.append(f"{path}:{line_of(text, f'{name}:')}: nothing reads {name}; take it out")
        for name in set(re.findall(r"\.([A-Za-z][\w-]*)(?=[^{};]*\{)", bare)) - used - theme_words():
            faults.append(f"{path}:{line_of(text, f'.{name}')}: no page has the class '{name}'; take the rule out")
    return faults
