"""Icons as part of the page: a browser takes as long for one picture of a style sheet as for a hundred elements."""

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser


def draw(page: str, folder: Path) -> tuple[str, list[str]]:
    """The page with drawings in place of each `<span class="icon icon-name">`, and the names that have no drawing."""
    if '<span class="icon ' not in page:
        return page, []
    tree, missing = LexborHTMLParser(page), []
    for span in tree.css("span.icon"):
        name = (span.attributes["class"] or "").partition("icon-")[2]
        path = folder / f"{name}.svg"
        drawing = LexborHTMLParser(path.read_text(encoding="utf-8")).css_first("svg") if path.is_file() else None
        if drawing is None:
            missing.append(name)
        else:
            span.replace_with(drawing)
    return str(tree.html), missing
