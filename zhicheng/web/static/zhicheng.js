/* Everything here is a comfort: pages work without it. No framework, no inline handlers, nothing fires while typing. */
const one = (what, root = document) => root.querySelector(what);
const all = (what, root = document) => [...root.querySelectorAll(what)];
(() => {
  "use strict";
  const root = document.documentElement;
  const english = JSON.parse(root.dataset.english || "{}");  // Chinese stays where there is none
  const tr = window.tr = (words, n) => (english[words] || words).replace("{n}", n);
  const remember = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  };
  const toggle = (button, act) => all(button).forEach((b) => { b.hidden = false; b.addEventListener("click", act); });

  // Light, dark, or as the system has it: no cookie.
  const themes = all("[data-theme-set]");
  const paint = () => themes.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeSet === (root.dataset.bsTheme || "system"))));
  toggle("[data-theme-set]", ({ currentTarget: { dataset: { themeSet } } }) => {
    if (themeSet === "system") { delete root.dataset.bsTheme; document.cookie = "theme=; path=/; max-age=0; samesite=lax"; }
    else { root.dataset.bsTheme = themeSet; remember("theme", themeSet); }
    paint();
  });
  paint();
  toggle("[data-menu-toggle]", () => {
    root.dataset.menu = root.dataset.menu === "folded" ? "open" : "folded";
    remember("menu", root.dataset.menu);
  });
  toggle("[data-density-toggle]", () => {
    root.dataset.density = root.dataset.density === "dense" ? "calm" : "dense";
    remember("density", root.dataset.density);
  });
  const menu = one(".menu");  // on a phone a bar that is wider than the window: where one is comes into sight
  const here = menu && one("[aria-current]", menu);
  if (here) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;

  ["click", "focusin"].forEach((kind) => addEventListener(kind, (event) => all("details.person[open], details.popover-box[open]").forEach((box) => {
    if (!box.contains(event.target)) box.open = false;
  })));

  // Ticks keep across the pages of one narrowing of a list (this tab only); the bar says how many.
  const bar = one("[data-action-bar]");
  const ticks = all('input[name="rowid"]');
  const tickAll = one("[data-tick-all]");
  const narrowing = [...new URLSearchParams(location.search)].filter(([name]) => name === "search" || name.startsWith("flt_")).join("&");
  const store = `ticked:${location.pathname}?${narrowing}`;
  const ticked = new Set(bar ? JSON.parse(sessionStorage.getItem(store) || "[]") : []);
  const every = bar && one('[name="all_matching"]', bar);
  const show = () => {
    const n = every.checked ? every.dataset.all : ticked.size;
    one("[data-ticked]", bar).textContent = tr(n ? "已选 {n} 项" : "勾选后选择要做的事", n);
    bar.hidden = n === 0;
    ticks.forEach((t) => { t.checked = ticked.has(t.value); t.closest("tr").classList.toggle("ticked", t.checked); });
    if (tickAll) { tickAll.checked = ticks.length > 0 && ticks.every((t) => t.checked); }
    sessionStorage.setItem(store, JSON.stringify([...ticked]));
  };
  const set = (box, on) => (on ? ticked.add(box.value) : ticked.delete(box.value));
  if (bar) {
    ticks.forEach((t) => t.addEventListener("change", () => { set(t, t.checked); show(); }));
    if (tickAll) {
      tickAll.hidden = false;
      tickAll.addEventListener("change", () => { ticks.forEach((t) => set(t, tickAll.checked)); show(); });
    }
    every.addEventListener("change", show);
    bar.addEventListener("submit", () => {
      const here = new Set(ticks.map((t) => t.value));
      ticked.forEach((value) => {
        if (here.has(value) || every.checked) return;
        const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "rowid", value });
        bar.append(hidden);
      });
      sessionStorage.removeItem(store);
    });
    show();
  }

  // A whole row opens; text in it can still be marked, and links keep their own meaning.
  addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, summary, .tick") || String(getSelection())) return;
    event.ctrlKey || event.metaKey ? open(row.dataset.href, "_blank", "noopener") : location.assign(row.dataset.href);
  });

  // Ask before an act: the button of a form names a dialog.
  addEventListener("click", (event) => {
    const button = event.target.closest("[data-ask]");
    if (!button) return;
    event.preventDefault();
    if (!button.form.noValidate && !button.form.reportValidity()) return; // first what is missing, then the question
    const dialog = document.getElementById(button.dataset.ask);
    dialog.returnValue = "";
    dialog.onclose = () => { if (dialog.returnValue === "yes") submitWith(button); };
    all("[data-answer]", dialog).forEach((answer) => { answer.onclick = () => dialog.close(answer.value); });
    dialog.showModal();
  });
  const submitWith = (button) => { const id = button.dataset.ask; delete button.dataset.ask; button.form.requestSubmit(button); button.dataset.ask = id; };

  // A form is sent once; leaving with unsaved words is asked. Words that took long are sent only while one is signed in, with a token that holds.
  let asked = Date.now();
  const stillHere = async (form, submitter) => {
    const answer = await fetch("/password", { redirect: "manual" }).catch(() => ({}));
    delete form.dataset.sent;
    if (!answer.ok) return one("#signed-out").showModal();
    asked = Date.now();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    all('[name="csrf_token"]').forEach((token) => { token.value = one('[name="csrf_token"]', fresh).value; });
    form.requestSubmit(submitter);
  };
  all("form[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (submitter?.formTarget === "_blank") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if ("keepsWords" in form.dataset && Date.now() - asked > 600000) {
      event.preventDefault();
      stillHere(form, submitter);
      return;
    }
    form.dataset.changed = "";
    setTimeout(() => delete form.dataset.sent, 8000);
  }));
  all("form[data-keeps-words]").forEach((form) => form.addEventListener("input", () => { form.dataset.changed = "1"; }));
  addEventListener("beforeunload", (event) => { if (one('form[data-changed="1"]')) event.preventDefault(); });
  addEventListener("pageshow", () => all("form").forEach((form) => delete form.dataset.sent));

  // Look-ups: suggestions after two characters; the server decides again on saving.
  all("[data-lookup]").forEach((input) => {
    let wait;
    input.addEventListener("input", () => {
      clearTimeout(wait);
      const words = input.value.trim();
      if (words.length < 2) return;
      wait = setTimeout(async () => {
        const address = new URL("../lookup/", location.href);
        address.search = new URLSearchParams({ field: input.dataset.lookup, words });
        const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
        if (!answer || !answer.ok) return;
        const options = (await answer.json()).map(({ key, label }) => Object.assign(document.createElement("option"), { value: key, label }));
        input.list.replaceChildren(...options);
      }, 180);
    });
  });

  // Deadlines count on.
  const left = (ms) => {
    if (ms <= 0) return tr("已到期");
    const minutes = Math.floor(ms / 60000);
    if (minutes < 60) return tr("剩 {n} 分钟", minutes);
    return tr("剩 {n} 小时", Math.floor(minutes / 60));
  };
  if (!one(".rehearsal") && one("[data-deadline]")) {
    setInterval(() => all("[data-deadline]").forEach((t) => {
      const ms = Date.parse(t.dateTime) - Date.now();
      t.textContent = left(ms);
      t.classList.toggle("urgent", ms < 21600000);
    }), 30000);
  }

  toggle("[data-print]", () => print());

  // Long work done in stretches goes on by itself; whoever leaves the page stops it.
  all("form[data-go-on]").forEach((form) => setTimeout(() => form.requestSubmit(), 500));
})();
