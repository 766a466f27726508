// HTML reports in a real browser: node tests/browser/report.mjs PLANFIT
//
// Needs Chromium (CHROMIUM, else /usr/bin/chromium) and playwright-core, found as node finds modules (NODE_PATH too).
// Prints one line a check and what was measured; ends with 1 if a check failed.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const planfit = resolve(process.argv[2] ?? "target/debug/planfit");
const folder = mkdtempSync(join(tmpdir(), "planfit-browser-"));
const FIRST_PAINT_MS = 2000;
const FILTER_MS = 200;
const FIRMS = 5000;

let failed = 0;
function check(holds, what) {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  if (!holds) failed += 1;
}

// Profiles ------------------------------------------------------------------------------------------------------------

const GOODS = [
  "power battery packs", "integrated circuits", "OLED display panels", "industrial robots", "CNC machine tools", "aerogel blankets",
  "graphene films", "monoclonal antibodies", "medical imaging devices", "elevators", "excavators", "hot pot seasoning", "citrus fruit",
  "cold chain logistics", "payment services", "photoresists", "waterborne coatings", "electric motorcycles", "fuel cell stacks",
  "wind turbines", "noodle restaurants", "apartment buildings", "MEMS sensors", "laptop computers", "seed breeding", "动力电池", "气凝胶", "工业机器人",
];
// A small generator of numbers, so that every run tests the same firms.
let state = 2021;
const random = (below) => ((state = (state * 1103515245 + 12345) % 2147483648) >> 8) % below;

function lead(number) {
  const goods = Array.from({ length: 1 + random(3) }, () => GOODS[random(GOODS.length)]);
  const filler = "The company was founded in 1998, employs several hundred people and sells to customers in Asia and Europe. ".repeat(4);
  return { name: `Firm ${number} ${goods[0]} Co., Ltd.`, goods, description: `Develops and makes ${goods.join(" and ")}. ${filler}` };
}

function firm(number) {
  const { name, goods, description } = lead(number);
  return `name = "${name}"\nproducts = [${goods.map((each) => JSON.stringify(each)).join(", ")}]\ndescription = "${description}"\n`;
}

// A list goes the way that a long one goes: a spreadsheet, screened into answers, reported on.
function list(name, count) {
  const rows = Array.from({ length: count }, (_, at) => lead(at)).map(({ name, goods, description }) =>
    [name, goods.join("; "), description].map((cell) => `"${cell}"`).join(","));
  const [leads, answers, out] = ["csv", "jsonl", "html"].map((kind) => join(folder, `${name}.${kind}`));
  writeFileSync(leads, ["name,products,description", ...rows].join("\n"));
  execFileSync(planfit, ["batch", leads, "-o", answers, "--quiet"]);
  execFileSync(planfit, ["report", answers, "-o", out]);
  return pathToFileURL(out).href;
}

const HOSTILE = JSON.stringify({
  name: "</title></style><script>window.owned = 1</script>",
  keywords: ["<img src=x onerror='window.owned=2'>", "\u001b[2Jpower battery", "\u202Edrawkcab"],
  products: ["\"><svg onload=window.owned=3>", "javascript:window.owned=4"],
  description: "</script></style><script>window.owned = 5</script> power battery packs <!-- ]]>",
});

function report(name, profiles, ...options) {
  const paths = profiles.map((profile, at) => {
    const path = join(folder, `${name}-${at}${profile.startsWith("{") ? ".json" : ".toml"}`);
    writeFileSync(path, profile);
    return path;
  });
  const out = join(folder, `${name}.html`);
  execFileSync(planfit, ["report", ...paths, "-o", out, ...options]);
  return pathToFileURL(out).href;
}

// A page that tells on itself -----------------------------------------------------------------------------------------

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) page.complaints.push(message.text()); });
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("dialog", (dialog) => { page.complaints.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url) page.complaints.push(`asked for ${request.url()}`); });
  await page.goto(url);
  return page;
}

async function done(page, what) {
  check(page.complaints.length === 0, `${what}: no errors, dialogs or requests ${page.complaints.join("; ")}`);
  await page.context().close();
}

