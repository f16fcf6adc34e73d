// What must be right before a page is seen. Stands in each page; the theme's script, which is large, comes after it.
{
  const { body, currentScript, documentElement } = document;
  const shared = /[?&]q=/.test(location.search);
  const { dark } = currentScript.dataset;
  // Set by the theme's script, these would have the page styled anew, and shine at a reader of the night first.
  documentElement.className = "js js-focus-visible";
  if (dark && matchMedia("(prefers-color-scheme: dark)").matches) body.setAttribute("data-md-color-scheme", dark);
  // Opened by the theme's script, search would move the page; and Firefox opens again what was open before.
  document.getElementById("__drawer").checked = false;
  document.getElementById("__search").checked = shared;
  let script;
  const start = () => {
    const late = document.getElementById("__script"); // not there in a preview
    if (script || !late) return;
    if (matchMedia("(hover: none)").matches) {
      // Without keys to step through them, code blocks are prepared as they come into sight; all at once is long.
      const config = document.getElementById("__config");
      const { features, ...rest } = JSON.parse(config.textContent);
      config.textContent = JSON.stringify({ ...rest, features: [...features, "content.lazy"] });
    }
    script = document.createElement("script");
    script.src = JSON.parse(late.textContent);
    // It waits for this event, which has been before it came.
    script.onload = () => document.dispatchEvent(new Event("DOMContentLoaded"));
    body.dataset.painted = ""; // the drawer is laid out now, in a frame before the script's work
    requestAnimationFrame(() => setTimeout(() => body.append(script)));
    if (shared && location.protocol !== "file:") {
      fetch(new URL("search/search_index.json", globalThis.__md_scope), { priority: "low" });
    }
  };
  addEventListener("load", () => {
    new PerformanceObserver(start).observe({ type: "paint", buffered: true });
    setTimeout(start, 2000); // for a browser that keeps the times of its paints to itself
  });
}
