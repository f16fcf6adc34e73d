"""Minutes in the words of a page: a link of the words `? minutes` says how long its page takes."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from course.minutes import spoken
from course.notebook.page import PageProcessor

CORE = "lesson/"
ASKED = {
    "? minutes": "",  # to read a page, figures and exercises included
    "? to run": ".ipynb",  # that the code of a lab ran
    "? in all": ".md",  # of the page that is linked and all others of the lesson
}
"""Words of a link that the build answers, and how the name of its target ends."""


class MinutesTree(PageProcessor):
    """Puts the name of the page in place of each such link; its minutes are known when all pages are made."""

    def run(self, root: Element) -> None:
        for link in list(root.iter("a")):
            words, href, tail = (link.text or "").strip(), link.get("href", ""), link.tail
            if words not in ASKED:
                continue
            uri = self.page.path(href)
            if not (self.page.docs / uri).is_file() or not uri.endswith(ASKED[words]):
                self.page.report(href, f"no page {uri} that could have '{words}'; mend the link")
            link.clear()
            link.tag, link.text, link.tail = "span", f"{words} {uri}", tail
            link.set("class", "minutes")


def answer(html: str, minutes: Mapping[str, int], runs: Mapping[str, int]) -> str:
    """The content of a page with the minutes that it asked for."""
    if 'class="minutes"' not in html:
        return html
    whole = spoken(sum(count for uri, count in minutes.items() if uri.startswith(CORE)))
    for uri, count in minutes.items():
        html = html.replace(f">? minutes {uri}<", f">{spoken(count)}<").replace(f">? in all {uri}<", f">{whole}<")
    for uri, count in runs.items():
        html = html.replace(f">? to run {uri}<", f">{spoken(count)}<")
    return html