const texts = (page, selector) => page.$$eval(selector, (found) => found.map((each) => each.textContent.trim()));
const visible = (page, selector) =>
  page.$$eval(selector, (found) => found.filter((each) => each.checkVisibility()).map((each) => each.textContent.trim()));
const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

// What a screen reader needs.
const unnamed = (page) => page.evaluate(() => [
  ...Array.from(document.querySelectorAll("table")).filter((each) => !each.caption && !each.getAttribute("aria-label")).map((each) => `table ${each.className}`),
  ...Array.from(document.querySelectorAll("input, select")).filter((each) => !each.labels.length).map((each) => each.outerHTML),
  ...Array.from(document.querySelectorAll("svg")).filter((each) =>
    !each.querySelector("title") && !each.getAttribute("aria-label") && each.getAttribute("aria-hidden") !== "true").map((each) => `svg ${each.getAttribute("class")}`),
  ...Array.from(document.querySelectorAll("button, a")).filter((each) => !each.textContent.trim()).map((each) => each.outerHTML),
  ...Array.from(document.querySelectorAll("[id]")).map((each) => each.id).filter((id, at, all) => all.indexOf(id) !== at).map((id) => `id ${id} twice`),
]);

// Contrast of text on its ground, as WCAG counts it.
const contrasts = (page) => page.evaluate(() => {
  const style = getComputedStyle(document.documentElement);
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (name) => {
    const digits = style.getPropertyValue(name).trim().slice(1);
    const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
    const [red, green, blue] = [0, 2, 4].map((at) => channel(parseInt(full.slice(at, at + 2), 16) / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const pairs = [["--ink", "--paper"], ["--soft", "--paper"], ["--soft", "--wash"], ["--accent", "--paper"], ["--against", "--paper"],
    ["--chip-ink", "--core"], ["--on-substantial", "--substantial"], ["--chip-ink-light", "--peripheral"], ["--ink", "--mark"], ["--ink", "--mark-against"]];
  return pairs.map(([text, ground]) => {
    const [a, b] = [light(text), light(ground)].sort((x, y) => y - x);
    return { pair: `${text} on ${ground}`, ratio: (a + 0.05) / (b + 0.05) };
  }).filter(({ ratio }) => ratio < 4.5).map(({ pair, ratio }) => `${pair} ${ratio.toFixed(1)}`);
});

// One firm ------------------------------------------------------------------------------------------------------------

async function single() {
  const url = report("one", [[
    "name = \"Jialing Cells\"", "keywords = [\"lithium battery\", \"battery packs\"]",
    "products = [\"power battery packs\", \"LFP cells\"]",
  ].join("\n")]);
  const page = await open(url);
  check((await texts(page, "h1"))[0] === "Jialing Cells", "the page is about the firm");
  check((await texts(page, ".sentences p")).length >= 3, "the conclusion has three sentences or more");
  check((await texts(page, ".wheel .spoke title")).length === 83, "every subdivision is on the wheel, with a title");
  check((await visible(page, ".clause mark"))[0] === "power batteries", "the best fit is unfolded, its phrase marked");
  check((await texts(page, ".own mark")).length > 0, "evidence is marked in the profile's own words");
  const fits = await visible(page, "#fits > li");
  await page.fill("[data-filters=fits]", "STORAGE energy");
  const left = await visible(page, "#fits > li");
  check(left.length > 0 && left.length <= fits.length && left.every((fit) => /storage/i.test(fit)), "the search box filters fits");
  await page.fill("[data-filters=fits]", "");
  await page.click("[data-unfold]");
  check(await page.$$eval("#fits details", (all) => all.every((each) => each.open)), "one button unfolds all fits");
  const points = () => page.$$eval(".fit .evidence", ([table]) => Array.from(table.tBodies[0].rows).map((row) => Number(row.cells[1].dataset.value)));
  await page.click(".evidence thead th:nth-child(2) button");
  const falling = await points();
  await page.click(".evidence thead th:nth-child(2) button");
  const rising = await points();
  check(falling.every((value, at) => at === 0 || value <= falling[at - 1]), "evidence sorts by points, most first");
  check(rising.every((value, at) => at === 0 || value >= rising[at - 1]), "and the other way round");
  check(await page.getAttribute(".evidence thead th:nth-child(2)", "aria-sort") === "ascending", "aria-sort says so");
  if (await page.$("[data-highlight]")) {
    await page.selectOption("[data-highlight]", "1");
    check(await page.$$eval("mark[data-of='0']", (all) => all.every((each) => each.classList.contains("off"))), "evidence of one fit can be shown alone");
  }
  check((await unnamed(page)).length === 0, `everything has a name ${await unnamed(page)}`);
  check((await contrasts(page)).length === 0, `text stands out in the light ${await contrasts(page)}`);
  await page.emulateMedia({ colorScheme: "dark" });
  check((await contrasts(page)).length === 0, `and in the dark ${await contrasts(page)}`);
  await page.emulateMedia({ media: "print" });
  check((await visible(page, "input, select, button[data-unfold]")).length === 0, "no controls on paper");
  check((await page.pdf()).length > 20000, "it prints");
  await done(page, "one firm");
  for (const width of [390, 320]) {
    const phone = await open(url, { viewport: { width, height: 800 }, isMobile: true });
    check(!(await overflows(phone)), `nothing sticks out at ${width} pixels`);
    await done(phone, "phone");
  }
}

// A few firms ---------------------------------------------------------------------------------------------------------

async function few() {
  const url = report("few", Array.from({ length: 14 }, (_, at) => firm(at)));
  const page = await open(url);
  const names = () => visible(page, "#firm-table tbody tr .name");
  const lanes = () => texts(page, "#heat-rows .name");
  const ranked = await names();
  check(ranked.length === 14, "all firms are in the table");
  await page.focus("#firm-table th.name button");
  await page.keyboard.press("Enter");
  const sorted = await names();
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  check(sorted.join() === [...ranked].sort(collator.compare).join(), "the keyboard sorts by name");
  check(await page.getAttribute("#firm-table th.name", "aria-sort") === "ascending", "aria-sort says so");
  check((await lanes()).every((lane, at) => sorted[at].startsWith(lane.replace("…", ""))), "the matrix follows");
  await page.click("#firm-table th.scored button");
  const scores = (await visible(page, "#firm-table td.scored b")).map(Number);
  check(scores.every((score, at) => at === 0 || score <= scores[at - 1]), "scores sort from the highest");
  await page.fill("[data-search]", "firm 7 ");
  check((await names()).join().includes("Firm 7 ") && (await names()).length === 1, "the search box finds a name");
  check((await page.textContent("[data-count]")).startsWith("1 / 14"), "and says how many are left");
  check((await lanes()).length === 1, "the matrix is filtered too");
  await page.fill("[data-search]", "no such firm");
  check((await visible(page, ".empty")).length === 1, "nothing found is said");
  await page.click("#controls [type=reset]");
  await page.waitForFunction(() => document.querySelectorAll("#firm-table tbody tr").length === 14);
  const option = await page.$eval("[data-subdivision] optgroup option", (each) => each.value);
  await page.selectOption("[data-subdivision]", option);
  check((await names()).length > 0 && (await names()).length < 14, "a subdivision filters firms");
  await page.click("#controls [type=reset]");
  await page.waitForFunction(() => document.querySelectorAll("#firm-table tbody tr").length === 14);
  await page.click("#firm-table tbody tr:nth-child(3) .name a");
  check((await visible(page, "details.firm[open] .sentences")).length === 1, "a name leads to the firm, unfolded");
  check(await page.evaluate(() => document.activeElement.closest("details.firm[open]") !== null), "and takes the focus along");
  const before = await visible(page, "#subdivision-table tbody tr th");
  await page.fill("[data-filters=subdivision-table]", before[0].slice(0, 8));
  check((await visible(page, "#subdivision-table tbody tr th")).includes(before[0]), "subdivisions can be searched");
  await page.fill("[data-filters=subdivision-table]", "");
  await page.click("#subdivision-table thead th:nth-child(3) button");
  const core = (await visible(page, "#subdivision-table tbody td.core")).map(Number);
  check(core.every((count, at) => at === 0 || count <= core[at - 1]), "and sorted by firms");
  check((await unnamed(page)).length === 0, `everything has a name ${await unnamed(page)}`);
  await done(page, "a few firms");

  const bare = await open(url, { javaScriptEnabled: false });
  check((await bare.$$("#firm-table tbody tr")).length === 14, "without a script all firms are there");
  check(!(await bare.isVisible("#controls")), "and no control that would not work");
  await bare.click("details.firm summary");
  check(await bare.isVisible("details.firm[open] .sentences"), "and firms unfold");
  await done(bare, "without a script");

  const phone = await open(url, { viewport: { width: 390, height: 800 }, isMobile: true });
  check(!(await overflows(phone)), "nothing sticks out on a phone");
  await done(phone, "phone");

  const deep = await open(`${url}#firm-5`);
  check(await deep.$eval("#firm-5", (each) => each.open), "an address can lead to a firm");
  deep.complaints = deep.complaints.filter((each) => !each.endsWith("few.html"));
  await done(deep, "deep link");
}

// Strangers' text -----------------------------------------------------------------------------------------------------

async function hostile() {
  for (const [name, profiles] of [["hostile-one", [HOSTILE]], ["hostile-few", [HOSTILE, firm(1)]], ["hostile-many", Array(60).fill(HOSTILE)]]) {
    const page = await open(report(name, profiles));
    if (name === "hostile-many") {
      await page.waitForSelector("html.unpacked");
      await page.click("#firm-table tbody tr:first-child .name a");
      await page.waitForSelector(".unfolded .firm-body");
    }
    await page.waitForTimeout(100);
    const body = await page.textContent("body");
    check(body.includes("</title></style><script>window.owned = 1</script>"), `${name}: tags are shown as text`);
    check(body.includes("\\u{202e}drawkcab"), `${name}: an override is shown, not obeyed`);
    check(await page.evaluate(() => window.owned === undefined), `${name}: nothing ran`);
    check((await page.$$("img, iframe, object, embed, link")).length === 0, `${name}: nothing foreign in the page`);
    // What would happen if something slipped through all the same.
    page.complaints = [];
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.owned = 6";
      document.body.append(script);
    });
    check(await page.evaluate(() => window.owned === undefined), `${name}: the page's own policy stops other scripts`);
    page.complaints = page.complaints.filter((each) => !/Content Security Policy/.test(each));
    await done(page, name);
  }
}

// One score, explained -------------------------------------------------------------------------------------------------

async function explanation() {
  for (const [name, subdivision, ...options] of [["why", "power-batteries"], ["why-not", "aerogel", "--lang", "zh"]]) {
    const [profile, out] = [join(folder, `${name}.json`), join(folder, `${name}.html`)];
    writeFileSync(profile, HOSTILE);
    try {
      execFileSync(planfit, ["explain", profile, subdivision, "-o", out, ...options]);
    } catch (error) {
      if (error.status !== 1) throw error; // 1 says that it does not fit
    }
    const page = await open(pathToFileURL(out).href);
    const body = await page.textContent("body");
    check(body.includes("</title></style><script>window.owned = 1</script>"), `${name}: tags are shown as text`);
    check(await page.evaluate(() => window.owned === undefined), `${name}: nothing ran`);
    check((await page.$$(".waterfall tbody tr")).length > 1, `${name}: the points are drawn`);
    check((await page.$("#missing") !== null) === (name === "why-not"), `${name}: says what is missing where something is`);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      check(!wide, `${name}: nothing sticks out at ${width} pixels`);
    }
    await done(page, name);
  }
}

