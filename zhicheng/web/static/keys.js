/* The keyboard. What carries data-key is clicked (a field: focused), `?` lists it, Ctrl K finds it by words.
   Keys come from the page alone: data-key="p", said by data-key-help or its own text; data-go="s" answers to g, then s. */
(() => {
  "use strict";
  const make = (tag, more = {}, ...inside) => {
    const made = document.createElement(tag);
    Object.entries(more).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...inside);
    return made;
  };
  const seen = (e) => !e.disabled && e.getClientRects().length > 0;
  const said = (e) => (e.dataset.keyHelp || e.getAttribute("aria-label") || e.title || [...e.childNodes].map((n) => n.textContent).join(" ")).trim().replace(/\s+/g, " ");
  const writes = (e) => e.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]");
  const use = (e) => (writes(e) ? (e.focus(), e.select?.()) : e.click());
  const caps = (keys) => (keys || "").split(" ").filter(Boolean).flatMap((k) => [make("kbd", {}, k), " "]);
  const rows = () => all("table.dense tbody tr").filter(seen);
  const row = () => document.activeElement.closest("table.dense tbody tr");
  const step = (by) => { // begins at the row that was opened last
    const list = rows();
    const from = row() || list.find((r) => r.dataset.href === sessionStorage.getItem("here"));
    const next = list[Math.min(list.length - 1, Math.max(0, list.indexOf(from) + by))];
    if (next) (one("a.row-link", next) || one("a, input", next))?.focus();
  };
  if (location.pathname.endsWith("/details/")) sessionStorage.setItem("here", location.pathname + location.search);
  const tick = () => row() && one('input[name="rowid"]', row())?.click();
  const box = () => one("#search-all");
  const up = () => all(".crumbs a").pop();
  // Back in a list means: as it was narrowed.
  if (up() && !up().search) up().href = sessionStorage.getItem(up().pathname) || up().href;
  if (one(".narrow")) sessionStorage.setItem(location.pathname, location.href);
  const field = () => all("main :is(input, select, textarea):not([name=rowid], [data-tick-all], .divider)").find(seen);

  const help = () => {
    const named = new Map(all("[data-key]").filter(seen).reverse().map((e) => [e.dataset.key, said(e)]));
    const lists = rows().length ? [["j k", "下一行、上一行"], ["Enter", "打开"], ...(one('input[name="rowid"]') ? [["x", "勾选"]] : [])] : [];
    const groups = {
      本页: [...named].reverse(),
      列表: lists.filter(([keys]) => !named.has(keys)),
      前往: all("[data-go]").map((e) => [`g ${e.dataset.go}`, said(e)]),
      随处: [...(box() ? [["/", "搜索"]] : []), ...(field() ? [["i", "填写第一项"]] : []), ...(up() ? [["u", "返回上一级"]] : []), ["Ctrl K", "按名称查找页面和操作"], ["?", "本说明"], ["Esc", "关闭"]],
    };
    const shown = Object.entries(groups).filter(([, keys]) => keys.length).map(([name, keys]) => make("section", {},
      make("h3", {}, tr(name)), make("dl", { class: "keys" }, ...keys.flatMap(([key, what]) => [
        make("dt", {}, ...caps(key)), make("dd", {}, tr(what))]))));
    const shut = make("button", { class: "btn btn-plain", type: "button" }, tr("关闭"));
    show(make("dialog", { class: "ask keys-help", "aria-label": tr("键盘快捷键") }, make("h2", {}, tr("键盘快捷键")), ...shown, shut));
    shut.onclick = () => shut.closest("dialog").close();
  };
  const show = (dialog) => {
    dialog.onclose = () => dialog.remove();
    dialog.onclick = (event) => event.target === dialog && dialog.close();
    document.body.append(dialog);
    dialog.showModal();
  };

  // Submissions opened in this tab, by number alone.
  const opened = () => JSON.parse(sessionStorage.getItem("opened") || "[]");
  const number = location.pathname === "/admin/submission/details/" && one("h1")?.textContent.match(/\d{4}-\d{3,}/)?.[0];
  if (number) {
    const here = [number, new URLSearchParams(location.search).get("id")];
    sessionStorage.setItem("opened", JSON.stringify([here, ...opened().filter(([n]) => n !== number)].slice(0, 9)));
  }
  one('form[action="/logout"]')?.addEventListener("submit", () => sessionStorage.clear());

  const places = () => {
    const found = new Map();
    const add = (group, e, key) => !found.has(said(e)) && found.set(said(e), { group, name: said(e), key, go: () => use(e) });
    all(".main-action a, .main-action button, [data-key]").filter(seen).forEach((e) => add("本页", e, e.dataset.key));
    all(".tabs a").forEach((e) => add("标签", e));
    all("thead a").forEach((e) => add("排序", e));
    all(".menu .entry").forEach((e) => add("菜单", e, e.dataset.go && `g ${e.dataset.go}`));
    opened().filter(([n]) => n !== number).forEach(([name, id]) => found.set(name, { group: "看过", name, go: () => location.assign(`/admin/submission/details/?id=${id}`) }));
    all(".person .floating :is(a, button)").filter((e) => !e.hidden && !e.matches("[data-palette]")).forEach((e) => add("本人", e));
    return [...found.values()];
  };
  const palette = () => {
    const known = places();
    const input = make("input", { class: "form-control", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list",
      "aria-autocomplete": "list", "aria-label": tr("前往或查找"), placeholder: tr("页面、操作、看过的受理号，或要搜索的内容"), autocomplete: "off", maxlength: "100" });
    const list = make("ul", { role: "listbox", id: "palette-list", "aria-label": tr("可选项") });
    const none = make("p", { class: "muted mb-0", role: "status" });
    const dialog = make("dialog", { class: "ask palette", "aria-label": tr("前往或查找") }, input, list, none);
    let offered = [];
    let at = 0;
    const mark = (to) => {
      at = Math.max(0, Math.min(offered.length - 1, to));
      [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
      list.children[at]?.scrollIntoView({ block: "nearest" });
      offered.length ? input.setAttribute("aria-activedescendant", `palette-${at}`) : input.removeAttribute("aria-activedescendant");
    };
    const choose = (i) => { const { go } = offered[i] || {}; if (go) { dialog.close(); go(); } };
    const offer = () => {
      const words = input.value.trim().toLowerCase().split(/\s+/);
      offered = known.filter(({ name, group }) => words.every((w) => `${name} ${tr(group)}`.toLowerCase().includes(w)));
      const typed = input.value.trim();
      if (typed && box()) offered.push({ group: "搜索", name: tr("搜索“{n}”", typed), go: () => { box().value = typed; box().form.requestSubmit(); } });
      list.replaceChildren(...offered.map(({ group, name, key }, i) => make("li", { role: "option", id: `palette-${i}` },
        make("span", {}, name), make("span", { class: "muted small" }, tr(group)), ...caps(key))));
      none.textContent = offered.length ? "" : tr("没有相符的页面或操作。");
      mark(0);
    };
    input.oninput = offer;
    input.onkeydown = (event) => {
      if (event.isComposing) return;
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (to !== undefined) { event.preventDefault(); mark(to); }
      if (event.key === "Enter") { event.preventDefault(); choose(at); }
    };
    list.onclick = (event) => choose([...list.children].indexOf(event.target.closest("li")));
    offer();
    show(dialog);
  };
  [["[data-keys]", help], ["[data-palette]", palette]].forEach(([button, act]) => all(button).forEach((b) => {
    b.hidden = false;
    b.addEventListener("click", () => { b.closest("details")?.removeAttribute("open"); act(); });
  }));

  const general = { "/": () => box()?.focus(), i: () => field()?.focus(), u: () => up()?.click(), j: () => step(1), k: () => step(-1), x: tick, "?": help };
  const LOOSE = "details:is(.popover-box, .person, .deed)";
  addEventListener("toggle", ({ target }) => target.open && target.matches(LOOSE) && all("textarea, input, select, button, a", target).find(seen)?.focus(), true);
  let going = 0;
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.isComposing || event.defaultPrevented || one("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === "k") {
      event.preventDefault();
      palette();
      return;
    }
    if (key === "Escape") {
      const loose = one(`${LOOSE}[open]`);
      if (loose) { loose.open = false; one("summary", loose).focus(); }
      else if (writes(target)) target.blur();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writes(target)) return;
    if ((key === "Enter" || key === " ") && target.closest("a, button, summary, input")) return;
    const gone = Date.now() - going < 1500;
    going = 0;
    const named = gone ? one(`[data-go="${CSS.escape(key)}"]`) : all("[data-key]").find((e) => e.dataset.key.split(" ").includes(key) && seen(e));
    if (gone && !named) return;
    if (named || Object.hasOwn(general, key)) event.preventDefault();
    if (named) { if (!event.repeat) use(named); }
    else if (key === "g") going = Date.now();
    else if (Object.hasOwn(general, key)) general[key]();
  });
})();
