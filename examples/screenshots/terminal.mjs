// Makes the pictures of the terminal in the README: node examples/screenshots/terminal.mjs [PLANFIT [NAME...]]
//
// Each command runs in a terminal of its own (tmux), and what that shows is drawn as SVG, cell by cell: every stretch of
// text is given the columns it has, so that it lines up whatever font a reader's machine has for it. One file serves
// light and dark pages. Another command is another entry of PICTURES.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// `rows` is the height of the terminal, of which the empty rest is cut off; `keys` are typed once `ready` is seen, text
// in lists as it is, names of keys alone; the picture is taken once `until` is seen (without it, when the command ends).
const PICTURES = [
  { name: "terminal-match", columns: 96, command: "planfit match examples/profiles/battery-maker.toml --top 3" },
  { name: "terminal-match-zh", columns: 80, command: "planfit match examples/profiles/hydrogen-fuel-cells.json --top 3 --lang zh" },
  { name: "terminal-explain", columns: 88, command: "planfit explain -p 'LFP cells' --text 'Distributor of battery packs.'" },
  { name: "terminal-batch", columns: 88, command: "planfit batch examples/leads.csv -o screened.csv" },
  { name: "terminal-batch-progress", columns: 88, command: "planfit batch long.csv -o long-screened.csv", until: / 1\d %/ },
  {
    name: "terminal-interactive", columns: 96, rows: 24, command: "planfit match --interactive --name 'Cell Works'",
    ready: /such as: lithium/, keys: [["lithium battery; energy storage"], "Tab", ["LFP cells, battery packs for electric buses"], "Tab", ["Also makes 动力电池 for ships"]],
    until: /for ships[^]*1 Power batteries/,
  },
  {
    name: "terminal-interactive-zh", columns: 96, rows: 24, command: "planfit match --interactive --lang zh examples/profiles/battery-maker.toml",
    ready: /1 动力电池/, keys: ["Tab", "Tab", "Tab", "Down", "Enter"], until: /2 储能技术装备/,
  },
];

const planfit = resolve(process.argv[2] ?? "target/release/planfit");
const wanted = process.argv.slice(3);
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "planfit-terminal-"));
const environment = { ...process.env, LC_ALL: "C.UTF-8", PATH: dirname(planfit) + delimiter + process.env.PATH };
delete environment.NO_COLOR;

