"""preview.py FILE.svg … : how diagrams look on the page, wide (780 px) and on a phone (288 px), light and dark -> ./NAME.png"""
import sys
sys.path.insert(0, "./recording/overrides/hooks")
from pathlib import Path
from xml.etree.ElementTree import fromstring, tostring
from course.notebook.figure import panels
from playwright.sync_api import sync_playwright
LIGHT = "--ink:#1b1f24;--paper:#fcfbf8;--rule:#d9dde2;--learnt:#0b6e75;--rival:#b8500a;--baseline:#6a737d;--violet:#6f4aa5;--blue:#2b67ad;--rose:#a8326b"
DARK = "--ink:#e8e6e1;--paper:#14181c;--rule:#3a424b;--learnt:#4fc3c7;--rival:#f0975a;--baseline:#9aa4af;--violet:#b79be6;--blue:#7fb2ec;--rose:#ee8fb8"
out = Path("./preview"); out.mkdir(exist_ok=True)
with sync_playwright() as p:
    b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
    for name in sys.argv[1:]:
        root = fromstring(Path(name).read_text())
        for part in [part for part in root if not part.tag.endswith("}g")]: root.remove(part)
        svg = tostring(root, encoding="unicode")
        html = ""
        for scheme, look in (("light", LIGHT), ("dark", DARK)):
            for width in (780, 288):
                inner = "".join(tostring(e, encoding="unicode") for e in panels(svg, f"d{scheme}{width}", "alt"))
                html += f'<div style="{look};background:var(--paper);width:{width}px;padding:12px;display:inline-block;vertical-align:top"><div class="f">{inner}</div></div>'
        page = b.new_page(viewport={"width": 1180, "height": 600})
        page.set_content(f"<style>.f{{display:flex;flex-wrap:wrap;gap:12px;font-family:system-ui,sans-serif}} .f svg{{flex:1 1 15rem;max-width:min(100%,calc(var(--width)*1.35px));fill:var(--ink);font-size:13px}} </style>{html}")
        for fault in page.evaluate("""() => [...document.querySelectorAll('.f svg')].slice(0, document.querySelectorAll('.f svg').length / 4).flatMap(svg => {
            const v = svg.viewBox.baseVal, s = svg.getBoundingClientRect(), k = v.width / s.width, out = [];
            const boxes = [...svg.querySelectorAll('text')].map(t => { const b = t.getBoundingClientRect(); return [t.textContent, (b.left - s.left) * k, (b.top - s.top) * k + 3, (b.right - s.left) * k, (b.bottom - s.top) * k - 3]; });
            boxes.forEach(([w, l, a, r, d], i) => { if (l < 3 || r > v.width - 3 || a < 0 || d > v.height - 2) out.push(`'${w}' leaves its panel (${l.toFixed()} to ${r.toFixed()} of ${v.width}, down to ${d.toFixed()} of ${v.height})`);
              boxes.slice(i + 1).forEach(([w2, l2, a2, r2, d2]) => { if (l < r2 && l2 < r && a < d2 && a2 < d) out.push(`'${w}' lies on '${w2}'`); }); });
            return out; })"""): print(f"{Path(name).name}: {fault}")
        page.screenshot(path=out / (Path(name).stem + ".png"), full_page=True); page.close()
        print(out / (Path(name).stem + ".png"))
