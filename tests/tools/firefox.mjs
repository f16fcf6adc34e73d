// Walk the served site in Firefox and print what is wrong as JSON: node firefox.mjs FIREFOX ADDRESS FOLDER PAGE …
//
// ADDRESS is a server, without a final slash; FOLDER is the site for reading offline. Firefox is driven by WebDriver BiDi,
// which Debian's own build speaks.
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [firefox, address, folder, ...pages] = process.argv.slice(2);
const faults = [];

async function opened(browser, own) {
  const page = await browser.newPage();
  page.fault = (text) => faults.push(`${page.url()}: ${text}`);
  page.on("console", (message) => page.fault(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.fault(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "NS_BINDING_ABORTED") page.fault(`failed: ${request.url()} ${why}`); // aborted: the next page was opened
  });
  page.on("request", (request) => {
    if (![own, "data:", "blob:", "about:"].some((start) => request.url().startsWith(start))) {
      page.fault(`foreign: ${request.url()}`);
    }
  });
  await page.evaluateOnNewDocument(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return page;
}

async function until(page, what, test, ...values) {
  for (let turn = 0; turn < 150; turn += 1) {
    if (await page.evaluate(test, ...values)) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  page.fault(`${what}: not within 15 seconds`);
}

async function looked(page) {
  for (const text of await page.evaluate(() => globalThis.violations)) page.fault(`policy: ${text}`);
}

// An attribute that the theme's script sets first of all.
const started = (page) => until(page, "the script", () => document.documentElement.hasAttribute("data-js-focus-visible"));

async function found(page, term, link) {
  await started(page);
  await page.focus("input[name=query]");
  await page.keyboard.type(term);
  const test = (part) => document.querySelector(`.md-search-result__link[href*='${part}']`) !== null;
  await until(page, `search for '${term}'`, test, link);
}

const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });
try {
  const page = await opened(browser, address);
  for (const name of pages) {
    await page.goto(`${address}/${name}`, { waitUntil: "load" });
    await started(page);
    const titles = await page.evaluate(() => document.querySelectorAll("h1").length);
    if (titles !== 1) page.fault(`${titles} h1`);
    const loaded = () => [...document.fonts].some((face) => /Course Serif/.test(face.family) && face.status === "loaded");
    await until(page, "the font of the headings", loaded);
    await looked(page);
  }

  await page.goto(address, { waitUntil: "load" });
  await found(page, "two spirals", "/labs/layered-architecture/");
  await looked(page);

  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => { document.getElementById("__drawer").checked = true; });
  await page.reload({ waitUntil: "load" });
  if (await page.evaluate(() => document.getElementById("__drawer").checked)) page.fault("opens the drawer once more");

  await page.goto(`${address}/lesson/`, { waitUntil: "load" });
  await started(page);
  await until(page, "the site map", () => performance.getEntriesByName(new URL("../sitemap.xml", location).href).length > 0);
  await page.evaluate(() => { globalThis.stays = true; });
  await page.click("article a[href$='layered-architecture/']");
  await until(page, "instant navigation", () => location.pathname.endsWith("/layered-architecture/"));
  if (!(await page.evaluate(() => globalThis.stays))) page.fault("loaded anew; instant navigation is broken");
  await looked(page);

  await page.goto(address, { waitUntil: "load" });
  await started(page);
  for (const choice of ["__palette_1", "__palette_2"]) {
    await until(page, "the choice of colours", (id) => {
      const label = document.querySelector(`label[for=${id}]`);
      if (!label.hidden) label.click();
      return document.getElementById(id).checked;
    }, choice);
  }
  await page.goto(`${address}/glossary/`, { waitUntil: "load" });
  await until(page, "the remembered colours", () => document.body.dataset.mdColorScheme === "slate");
  const stored = await page.evaluate(() => Object.keys(localStorage).filter((key) => !key.endsWith(".__palette")));
  if (stored.length) page.fault(`stored: ${stored}`);
  if (await page.evaluate(() => document.cookie)) page.fault("a cookie is set");

  // What `goto` returns is not there on every run.
  await page.goto(`${address}/no-such-page/`, { waitUntil: "load" });
  const status = await page.evaluate(() => performance.getEntriesByType("navigation")[0].responseStatus);
  if (status !== 404) page.fault(`status ${status}`);

  const local = pathToFileURL(folder).href;
  const disk = await opened(browser, local);
  await disk.goto(`${local}/index.html`, { waitUntil: "load" });
  await found(disk, "two spirals", "labs/layered-architecture.html");
  await looked(disk);
} finally {
  await browser.close();
}
console.log(JSON.stringify(faults));
