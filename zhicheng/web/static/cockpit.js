/* The reviewer's desk: one page at a time, boxes on it, words kept. Without it: links and forms. */
(() => {
  "use strict";
  const desk = one(".cockpit");
  if (!desk) return;
  const on = (kinds, act, what = window) => kinds.split(" ").forEach((kind) => what.addEventListener(kind, act, true));
  const clamp = (n, low, high) => Math.min(high, Math.max(low, n));
  const data = desk.dataset;

  // The divider, in steps that the style sheet knows.
  const divider = one(".divider");
  divider.hidden = false;
  divider.oninput = () => {
    divider.value = data.pane = clamp(divider.value, 35, 75);
    document.cookie = `pane=${data.pane}; path=/; max-age=31536000; samesite=lax`;
    draw();
  };

  // One file, one page of it, so large and so turned.
  const tools = one(".tools");
  const SIZES = [0, 1, 1.5, 2, 3]; // 0: the whole page
  let [size, turn, box, down] = [1, 0, null, null];
  const file = () => one(".handed-in.shown");
  const id = () => file()?.id.slice(5);
  const page = () => file() && one(".face.shown", file());
  const leaf = () => one(".leaf", file());
  const pinForm = () => one(".pin-form", file());
  const tab = (name) => { one(`#show-${name}`).checked = true; };
  const only = (list, chosen) => list.forEach((e) => e.classList.toggle("shown", e === chosen));

  function draw() {
    if (!page()) return;
    const [paper, image] = [one(".paper", page()), one("img", page())];
    const ratio = (image.naturalHeight || image.height) / (image.naturalWidth || image.width);
    const tall = turn % 180 ? 1 / ratio : ratio;
    const room = leaf().clientWidth;
    const wide = SIZES[size] ? room * SIZES[size] : Math.min(room, leaf().clientHeight / tall);
    const [w, h] = turn % 180 ? [wide * tall, wide] : [wide, wide * tall];
    Object.assign(paper.parentElement.style, { width: `${wide}px`, height: `${wide * tall}px` });
    paper.style.width = `${w}px`;
    paper.style.transform = ["", `translateX(${h}px)`, `translate(${w}px, ${h}px)`, `translateY(${w}px)`][turn / 90] + `rotate(${turn}deg)`;
    one(".page-of").textContent = tr("{n} 页", `${page().dataset.page} / ${all(".face", file()).length}`);
    one(".zoom-of").textContent = SIZES[size] ? `${SIZES[size] * 100}%` : tr("整页");
  }
  const leafTo = (by) => {
    const pages = all(".face", file());
    only(pages, pages[clamp(pages.indexOf(page()) + by, 0, pages.length - 1)]);
    pinning(false);
  };
  const show = (key, focus) => {
    const next = one(`#file-${key}`);
    if (!next) return;
    if (next !== file()) {
      pinning(false);
      only(all(".handed-in"), next);
      turn = 0;
    }
    tab("materials");
    mark();
    draw();
    if (focus) focusOn(leaf());
  };
  const mark = () => {
    all(".shelf a").forEach((a) => { a.ariaCurrent = a.dataset.file === id(); });
    all(".finding").forEach((f) => f.classList.toggle("proved", f.dataset.files.split(" ").includes(id())));
    [".shelf [aria-current=true]", ".proved"].forEach((what) => all(what).find((e) => e.getClientRects().length)?.scrollIntoView({ block: "nearest", inline: "nearest" }));
  };

  // A box: drawn with the mouse, or moved with the arrows (Shift: its size).
  const pinning = (yes) => {
    desk.classList.toggle("pinning", yes);
    all("[data-tool=pin]").forEach((b) => { b.ariaPressed = yes; });
    box = yes && page() ? [35, 40, 30, 12] : null;
    if (page()) frame();
    if (!yes) return;
    turn = 0; // a box lies on the upright page
    pinForm().open = true;
    if (!box) return toWords();
    inSight();
    focusOn(leaf());
  };
  const inSight = () => one(".fresh", page()).scrollIntoView({ block: "nearest" });
  const focusOn = (e) => e?.focus({ preventScroll: true });
  const toWords = () => one("select", pinForm()).focus();
  const frame = () => {
    ["x", "y", "width", "height"].forEach((name, i) => one(".fresh", page())?.setAttribute(name, box ? box[i] : 0));
    const fields = one("form", pinForm() || document).elements;
    if (fields.box) fields.box.value = box ? box.map((n) => n.toFixed(2)) : "";
    if (box) fields.page.value = page().dataset.page;
  };
  const spot = (e) => {
    const { left, top, width, height } = one(".paper", page()).getBoundingClientRect();
    return [(e.clientX - left) / width, (e.clientY - top) / height].map((n) => clamp(n * 100, 0, 100));
  };
  on("pointerdown", (e) => {
    const paper = e.target.closest(".pinning .paper");
    if (!paper || e.button) return;
    e.preventDefault();
    down = spot(e);
    paper.setPointerCapture(e.pointerId);
  });
  on("pointermove", (e) => {
    if (!down) return;
    const to = spot(e);
    box = [...down.map((n, i) => Math.min(n, to[i], 99)), ...down.map((n, i) => Math.max(1, Math.abs(n - to[i])))];
    frame();
  });
  on("pointerup", () => { if (down) toWords(); down = null; });
  on("keydown", (e) => {
    if (e.key === "Escape") {
      if (e.target.closest(".pin-form")) focusOn(leaf());
      pinning(false);
    }
    if (!box || !e.target.closest(".leaf")) return;
    const by = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] }[e.key];
    if (!by && e.key !== "Enter") return;
    e.preventDefault();
    if (!by) return toWords();
    const [x, y, w, h] = box;
    const [right, deep] = by;
    box = e.shiftKey ? [x, y, clamp(w + right, 2, 100 - x), clamp(h + deep, 2, 100 - y)] : [clamp(x + right, 0, 100 - w), clamp(y + deep, 0, 100 - h), w, h];
    frame();
    inSight();
  });
  const use = {
    back: () => leafTo(-1), on: () => leafTo(1),
    zoom: () => { size = size % 4 + 1; },
    fit: () => { size = size ? 0 : 1; },
    turn: () => { pinning(false); turn = (turn + 90) % 360; },
    pin: () => pinning(!desk.matches(".pinning")),
  };
  if (tools) {
    desk.classList.add("live");
    tools.hidden = false;
    tools.onclick = (e) => { use[e.target.closest("[data-tool]")?.dataset.tool]?.(); draw(); };
    on("load", draw, one(".reading"));
    on("resize", draw);
    show(location.hash.match(/^#file-(\d+)/)?.[1] || id());
    if (!location.hash) { one("#findings").parentElement.scrollTop = 0; scrollTo(0, 0); } // read from the top
  }
  on("click", (e) => {
    const link = e.target.closest("a[data-file]");
    if (link && tools) { e.preventDefault(); show(link.dataset.file, true); }
    const named = e.target.closest('a[href^="#finding-"]');
    if (named) { tab("findings"); one(named.hash).closest("details")?.setAttribute("open", ""); }
  });
  on("keydown", (e) => { // by Tab from the catalogue one goes on writing
    if (e.key !== "Tab" || e.shiftKey || e.target.name !== "choice") return;
    const { reason } = e.target.form;
    e.preventDefault();
    reason.focus();
    reason.setSelectionRange(999, 999);
  });
  on("change", ({ target }) => {
    if (target.name === "choice") target.form.reason.value = target.value && target.selectedOptions[0].text.replace(/^\S+ /, "");
  });

  // Small forms go by themselves, one after the other, and for the hand at once: no answer takes focus or words that came after it.
  // Whatever else is sent waits for them.
  const words = one(`#words-${data.target}`);
  const [waiting, unsent] = [new Map(), new Map()];
  let [line, behind] = [Promise.resolve(), 0];
  const say = (text, wrong = false) => { one("#kept").textContent = text; one("#kept").classList.toggle("bad", wrong); };
  const post = async (url, body) => {
    const headers = { "X-CSRFToken": one('[name="csrf_token"]').value, Accept: "application/json" };
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(body), headers, keepalive: true });
    const told = await answer.json().catch(() => ({ sentence: tr("没有保存，请另开窗口登录后再试。") }));
    if (told.sentence) throw new Error(told.sentence);
    if (told.saved) say(tr("草稿 {n} 已保存", told.saved));
    return told;
  };
  const failed = (error) => say(error instanceof TypeError ? tr("网络不通，稍后再存。") : error.message, true);
  const inTurn = (job) => {
    behind += 1;
    line = line.then(job).then(() => true, failed).finally(() => { behind -= 1; });
  };
  const keepIn = (ms, area) => { clearTimeout(waiting.get(area)); waiting.set(area, setTimeout(inTurn, ms, () => keep(area))); };
  const keep = async (area) => {
    clearTimeout(waiting.get(area));
    waiting.delete(area);
    const { value, form } = area;
    try {
      await post(data.words, { act: form.act.value, opinion: value });
      area.defaultValue = value;
      if (area.value === value) form.dataset.changed = "";
    } catch (error) {
      failed(error);
      if (error instanceof TypeError) keepIn(5000, area);
    }
  };
  const refresh = async () => {
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    all("[data-fresh]").forEach((old) => {
      const at = all("a, button", old).indexOf(document.activeElement);
      const next = fresh.getElementById(old.id) || old;
      old.replaceWith(next);
      if (at >= 0) focusOn(all("a, button", next)[at] || leaf());
    });
    if (box) frame();
    mark();
    const now = fresh.getElementById(words?.id)?.value;
    if (now === undefined) return;
    const { value, defaultValue: kept } = words;
    words.value = value.startsWith(kept) ? now + value.slice(kept.length) : value;
    words.defaultValue = now;
  };
  on("submit", (e) => {
    const { target: form, submitter } = e;
    const quiet = form.matches("[data-quiet]");
    if (!quiet && !behind) { waiting.forEach(clearTimeout); waiting.clear(); return; }
    e.preventDefault();
    e.stopPropagation();
    if (!quiet) { line.then((well) => well && form.requestSubmit(submitter)); return; }
    const body = new FormData(form, submitter);
    unsent.set(body, form.action);
    const pinned = form.closest(".pin-form");
    if (pinned) {
      form.reset();
      pinned.open = false;
      focusOn(leaf());
      pinning(false);
    }
    if (form.dataset.then && words) words.closest("details").open = true;
    inTurn(async () => {
      await Promise.all([...waiting.keys()].map(keep));
      unsent.delete(body);
      try {
        await post(form.action, body);
      } catch (error) {
        if (pinned && !pinned.open) {
          body.forEach((value, name) => { form.elements[name].value = value; });
          pinned.open = true;
          if (document.activeElement === leaf()) toWords();
        }
        throw error;
      } finally { if (!unsent.size) await refresh(); } // else a later one brings it all
    });
  });
  all("[data-draft]").forEach((area) => {
    area.oninput = () => { say(tr("未保存")); keepIn(700, area); };
    area.onkeydown = (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) one("[data-send]", area.form)?.click(); };
  });
  on("pagehide", () => { waiting.forEach((_, area) => keep(area)); unsent.forEach((url, body) => post(url, body).catch(failed)); });

  // Who else is here. Silent while idle: a forgotten window keeps nobody signed in.
  if (!data.presence) return;
  let touched = Date.now();
  on("keydown pointerdown scroll", () => { touched = Date.now(); });
  const beat = async () => {
    if (document.hidden || Date.now() - touched > 600000) return;
    const { others } = await post(data.presence, {}).catch(() => ({}));
    if (!others) return;
    one("#others").hidden = !others.length;
    one("#others b").textContent = others.join("、");
  };
  beat();
  setInterval(beat, 30000);
  on("pagehide", () => post(data.presence, { gone: 1 }).catch(() => 0));
  const warm = one("[data-warm]")?.dataset.warm;
  if (warm) setTimeout(() => fetch(warm, { priority: "low" }).catch(() => 0), 1500);
})();
