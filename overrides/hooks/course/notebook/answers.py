"""A list of questions shows the first sentence of each answer, as it stands in bold under the question's heading."""

import re
from xml.etree.ElementTree import Element

from course.notebook.cells import inline
from course.notebook.page import PageProcessor
from course.notebook.tables import UNSEARCHED

HEADING = r"^#+ [^\n]*\{{[^}}\n]*#{}(?=[ }}])[^}}\n]*\}}\n+\*\*([^*]+)\*\*$"


def lone_link(item: Element) -> Element | None:
    """The link that an item of a list consists of."""
    parts = [part for part in (item.text, *(child.tail for child in item)) if part and part.strip()]
    return item[0] if len(item) == 1 and item[0].tag == "a" and not parts else None


class AnswerTree(PageProcessor):
    """Puts below a link that is alone in its item the sentence in bold that opens the section it leads to."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            link = lone_link(item)
            path, _, anchor = (link.get("href", "") if link is not None else "").partition("#")
            if path.endswith(".md") and anchor and (sentence := self.sentence(path, anchor)):
                answer = inline(self.md, "p", sentence)
                answer.attrib.update({"class": "answer", **UNSEARCHED})
                item.append(answer)

    def sentence(self, path: str, anchor: str) -> str:
        """The sentence, or nothing where there is no such page, heading or sentence."""
        text = self.page.text(self.page.path(path))
        found = re.search(HEADING.format(re.escape(anchor)), text, re.MULTILINE)
        return found[1] if found else ""
