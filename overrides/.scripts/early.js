// What must be right before a reader sees the page; the theme's script, which is large, starts after that.
{
  const { body, currentScript, documentElement: root } = document;
  const shared = /[?&]q=/.test(location.search);
  const { dark } = currentScript.dataset;
  // Set by the theme's script, classes and colours would have the whole page styled anew, and a reader of the night
  // would first see it white. What the reader has chosen is set after this, by a script of the theme's.
  root.className = "js js-focus-visible";
  if (dark && matchMedia("(prefers-color-scheme: dark)").matches) body.setAttribute("data-md-color-scheme", dark);
  // Search opened later would move what is there; and Firefox would open anew what was open before.
  document.getElementById("__drawer").checked = false;
  document.getElementById("__search").checked = shared;
  let started;
  const start = () => {
    const late = document.getElementById("__script");
    if (started || !late) return;
    body.dataset.painted = "";
    started = document.createElement("script");
    started.src = JSON.parse(late.textContent);
    body.append(started);
    if (shared && location.protocol !== "file:") {
      fetch(new URL("search/search_index.json", __md_scope), { priority: "low" });
    }
  };
  addEventListener("load", () => {
    // A browser that keeps the times of its paints to itself starts the script after two seconds.
    new PerformanceObserver(start).observe({ type: "paint", buffered: true });
    setTimeout(start, 2000);
  });
}
