"use strict";
// Sorts, filters, pages and unfolds what the page holds. It lays nothing out by itself and asks no network.
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  const root = document.documentElement;
  root.classList.add("script");
  const collator = new Intl.Collator(root.lang, { numeric: true, sensitivity: "base" });
  const plain = (text) => text.normalize("NFKC").toLowerCase().trim();
  const words = (text) => plain(text).split(/\s+/).filter(Boolean);
  const hasAll = (text, wanted) => wanted.every((word) => text.includes(word));

  // Headings that sort: a button in each, and aria-sort on the one in force.
  function sortButtons(table, choose) {
    const heads = all("thead th", table);
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const first = choose.descendingFirst(head, at) ? "descending" : "ascending";
        const other = first === "descending" ? "ascending" : "descending";
        mark(heads, head, now === first ? other : first);
        choose.sort(head, at, head.getAttribute("aria-sort") === "descending" ? -1 : 1);
      });
    });
    return heads;
  }
  function mark(heads, head, order) {
    heads.forEach((each) => each.removeAttribute("aria-sort"));
    if (head) head.setAttribute("aria-sort", order);
  }

  // Tables that stand in the page as they are.
  function plainTable(table) {
    const body = one("tbody", table);
    const value = (row, at) => {
      const cell = row.cells[at] ?? row.cells[row.cells.length - 1];
      const number = cell.dataset.value;
      return number === undefined ? cell.textContent.trim() : Number(number);
    };
    sortButtons(table, {
      descendingFirst: (head) => head.classList.contains("number") || head.classList.contains("best"),
      sort: (_, at, sign) => {
        const rows = Array.from(body.rows).map((row, place) => ({ row, place, value: value(row, at) }));
        const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
        rows.sort((a, b) => sign * compare(a.value, b.value) || a.place - b.place);
        body.append(...rows.map((each) => each.row));
      },
    });
  }
  // Tables inside details of a firm get their buttons when they are first unfolded.
  function ready(part) {
    all("table[data-sortable]:not([data-ready])", part).forEach((table) => {
      table.dataset.ready = "";
      plainTable(table);
    });
  }

  document.addEventListener("change", (event) => {
    const select = event.target.closest("[data-highlight]");
    if (!select) return;
    all("mark", select.closest("section")).forEach((each) => {
      const of = each.dataset.of.split(" ");
      each.classList.toggle("off", select.value !== "" && !of.includes(select.value));
    });
  });
  all("[data-filters]").forEach((input) => {
    const list = one("#" + input.dataset.filters);
    const rows = Array.from(list.tBodies?.[0].rows ?? list.children); // a fit holds tables too
    const texts = rows.map((row) => plain(row.textContent));
    input.addEventListener("input", () => {
      const wanted = words(input.value);
      rows.forEach((row, at) => { row.hidden = !hasAll(texts[at], wanted); });
    });
  });
  all("form.controls").forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
  all("[data-unfold]").forEach((button) => {
    button.addEventListener("click", () => {
      const folds = all("details.fit, details.points", button.closest("section"));
      const open = folds.some((fold) => !fold.open);
      folds.forEach((fold) => { fold.open = open; });
      button.setAttribute("aria-pressed", String(open));
    });
  });

  // On paper everything but the points is unfolded, and folded again afterwards.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open]):not(.points)");
    folded.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((fold) => { fold.open = false; }));

  const table = one("#firm-table");
  if (table) firms();
  ready(document);

  function firms() {
    const MOST_ROWS = 1000;
    const [NAME, TEXT, VERDICT, SCORE, BEST, CONFIDENCE, COMPLETENESS, FITS, DECISION] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const keys = JSON.parse(one("#keys").textContent);
    const texts = keys.map((key) => plain(key[TEXT]));
    const names = keys.map((key) => plain(key[NAME]));
    const body = one("tbody", table);
    const heat = one("#heat");
    const heatRows = one("#heat-rows");
    const controls = one("#controls");
    const pager = one(".pager");
    const count = one("[data-count]", controls);
    const packed = one("[data-pack=rows]") !== null;
    const rows = Array.from(body.rows);
    const lanes = heatRows ? Array.from(heatRows.children) : [];
    const details = packed ? [] : all("#details > details");
    const bodies = new Map();
    const open = new Set();
    let rowTexts = null;
    let laneTexts = null;
    let order = keys.map((_, at) => at);
    let sorted = order;
    let page = 0;

    const scoreIn = (at, subdivision) => {
      const fits = keys[at][FITS];
      for (let place = 0; place < fits.length; place += 2) if (fits[place] === subdivision) return fits[place + 1];
      return 0;
    };
    const comparers = {
      rank: (a, b) => a - b,
      name: (a, b) => collator.compare(names[a], names[b]),
      verdict: (a, b) => keys[a][VERDICT] - keys[b][VERDICT],
      best: (a, b) => (keys[a][BEST] ?? 1e9) - (keys[b][BEST] ?? 1e9),
      score: (a, b) => keys[a][SCORE] - keys[b][SCORE],
      also: (a, b) => keys[a][FITS].length - keys[b][FITS].length,
      confidence: (a, b) => keys[a][CONFIDENCE] - keys[b][CONFIDENCE],
      completeness: (a, b) => keys[a][COMPLETENESS] - keys[b][COMPLETENESS],
      // What nothing was decided about comes last.
      decision: (a, b) => (!keys[a][DECISION] - !keys[b][DECISION]) || collator.compare(keys[a][DECISION] ?? "", keys[b][DECISION] ?? ""),
    };
    const numbers = new Set(["score", "also", "confidence", "completeness"]);
    const heads = sortButtons(table, {
      descendingFirst: (head) => numbers.has(head.dataset.key),
      sort: (head, _, sign) => {
        const compare = comparers[head.dataset.key];
        order = keys.map((_, at) => at).sort((a, b) => sign * compare(a, b) || a - b);
        page = 0;
        filter();
      },
    });
    mark(heads, heads[0], "ascending");

    function filter() {
      const wanted = words(one("[data-search]", controls).value);
      const verdict = one("[data-verdict]", controls).value;
      const subdivision = one("[data-subdivision]", controls).value;
      sorted = order.filter((at) =>
        (verdict === "" || keys[at][VERDICT] === Number(verdict)) &&
        (subdivision === "" || scoreIn(at, Number(subdivision)) > 0) &&
        hasAll(texts[at], wanted));
      show();
    }

    const template = document.createElement("template");
    function parse(html, svg) {
      template.innerHTML = svg ? "<svg>" + html + "</svg>" : html;
      return svg ? Array.from(template.content.firstChild.childNodes) : template.content.firstChild;
    }
    function row(at) {
      return (rows[at] ??= parse(rowTexts[at]));
    }
    function lane(at) {
      if (!lanes[at]) {
        lanes[at] = document.createElementNS("http://www.w3.org/2000/svg", "g");
        lanes[at].append(...parse(laneTexts[at], true));
      }
      return lanes[at];
    }
    let printing = false;
    // On paper there is no next page to turn to: as many rows as the pager offers at most.
    const rowsAPage = () => (printing ? MOST_ROWS : Number(one("[data-size]", pager).value));
    const size = () => (packed && rowTexts ? rowsAPage() : keys.length);

    function show() {
      if (packed && !rowTexts) return;
      const pages = Math.max(1, Math.ceil(sorted.length / size()));
      page = Math.min(Math.max(page, 0), pages - 1);
      const here = sorted.slice(page * size(), (page + 1) * size());
      const shown = [];
      here.forEach((at) => {
        shown.push(row(at));
        if (open.has(at)) shown.push(bodies.get(at));
      });
      body.replaceChildren(...shown);
      if (heat) {
        const { head, row: height } = heat.dataset;
        here.forEach((at, place) => lane(at).setAttribute("transform", `translate(0 ${Number(head) + place * Number(height)})`));
        heatRows.replaceChildren(...here.map(lane));
        const full = Number(head) + here.length * Number(height) + 6;
        heat.setAttribute("height", full);
        heat.setAttribute("viewBox", `0 0 ${heat.getAttribute("width")} ${full}`);
      }
      if (details.length) {
        details.forEach((each) => { each.hidden = true; });
        here.forEach((at) => { details[at].hidden = false; });
        details[0].parentNode.append(...here.map((at) => details[at]));
      }
      one(".empty").hidden = here.length > 0;
      const kept = new Set(sorted);
      all(".printed table").forEach((block) => {
        const lines = all("tr[data-firm]", block);
        lines.forEach((line) => { line.hidden = !kept.has(Number(line.dataset.firm)); });
        block.hidden = lines.every((line) => line.hidden);
      });
      count.value = `${sorted.length} / ${keys.length} ${count.dataset.of}`;
      if (pager) {
        one("[data-here]", pager).textContent = `${page + 1} / ${pages}`;
        one("[data-page='-1']", pager).disabled = page === 0;
        one("[data-page='1']", pager).disabled = page === pages - 1;
      }
    }

    controls.addEventListener("input", () => { page = 0; filter(); });
    controls.addEventListener("reset", () => setTimeout(() => {
      order = keys.map((_, at) => at);
      mark(heads, heads[0], "ascending");
      page = 0;
      filter();
    }));
    if (pager) {
      const printed = one("[data-printed]");
      addEventListener("beforeprint", () => {
        printing = true;
        show();
        printed.hidden = sorted.length <= size();
        printed.textContent = `${Math.min(size(), sorted.length)} / ${sorted.length} ${count.dataset.of}`;
      });
      addEventListener("afterprint", () => { printing = false; printed.hidden = true; show(); });
      pager.addEventListener("click", (event) => {
        const step = event.target.dataset.page;
        if (step) { page += Number(step); show(); one("#firms").scrollIntoView(); }
      });
      pager.addEventListener("change", () => { page = 0; show(); });
    }

    // Packed blocks: base64 of a zlib stream, parts separated by U+001E.
    async function unpack(block) {
      const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      return (await new Response(stream).text()).split("\u001e").slice(0, -1);
    }
    const blocks = all("[data-pack=details]");
    const unpacked = new Map();
    async function unfold(at) {
      if (open.delete(at)) { show(); return; }
      if (!bodies.has(at)) {
        const together = Number(blocks[0].dataset.together);
        const block = Math.floor(at / together);
        if (!unpacked.has(block)) unpacked.set(block, await unpack(blocks[block]));
        const cell = document.createElement("td");
        cell.colSpan = heads.length;
        cell.append(parse(unpacked.get(block)[at % together]));
        const row = document.createElement("tr");
        row.className = "unfolded";
        row.append(cell);
        bodies.set(at, row);
        ready(row);
      }
      open.add(at);
      show();
    }

    function reveal(at, toggle) {
      if (!packed) {
        const fold = details[at];
        if (!fold) return;
        if (fold.hidden) { controls.reset(); }
        fold.hidden = false;
        fold.open = true;
        ready(fold);
        fold.scrollIntoView();
        one("summary", fold).focus({ preventScroll: true });
        return;
      }
      if (toggle) { unfold(at); return; }
      if (!sorted.includes(at)) controls.reset();
      setTimeout(() => {
        page = Math.floor(sorted.indexOf(at) / size());
        if (open.has(at)) show(); else unfold(at).then(() => row(at).scrollIntoView());
        row(at).scrollIntoView();
      });
    }
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const href = link?.getAttribute("href") ?? "";
      if (link?.dataset.pick) {
        one("[data-subdivision]", controls).value = link.dataset.pick;
        const subdivision = Number(link.dataset.pick);
        mark(heads, null);
        order = keys.map((_, at) => at).sort((a, b) => scoreIn(b, subdivision) - scoreIn(a, subdivision) || a - b);
        page = 0;
        filter();
        return;
      }
      const firm = /^#firm-(\d+)$/.exec(href);
      if (!firm) return;
      event.preventDefault();
      history.replaceState(null, "", href);
      reveal(Number(firm[1]), link.closest("#firm-table tbody") !== null);
    });
    const asked = () => {
      const firm = /^#firm-(\d+)$/.exec(location.hash);
      if (firm && Number(firm[1]) < keys.length) reveal(Number(firm[1]), false);
    };
    addEventListener("hashchange", asked);

    if (!packed) { show(); asked(); return; }
    if (typeof DecompressionStream === "undefined") {
      one(".too-old").hidden = false;
      controls.hidden = true;
      pager.hidden = true;
      return;
    }
    const lanesBlock = one("[data-pack=heat]");
    Promise.all([unpack(one("[data-pack=rows]")), lanesBlock ? unpack(lanesBlock) : []]).then(([first, second]) => {
      rowTexts = first;
      laneTexts = second;
      show();
      asked();
      root.classList.add("unpacked");
    });
  }
})();
