// Makes the pictures of the README from the example profiles: node examples/screenshots/make.mjs PLANFIT
//
// Needs what tests/browser/report.mjs needs, and Debian's fonts-liberation and fonts-noto-cjk for the letters.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const planfit = resolve(process.argv[2] ?? "target/release/planfit");
const here = dirname(fileURLToPath(import.meta.url));
const profiles = join(here, "..", "profiles");
const all = readdirSync(profiles).sort().map((name) => join(profiles, name));
const folder = mkdtempSync(join(tmpdir(), "planfit-screenshots-"));

function report(name, paths, ...options) {
  const out = join(folder, name);
  // A fixed date, so that the same program makes the same pictures.
  execFileSync(planfit, ["report", ...paths, "-o", out, "--date", "2026-01-31", ...options]);
  return pathToFileURL(out).href;
}
const one = report("one.html", [join(profiles, "battery-maker.toml")]);
const many = report("many.html", all);
const chinese = report("chinese.html", all, "--lang", "zh");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const desktop = { width: 1180, height: 820 };
const shots = [
  ["report-one", one, { viewport: desktop }],
  ["report-evidence", one, { viewport: desktop }, ".texts"],
  ["report-dark", one, { viewport: desktop, colorScheme: "dark" }],
  ["report-phone", one, { viewport: { width: 390, height: 780 }, isMobile: true, deviceScaleFactor: 1.5 }],
  ["screening", many, { viewport: desktop }],
  ["screening-matrix", many, { viewport: desktop }, "#matrix"],
  ["screening-zh", chinese, { viewport: desktop }],
];
for (const [name, url, options, part] of shots) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  if (part) await page.$eval(part, (each) => each.scrollIntoView({ behavior: "instant", block: "start" }));
  await page.screenshot({ path: join(here, `${name}.png`) });
  await context.close();
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