function tmux(...options) {
  const run = { cwd: folder, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  return execFileSync("tmux", ["-u", "-S", "socket", ...options], run);
}
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function seen(pattern) {
  for (let tries = 0; tries < 3000; tries += 1) {
    const shown = tmux("capture-pane", "-p");
    if (pattern.test(shown)) return;
    await pause(20);
  }
  throw new Error(`not seen: ${pattern} in\n${tmux("capture-pane", "-p")}`);
}

// What the terminal shows after the command: lines with their escape sequences, and where the cursor is, if it is shown.
async function capture({ columns, rows = 60, command, ready, keys = [], until }) {
  const script = join(folder, "run.sh");
  writeFileSync(script, `printf '\\033[2m$\\033[0m %s\\n' ${quote(command)}\n${command}\nprintf over > over\nexec sleep 600\n`);
  rmSync(join(folder, "over"), { force: true });
  tmux("-f", "/dev/null", "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, `sh ${quote(script)}`);
  try {
    if (ready) await seen(ready);
    for (const key of keys) {
      if (Array.isArray(key)) tmux("send-keys", "-l", "--", key[0]);
      else tmux("send-keys", key);
      await pause(50);
    }
    if (until) await seen(until);
    else while (!ended()) await pause(20);
    await pause(200);
    const [x, y, shown] = tmux("display-message", "-p", "#{cursor_x} #{cursor_y} #{cursor_flag}").trim().split(" ").map(Number);
    const lines = tmux("capture-pane", "-p", "-e", "-N").split("\n").slice(0, rows);
    return { lines, cursor: until && keys.length && shown ? { x, y } : undefined };
  } finally {
    tmux("kill-server");
    await pause(200);
  }
}
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
function ended() {
  try {
    return readFileSync(join(folder, "over"), "utf8") === "over";
  } catch {
    return false;
  }
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

// Cells of one line: a character, its columns, and its style. Styles last from line to line.
function cells(line, style) {
  const row = [];
  for (const [, codes, characters] of line.matchAll(/(?:\x1b\[([\d;]*)m)|([^\x1b]+)/gu)) {
    if (characters === undefined) {
      change(style, (codes || "0").split(";").map(Number));
      continue;
    }
    for (const character of characters) row.push({ character, columns: columnsOf(character), style: { ...style } });
  }
  return row;
}

function change(style, codes) {
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at];
    if (code === 0) for (const key of Object.keys(style)) delete style[key];
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 4) style.underline = true;
    else if (code === 22) delete style.bold, delete style.dim;
    else if (code === 24) delete style.underline;
    else if (code === 39) delete style.colour;
    else if (code >= 30 && code <= 37) style.colour = NAMES[code - 30];
    else if (code >= 90 && code <= 97) style.colour = NAMES[code - 90];
    else if (code === 38 && codes[at + 1] === 5) {
      style.colour = NAMES[codes[at + 2] % 8];
      at += 2;
    } else if (code !== 49 && code !== 40) throw new Error(`a style that is not drawn: ${codes}`);
  }
}

function columnsOf(character) {
  const code = character.codePointAt(0);
  const wide = [[0x1100, 0x115f], [0x2e80, 0xa4cf], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1faff], [0x20000, 0x3fffd]];
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

// Pixels of a cell, the size of letters, and what is free around all.
const [WIDTH, HEIGHT, SIZE, SIZE_WIDE, MARGIN] = [8.4, 19, 14, 16, 14];
const BLOCKS = "▏▎▍▌▋▊▉█";
const STYLE = `
text{font:${SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",monospace}
.wide{font-size:${SIZE_WIDE}px}
.page{fill:#fff;stroke:#d0d7de}.fg{fill:#1f2328}.dim{fill:#656d76}.green{fill:#1a7f37}.cyan{fill:#0a7a83}.red{fill:#cf222e}
.yellow{fill:#9a6700}.blue{fill:#0969da}.magenta{fill:#8250df}.black{fill:#1f2328}.white{fill:#656d76}.b{font-weight:700}
.line{stroke:#8c959f}.cursor{fill:none;stroke:#1f2328}.under{stroke:#1f2328}
@media(prefers-color-scheme:dark){.page{fill:#0d1117;stroke:#30363d}.fg{fill:#e6edf3}.dim{fill:#8d96a0}.green{fill:#3fb950}
.cyan{fill:#39c5cf}.red{fill:#ff7b72}.yellow{fill:#d29922}.blue{fill:#58a6ff}.magenta{fill:#bc8cff}.black{fill:#e6edf3}.white{fill:#8d96a0}
.line{stroke:#484f58}.cursor{stroke:#e6edf3}.under{stroke:#e6edf3}}`.trim();

function draw({ lines, cursor }, columns, command) {
  const style = {};
  const rows = lines.map((line) => cells(line, style));
  const blank = (row) => row.every(({ character }) => character === " ");
  while (rows.length > 0 && blank(rows.at(-1))) rows.pop();
  const drawn = rows.map((row, y) => drawRow(row, y)).join("\n");
  const [width, height] = [columns * WIDTH + 2 * MARGIN, rows.length * HEIGHT + 2 * MARGIN].map(Math.round);
  const mark = cursor
    ? `<rect class="cursor" x="${at(cursor.x)}" y="${MARGIN + cursor.y * HEIGHT + 1.5}" width="${WIDTH}" height="${HEIGHT - 3}"/>`
    : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(command)}</title>
<style>${STYLE}</style>
<rect class="page" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
${drawn}
${mark}
</svg>
`;
}

const number = (value) => `${Math.round(value * 100) / 100}`;
const at = (column) => number(MARGIN + column * WIDTH);
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// A row as stretches of one style and one width of characters, without the blanks around them.
function drawRow(row, y) {
  const stretches = [];
  let column = 0;
  for (const cell of row) {
    const kind = BLOCKS.includes(cell.character) ? "block" : cell.character === "─" ? "rule" : cell.character === "│" ? "bar" : "text";
    const last = stretches.at(-1);
    const same = last && last.end === column && last.kind === kind && last.each === cell.columns && JSON.stringify(last.style) === JSON.stringify(cell.style);
    if (cell.character !== " " || (same && kind === "text")) {
      if (same) {
        last.text += cell.character;
        last.end = column + cell.columns;
      } else {
        stretches.push({ kind, text: cell.character, start: column, end: column + cell.columns, each: cell.columns, style: cell.style });
      }
    }
    column += cell.columns;
  }
  return stretches.flatMap((stretch) => drawStretch(stretch, y)).join("");
}

function drawStretch({ kind, text, start, each, style }, y) {
  const top = MARGIN + y * HEIGHT;
  const paint = style.colour ?? (style.dim ? "dim" : "fg");
  if (kind === "rule") {
    const middle = number(top + HEIGHT / 2);
    return `<path class="line" d="M${at(start)} ${middle}H${at(start + text.length)}"/>`;
  }
  if (kind === "bar") {
    return `<path class="line" d="M${at(start + 0.5)} ${number(top)}v${HEIGHT}"/>`;
  }
  if (kind === "block") {
    const eighths = [...text].reduce((sum, block) => sum + BLOCKS.indexOf(block) + 1, 0);
    return `<rect class="${paint}" x="${at(start)}" y="${number(top + 3)}" width="${number((eighths * WIDTH) / 8)}" height="${HEIGHT - 6}"/>`;
  }
  // Wide gaps stand between texts, not in them.
  const texts = [];
  for (const found of text.trimEnd().matchAll(/\S+(?: \S+)*/gu)) {
    const length = [...found[0]].length;
    const from = start + [...text.slice(0, found.index)].length * each;
    const columns = length * each;
    // The room behind the last character is its own, not that of the gaps between.
    const span = number((columns - each) * WIDTH + (each === 2 ? SIZE_WIDE : WIDTH));
    const fitted = length > 1 ? ` textLength="${span}"` : "";
    texts.push(`<text class="${paint}${style.bold ? " b" : ""}${each === 2 ? " wide" : ""}" x="${at(from)}" y="${number(top + 14)}"${fitted}>${escape(found[0])}</text>`);
    if (style.underline) texts.push(`<path class="under" d="M${at(from)} ${number(top + 16.5)}H${at(from + columns)}"/>`);
  }
  return texts;
}

// The examples as they are called in the README, and a list long enough to be looked at while it is read.
mkdirSync(join(folder, "examples"));
for (const part of ["profiles", "leads.csv"]) cpSync(join(here, "..", part), join(folder, "examples", part), { recursive: true });
const [header, ...leads] = readFileSync(join(here, "..", "leads.csv"), "utf8").trimEnd().split("\n");
const all = leads.join("\n");
writeFileSync(join(folder, "long.csv"), `${header}\n${`${all}\n`.repeat(40_000)}`);
try {
  for (const picture of PICTURES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const captured = await capture(picture);
    writeFileSync(join(here, `${picture.name}.svg`), draw(captured, picture.columns, picture.command));
    console.log(`${picture.name}.svg`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
