"""Diagrams: drawings of a mechanism, from an SVG file below `docs`, as parts of a page in its colours."""

import posixpath
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

from course.notebook.cells import inline
from course.notebook.figure import panels
from course.notebook.numbers import mismatch
from course.notebook.page import PageProcessor
from course.notebook.tables import UNSEARCHED

FOLDER = "assets/diagrams/"
SVG = "{http://www.w3.org/2000/svg}"


class DiagramTree(PageProcessor):
    """Puts a diagram in place of `![](../assets/diagrams/neuron.svg "Caption")`, alone in its paragraph."""

    def run(self, root: Element) -> None:
        self.replace_images(root, self.figure)

    def figure(self, image: Element) -> list[Element] | None:
        """The diagram, its caption and what it says in words; None for another picture. A fault leaves it empty."""
        source = image.get("src", "")
        if FOLDER not in source:
            return None
        uri = self.page.path(source)
        name = f"{Path(uri).stem}-diagram"  # a figure of a lab may have the same name
        figure = Element("figure", {"class": "lab-figure diagram", "id": name})
        try:
            drawn, words = self.read(uri, name, image.get("alt"))
        except FileNotFoundError:
            self.page.report(source, f"no diagram {uri}; draw it, or mend the link")
            return [figure]
        except (ParseError, ValueError) as error:
            self.page.report(source, f"{uri}: is not a diagram in panels ({error}); see CONTRIBUTING.md")
            return [figure]
        SubElement(figure, "div", {"class": "lab-frame"}).extend(drawn)
        caption = inline(self.md, "figcaption", image.get("title") or "")
        figure.append(caption)
        fold = SubElement(caption, "details", {"class": "numbers", **UNSEARCHED})
        SubElement(fold, "summary").text = "This picture in words"
        SubElement(fold, "p").text = words
        return [figure]

    def read(self, uri: str, name: str, alt: str | None) -> tuple[list[Element], str]:
        """The panels of a diagram, and what it says in words. Raises OSError, ParseError or ValueError."""
        root = fromstring((self.page.docs / uri).read_text(encoding="utf-8"))
        title, words = (root.findtext(SVG + tag) or "" for tag in ("title", "desc"))
        root[:] = root.findall(f"{SVG}g")
        self.hold_numbers(root, uri)
        for number, group in enumerate(root, start=1):
            part_ids(group, f"{number}-")
        return panels(tostring(root, encoding="unicode"), name, alt or title.strip()), " ".join(words.split())

    def hold_numbers(self, root: Element, uri: str) -> None:
        """Report each text whose `data-result`, `lab#name`, is not what it says, and take the attribute away."""
        for text in root.iter(f"{SVG}text"):
            if target := text.attrib.pop("data-result", ""):
                lab, _, name = target.partition("#")
                notebook = self.page.notebook(f"labs/{lab}.ipynb")
                result = notebook.results.get(name) if notebook else None
                what = mismatch(text.text or "", result) if result else f"there is no result '{name}' in labs/{lab}"
                if what:
                    self.page.report(posixpath.basename(uri), f"{uri}: {what}; write that, rounded, or run the lab")


def part_ids(panel: Element, prefix: str) -> None:
    """Tell the ids of a panel, and what refers to them, from those of the others."""
    for element in panel.iter():
        for name, value in element.items():
            element.set(name, prefix + value if name == "id" else value.replace("url(#", f"url(#{prefix}"))