// Many firms ----------------------------------------------------------------------------------------------------------

async function many() {
  const url = list("many", FIRMS);
  const size = statSync(join(folder, "many.html")).size;
  const page = await open(url);
  await page.waitForSelector("html.unpacked");
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  const ready = await page.evaluate(() => performance.now());
  console.log(`     ${FIRMS} firms: ${(size / 1e6).toFixed(1)} MB, first paint ${paint.toFixed(0)} ms, ready after ${ready.toFixed(0)} ms`);
  check(paint < FIRST_PAINT_MS, `first paint of ${FIRMS} firms in under ${FIRST_PAINT_MS} ms`);
  // From the key to the frame that shows the answer.
  const timed = (act) => page.evaluate((act) => new Promise((resolve) => {
    const [selector, property, value, event] = act;
    const target = document.querySelector(selector);
    const start = performance.now();
    if (property) target[property] = value;
    target.dispatchEvent(new Event(event, { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  }), act);
  const acts = {
    "search for a word": ["[data-search]", "value", "graphene", "input"],
    "search for two": ["[data-search]", "value", "graphene films", "input"],
    "clear the search": ["[data-search]", "value", "", "input"],
    "choose a verdict": ["[data-verdict]", "value", "0", "input"],
    "all verdicts": ["[data-verdict]", "value", "", "input"],
    "sort by name": ["#firm-table th.name button", null, null, "click"],
    "sort by score": ["#firm-table th.scored button", null, null, "click"],
    "show 200 rows": ["[data-size]", "value", "200", "change"],
  };
  for (const [name, act] of Object.entries(acts)) {
    const took = await timed(act);
    check(took < FILTER_MS, `${name}: ${took.toFixed(0)} ms`);
  }
  check((await page.$$("#firm-table tbody tr")).length === 200, "a page has as many rows as asked for");
  check((await page.$$("#heat-rows > g")).length === 200, "and the matrix as many");
  await page.fill("[data-search]", "firm 4321 ");
  check((await visible(page, "#firm-table tbody .name")).join().startsWith("Firm 4321 "), "the search reaches every firm");
  await page.click("#firm-table tbody .name a");
  await page.waitForSelector(".unfolded .firm-body");
  check((await texts(page, ".unfolded .sentences")).join().includes("Firm 4321 "), "its details unfold in place");
  check((await visible(page, ".unfolded .ranking > li")).length + (await visible(page, ".unfolded .below")).length > 0, "with its fits");
  await page.click("#firm-table tbody .name a");
  check((await page.$$(".unfolded")).length === 0, "and fold again");
  await page.click("#controls [type=reset]");
  await page.waitForFunction(() => document.querySelectorAll("#firm-table tbody tr").length === 200);
  await page.click("[data-page='1']");
  check((await page.textContent("[data-here]")).startsWith("2 / "), "pages turn");
  await page.click("#subdivision-table summary .more");
  await page.click("[data-pick]:visible");
  const picked = await page.$eval("[data-subdivision]", (each) => each.value);
  check(picked !== "", "a subdivision's firms can be asked for");
  check((await unnamed(page)).length === 0, `everything has a name ${await unnamed(page)}`);
  await done(page, "many firms");

  const bare = await open(url, { javaScriptEnabled: false });
  check((await bare.$$("#firm-table tbody tr")).length > 20, "without a script the first firms are there");
  check(await bare.isVisible("noscript p"), "and it is said how to see the others");
  await done(bare, "many without a script");

  const deep = await open(`${url}#firm-4999`);
  await deep.waitForSelector(".unfolded .firm-body");
  check((await texts(deep, "#firm-table tbody tr:has(+ .unfolded) .rank"))[0] === "5000", "an address can lead to any firm");
  deep.complaints = deep.complaints.filter((each) => !each.endsWith("many.html"));
  await done(deep, "deep link into many");
}

async function chinese() {
  const page = await open(report("zh", Array.from({ length: 5 }, (_, at) => firm(at)), "--lang", "zh"));
  check(await page.getAttribute("html", "lang") === "zh-CN", "the page says that it is Chinese");
  check((await texts(page, "h2"))[0] === "结论", "headings are Chinese");
  check((await page.textContent("[data-count]")).includes("家企业"), "and so is what the script says");
  await done(page, "Chinese");
}

mkdirSync(folder, { recursive: true });
try {
  await single();
  await few();
  await hostile();
  await explanation();
  await many();
  await chinese();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? `${failed} checks failed` : "all checks passed");
process.exitCode = failed ? 1 : 0;
