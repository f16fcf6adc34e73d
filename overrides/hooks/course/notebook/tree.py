"""What a page has beyond Markdown: cells, numbers, diagrams, formulas, terms with addresses."""

import re
from pathlib import Path
from string import punctuation
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import OListProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor

from course.formulas import FormulaTree
from course.notebook.answers import AnswerTree
from course.notebook.diagrams import DiagramTree
from course.notebook.hovering import SourceCards
from course.notebook.links import LabTree
from course.notebook.page import SourcePage, words_of
from course.notebook.terms import TermLinks
from course.notebook.times import MinutesTree


class OrderedList(OListProcessor):
    """A list that begins with the number that is written."""

    LAZY_OL = False


class TermIds(Treeprocessor):
    """Gives each term that a page explains an address, so that MkDocs knows `glossary.md#relu`."""

    def run(self, root: Element) -> None:
        taken = {element.get("id", "") for element in root.iter()}
        for term in root.iter("dt"):
            term.set("id", term.get("id") or unique(slugify(words_of(self.md, term), "-"), taken))


class PlainTitles(Treeprocessor):
    """Takes the marks of short forms off headings and off sources, whose titles are names."""

    def run(self, root: Element) -> None:
        for holder in root.iter():
            if re.fullmatch("h[1-6]", holder.tag) or (holder.tag == "p" and "id" in holder.attrib):
                for short in list(holder.iter("abbr")):
                    short.tag = "span"
                    short.attrib.clear()


class PageTree(Extension):
    """The tree processors of a page. MkDocs makes them anew for each."""

    def __init__(self, **settings: SourcePage) -> None:
        self.config = {"page": [SourcePage("", Path()), "the page that is read"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name that Python-Markdown calls
        page: SourcePage = self.getConfig("page")
        # As CommonMark has it, which also lets each mark be escaped.
        md.parser.blockprocessors.register(OrderedList(md.parser), "olist", 40)  # the place that it has
        md.ESCAPED_CHARS = sorted({*md.ESCAPED_CHARS, *punctuation})
        # After inline patterns (20), attribute lists (8), abbreviations (7); before anchors and contents are read (5).
        md.treeprocessors.register(LabTree(md, page), "lab-tree", 7)
        md.treeprocessors.register(DiagramTree(md, page), "diagram-tree", 7)
        md.treeprocessors.register(MinutesTree(md, page), "minutes-tree", 7)
        md.treeprocessors.register(AnswerTree(md, page), "answer-tree", 7)
        md.treeprocessors.register(PlainTitles(md), "plain-titles", 6)
        md.treeprocessors.register(FormulaTree(md, page.report), "formula-tree", 6)
        md.treeprocessors.register(TermIds(md), "term-ids", 6)
        md.treeprocessors.register(SourceCards(md, page), "source-cards", 6)
        md.treeprocessors.register(TermLinks(md, page), "term-links", 5.5)
