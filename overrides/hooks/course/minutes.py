"""How long a page takes: the one rule for all pages, by what a finished page holds."""

from selectolax.lexbor import LexborHTMLParser

WORDS = 200
"""Words that a beginner reads in a minute."""
FIGURE = 1.0
"""Minutes to look at a figure or a diagram, beside its caption."""
QUESTION = 1.0
"""Minutes to think before a guess or a check is opened."""
EXERCISE = 3.0
"""Minutes to try an exercise before its answer is opened."""
LINES = 20
"""Lines of code that are read in a minute. What is folded is not read."""
# What nobody reads from its start to its end: words of drawings, tables to look things up in, sources.
UNREAD = "svg, .headerlink, .numbers, .results, .facts, .highlight, h2#sources, h2#sources ~ *"


def reading(html: str) -> int:
    """Whole minutes for the content of a page; at least one."""
    tree = LexborHTMLParser(html)
    answers = {node.text(deep=True).strip() for node in tree.css("details.success > summary")}
    minutes = FIGURE * len(tree.css("figure")) + QUESTION * len(tree.css("details.question"))
    minutes += EXERCISE * len({answer for answer in answers if answer.startswith("Answer")})
    for node in tree.css("details .highlight, .output"):
        node.decompose()
    code = [node.text(deep=True).strip() for node in tree.css(".highlight")]
    minutes += sum(text.count("\n") + 1 for text in code if text) / LINES
    for node in tree.css(UNREAD):
        node.decompose()
    minutes += len(tree.text(separator=" ").split()) / WORDS
    return max(1, round(minutes))


def running(seconds: int) -> int:
    """Whole minutes that the code of a lab runs; at least one."""
    return max(1, round(seconds / 60))


def spoken(minutes: int) -> str:
    """Minutes in words: `14 minutes`, from two hours on `4 h 55 min`."""
    if minutes >= 120:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} minute{'s' if minutes > 1 else ''}"
