/* The reviewer's desk: one page at a time, boxes on it, words kept as they are typed. Without it: links and forms. */
(() => {
  "use strict";
  const desk = document.querySelector(".cockpit");
  if (!desk) return;
  const one = (what, root = document) => root.querySelector(what);
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const on = (kinds, act, what = window) => kinds.split(" ").forEach((kind) => what.addEventListener(kind, act, true));
  const clamp = (n, low, high) => Math.min(high, Math.max(low, n));
  const data = desk.dataset;

  // The divider, in steps that the style sheet knows.
  const divider = one(".divider");
  const part = (to) => {
    data.pane = clamp(Math.round(to / 5) * 5, 35, 75);
    divider.setAttribute("aria-valuenow", data.pane);
    document.cookie = `pane=${data.pane}; path=/; max-age=31536000; samesite=lax`;
    draw();
  };
  divider.hidden = false;
  divider.onpointerdown = (e) => divider.setPointerCapture(e.pointerId);
  divider.onpointermove = (e) => {
    const { left, width } = divider.parentElement.getBoundingClientRect();
    if (divider.hasPointerCapture(e.pointerId)) part(((e.clientX - left) / width) * 100);
  };
  divider.onkeydown = (e) => {
    const by = { ArrowLeft: -5, ArrowRight: 5 }[e.key];
    if (by) part(+data.pane + by);
  };

  // One file, one page of it, so large and so turned.
  const tools = one(".tools");
  const SIZES = [0, 1, 1.5, 2, 3]; // 0: the whole page
  let [size, turn, box, down] = [1, 0, null, null];
  const file = () => one(".handed-in.shown");
  const id = () => file()?.id.slice(5);
  const page = () => file() && one(".face.shown", file());
  const pinForm = () => one(".pin-form", file());
  const tab = (name) => { one(`#show-${name}`).checked = true; };

  function draw() {
    if (!page()) return;
    const [leaf, paper, image] = [page().closest(".leaf"), one(".paper", page()), one("img", page())];
    const ratio = (image.naturalHeight || image.height) / (image.naturalWidth || image.width);
    const tall = turn % 180 ? 1 / ratio : ratio;
    const room = leaf.clientWidth;
    const wide = SIZES[size] ? room * SIZES[size] : Math.min(room, leaf.clientHeight / tall);
    const [w, h] = turn % 180 ? [wide * tall, wide] : [wide, wide * tall];
    Object.assign(paper.parentElement.style, { width: `${wide}px`, height: `${wide * tall}px` });
    paper.style.width = `${w}px`;
    paper.style.transform = ["", `translateX(${h}px)`, `translate(${w}px, ${h}px)`, `translateY(${w}px)`][turn / 90] + `rotate(${turn}deg)`;
    one(".page-of").textContent = `${page().dataset.page} / ${all(".face", file()).length} 页`;
    one(".zoom-of").textContent = SIZES[size] ? `${SIZES[size] * 100}%` : "整页";
  }
  const leafTo = (by) => {
    const pages = all(".face", file());
    const to = pages[clamp(pages.indexOf(page()) + by, 0, pages.length - 1)];
    pages.forEach((p) => p.classList.toggle("shown", p === to));
    drop();
  };
  const show = (key, focus) => {
    const next = one(`#file-${key}`);
    if (!next) return;
    if (next !== file()) {
      pinning(false);
      all(".handed-in").forEach((f) => f.classList.toggle("shown", f === next));
      turn = 0;
    }
    tab("materials");
    mark();
    draw();
    if (focus) one(".leaf", next)?.focus({ preventScroll: true });
  };
  const mark = () => {
    all(".shelf a").forEach((a) => {
      const here = a.dataset.file === id();
      a.setAttribute("aria-current", here);
      if (here) a.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    const proved = all(".finding").filter((f) => f.classList.toggle("proved", f.dataset.files.split(" ").includes(id())));
    proved.find((f) => f.getClientRects().length)?.scrollIntoView({ block: "nearest" });
  };

  // A box on the page: drawn with the mouse, or moved with the arrows (with Shift: its size).
  const pinning = (yes) => {
    desk.classList.toggle("pinning", yes);
    one('[data-tool="pin"]')?.setAttribute("aria-pressed", yes);
    if (!yes) return drop();
    pinForm().open = true;
    if (!page()) return toWords();
    box = [35, 40, 30, 12];
    frame();
    one(".fresh").scrollIntoView({ block: "nearest" });
    one(".leaf", file()).focus({ preventScroll: true });
  };
  const toWords = () => one("select", pinForm()).focus();
  const drop = () => {
    box = null;
    all(".fresh").forEach((r) => r.remove());
    all('.pin-form [name="box"]').forEach((b) => { b.value = ""; });
  };
  const frame = () => {
    const rect = one(".fresh") || one(".marks", page()).appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    rect.setAttribute("class", "fresh");
    ["x", "y", "width", "height"].forEach((name, i) => rect.setAttribute(name, box[i]));
    one('[name="page"]', pinForm()).value = page().dataset.page;
    one('[name="box"]', pinForm()).value = box.map((n) => n.toFixed(2));
  };
  const spot = (e) => {
    const { left, top, width, height } = one(".paper", page()).getBoundingClientRect();
    const [x, y] = [clamp(((e.clientX - left) / width) * 100, 0, 100), clamp(((e.clientY - top) / height) * 100, 0, 100)];
    return { 0: [x, y], 90: [y, 100 - x], 180: [100 - x, 100 - y], 270: [100 - y, x] }[turn];
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
    box = [0, 1].map((i) => clamp(Math.min(down[i], to[i]), 0, 99)).concat([0, 1].map((i) => Math.max(1, Math.abs(down[i] - to[i]))));
    frame();
  });
  on("pointerup", () => { if (down) toWords(); down = null; });
  on("keydown", (e) => {
    if (e.key === "Escape") {
      pinning(false);
      all(".deed[open]").forEach((d) => { d.open = false; one("summary", d).focus(); });
    }
    if (!box || !e.target.closest(".leaf")) return;
    const by = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] }[e.key];
    if (e.key === "Enter") toWords();
    else if (!by) return;
    else {
      const [x, y, w, h] = box;
      box = e.shiftKey ? [x, y, clamp(w + by[0], 2, 100 - x), clamp(h + by[1], 2, 100 - y)] : [clamp(x + by[0], 0, 100 - w), clamp(y + by[1], 0, 100 - h), w, h];
      frame();
    }
    e.preventDefault();
  });
  const use = {
    back: () => leafTo(-1), on: () => leafTo(1),
    zoom: () => { size = size % 4 + 1; },
    fit: () => { size = size ? 0 : 1; },
    turn: () => { turn = (turn + 90) % 360; },
    pin: () => pinning(!box),
  };
  if (tools) {
    desk.classList.add("live");
    tools.hidden = false;
    tools.onclick = (e) => { use[e.target.closest("[data-tool]")?.dataset.tool]?.(); draw(); };
    on("load", draw, one(".reading"));
    on("resize", draw);
    show(location.hash.match(/^#file-(\d+)/)?.[1] || id());
  }
  on("click", (e) => {
    const link = e.target.closest("a[data-file]");
    if (link && tools) { e.preventDefault(); show(link.dataset.file, true); }
    const named = e.target.closest('a[href^="#finding-"]');
    if (named) { tab("findings"); one(named.hash).closest("details")?.setAttribute("open", ""); }
  });
  on("change", ({ target }) => {
    if (target.name === "choice") target.form.reason.value = target.value && target.selectedOptions[0].text.replace(/^\S+ /, "");
  });

  // Small forms go by themselves; what they changed comes back with the page. Words are kept as they are typed.
  const waiting = new Map();
  const say = (text, wrong) => { one("#kept").textContent = text; one("#kept").classList.toggle("bad", !!wrong); };
  const post = async (url, body, more) => {
    const headers = { "X-CSRFToken": one('[name="csrf_token"]').value, Accept: "application/json" };
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(body), headers, ...more });
    const told = await answer.json().catch(() => ({ sentence: "登录已失效，没有保存。请另开窗口登录后再试。" }));
    if (told.sentence) throw new Error(told.sentence);
    if (told.saved) say(`草稿 ${told.saved} 已保存`);
    return told;
  };
  const failed = (error) => say(error instanceof TypeError ? "网络不通，尚未保存，稍后再试。" : error.message, true);
  const keep = async (area) => {
    clearTimeout(waiting.get(area));
    waiting.delete(area);
    const { value, form } = area;
    try {
      await post(data.words, { act: form.act.value, opinion: value });
      if (area.value === value) form.dataset.changed = "";
    } catch (error) {
      failed(error);
      if (error instanceof TypeError) waiting.set(area, setTimeout(keep, 5000, area));
    }
  };
  on("submit", async (e) => {
    const form = e.target;
    if (!form.matches("[data-quiet]")) { waiting.forEach(clearTimeout); return; }
    e.preventDefault();
    e.stopPropagation();
    const body = new FormData(form, e.submitter);
    const at = document.activeElement.id;
    try {
      await Promise.all([...waiting.keys()].map(keep));
      await post(form.action, body);
      const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      all("[data-fresh]").forEach((old) => old.replaceWith(fresh.getElementById(old.id) || old));
      const words = one(`#words-${data.target}`);
      if (words) words.value = one(`#words-${data.target}`, fresh).value;
      pinning(false);
      mark();
      if (form.dataset.then && words) words.closest("details").open = true;
      else (one(`#${at || "x"}`) || one(".leaf", file()))?.focus({ preventScroll: true });
    } catch (error) { failed(error); }
  });
  all("[data-draft]").forEach((area) => {
    area.oninput = () => { clearTimeout(waiting.get(area)); waiting.set(area, setTimeout(keep, 700, area)); };
    area.onkeydown = (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) one("[data-send]", area.form)?.click(); };
  });
  on("toggle", ({ target }) => target.open && target.matches(".deed") && one("textarea", target)?.focus());

  // Who else is here. Silent while hidden or idle, so that a forgotten window keeps nobody signed in.
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
  on("pagehide", () => post(data.presence, { gone: 1 }, { keepalive: true }).catch(() => 0));
  const warm = one("[data-warm]")?.dataset.warm;
  if (warm) setTimeout(() => fetch(warm, { priority: "low" }).catch(() => 0), 1500);
})();
