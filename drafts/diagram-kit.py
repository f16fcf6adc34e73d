"""Small kit that writes the diagrams' SVG files; every panel in its own coordinates."""
from pathlib import Path
from xml.sax.saxutils import escape
INK, RULE, LEARNT, RIVAL, BASE = "#1b1f24", "#d9dde2", "#0b6e75", "#b8500a", "#6a737d"
VIOLET, BLUE, ROSE = "#6f4aa5", "#2b67ad", "#a8326b"
OUT = Path("./out"); OUT.mkdir(exist_ok=True)
def n(v): return f"{round(float(v),1):g}"
class Panel:
    def __init__(self, w, h): self.w, self.h, self.parts, self.heads = w, h, [], {}
    def add(self, s): self.parts.append(s); return self
    def text(self, x, y, s, fill=INK, anchor="", bold=False, result="", size=0, opacity=None):
        a = f' text-anchor="{anchor}"' if anchor else ""
        a += f' fill="{fill}"' if fill != INK else ""
        a += ' font-weight="700"' if bold else ""
        a += f' font-size="{size}"' if size else ""
        a += f' data-result="{result}"' if result else ""
        return self.add(f'<text x="{n(x)}" y="{n(y)}"{a}>{escape(s)}</text>')
    def mid(self, x, y, s, fill=INK, **k): return self.text(x, y + 4.5, s, fill, "middle", **k)
    def title(self, s): return self.text(8, 20, s, bold=True)
    def rect(self, x, y, w, h, stroke=BASE, tint=0.12, rx=0, dash="", width=1.2, fill=None):
        a = f' rx="{n(rx)}"' if rx else ""
        a += f' stroke-dasharray="{dash}"' if dash else ""
        s = f' stroke="{stroke}" stroke-width="{width}"' if stroke and width else ""
        return self.add(f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{a}{s} fill="{fill or stroke}" fill-opacity="{tint:g}"/>')
    def box(self, x, y, w, h, s, stroke=BASE, rx=0, lines=None, **k):
        self.rect(x, y, w, h, stroke, rx=rx, **k)
        rows = s.split("\n") if s else []
        for i, row in enumerate(rows): self.mid(x + w/2, y + h/2 + (i - (len(rows)-1)/2) * 16, row)
        return self
    def data(self, x, y, w, h, s): return self.box(x, y, w, h, s, BASE)
    def layer(self, x, y, w, h, s, **k): return self.box(x, y, w, h, s, LEARNT, rx=8, **k)
    def frozen(self, x, y, w, h, s): return self.box(x, y, w, h, s, BASE, rx=8, dash="4 3", tint=0.06)
    def loss(self, x, y, w, h, s): return self.box(x, y, w, h, s, ROSE, rx=8)
    def pill(self, x, y, w, h, s, stroke=INK): return self.box(x, y, w, h, s, stroke, rx=10, tint=0.04)
    def worker(self, x, y, w, h, s):
        self.box(x, y, w, h, s, BLUE, rx=3)
        return self.add(f'<rect x="{n(x)}" y="{n(y)}" width="5" height="{n(h)}" fill="{BLUE}"/>')
    def store(self, x, y, w, h, s):
        e = 7
        self.add(f'<path d="M{n(x)} {n(y+e)}V{n(y+h-e)}A{n(w/2)} {e} 0 0 0 {n(x+w)} {n(y+h-e)}V{n(y+e)}A{n(w/2)} {e} 0 0 0 {n(x)} {n(y+e)}A{n(w/2)} {e} 0 0 0 {n(x+w)} {n(y+e)}" stroke="{VIOLET}" stroke-width="1.2" fill="{VIOLET}" fill-opacity="0.12"/>')
        rows = s.split("\n")
        for i, row in enumerate(rows): self.mid(x + w/2, y + h/2 + 5 + (i - (len(rows)-1)/2) * 15, row)
        return self
    def neuron(self, x, y, s="", tint=0.25, r=15):
        self.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{r}" stroke="{LEARNT}" stroke-width="1.5" fill="{LEARNT}" fill-opacity="{tint:g}"/>')
        return self.mid(x, y, s) if s else self
    def line(self, d, stroke=INK, width=1.5, dash="", opacity=None, fill="none"):
        a = f' stroke-dasharray="{dash}"' if dash else ""
        a += f' stroke-opacity="{opacity:g}"' if opacity else ""
        return self.add(f'<path d="{d}" stroke="{stroke}" stroke-width="{width:g}"{a} fill="{fill}"/>')
    def arrow(self, d, stroke=INK, dash="", width=1.5):
        name = {INK: "arrow", RIVAL: "arrow-back", BLUE: "arrow-blue", LEARNT: "arrow-learnt", ROSE: "arrow-rose", VIOLET: "arrow-violet", BASE: "arrow-base"}[stroke]
        self.heads[name] = stroke
        a = f' stroke-dasharray="{dash}"' if dash else ""
        return self.add(f'<path d="{d}" stroke="{stroke}" stroke-width="{width:g}"{a} fill="none" marker-end="url(#{name})"/>')
    def back(self, d): return self.arrow(d, RIVAL, "5 4")
    def cells(self, x, y, values, columns, colour=LEARNT, size=14):
        self.add(f'<g stroke="{colour}" stroke-width="0.8" fill="{colour}">')
        for i, v in enumerate(values):
            self.add(f'  <rect x="{n(x + i % columns * size)}" y="{n(y + i // columns * size)}" width="{size}" height="{size}" fill-opacity="{round(v, 2):g}"/>')
        return self.add("</g>")
def write(name, title, desc, *panels, gap=20):
    x, parts = 0, []
    for p in panels:
        assert p.w <= 290, (name, p.w)
        inner = []
        if p.heads:
            inner.append("<defs>")
            for key, colour in sorted(p.heads.items()):
                inner.append(f'  <marker id="{key}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>')
            inner.append("</defs>")
        inner += p.parts
        body = "\n".join("      " + line for line in inner)
        parts.append(f'  <g>\n    <view viewBox="{x} 0 {p.w} {p.h}"/>\n    <g transform="translate({x} 0)">\n{body}\n    </g>\n  </g>')
        x += p.w + gap
    words = len(desc.split()); assert 30 <= words <= 140, (name, words)
    h = max(p.h for p in panels)
    (OUT / f"{name}.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x-gap} {h}" font-size="13" fill="{INK}">\n  <title>{escape(title)}</title>\n  <desc>{escape(desc)}</desc>\n' + "\n".join(parts) + "\n</svg>\n")
