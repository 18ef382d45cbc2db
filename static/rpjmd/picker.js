// A field for a nomenclature code finds it as one types: by code or by the beginnings of words.
// The combobox pattern of ARIA: the focus stays in the field, arrows move through the list.
(() => {
  const PAUSE = 150;
  const opened = new WeakSet();
  let timer = 0, quiet = false;

  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const listOf = (input) => document.getElementById(`${input.id}_list`);
  const options = (input) => [...listOf(input).querySelectorAll("[data-code]")];
  const active = (input) => listOf(input).querySelector('[aria-selected="true"]');

  // Dressed when it is first entered: rows that are added later need no other care.
  const dress = (input) => {
    if (listOf(input)) return;
    const list = document.createElement("ul");
    list.id = `${input.id}_list`;
    list.className = "picker-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.name);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-code]");
      if (option) choose(input, option);
    });
    input.parentElement.classList.add("picker");
    input.after(list);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-haspopup": "listbox",
      "aria-expanded": "false", "aria-controls": list.id, "hx-sync": "this:replace",
    })) input.setAttribute(name, value);
  };

  const name = (input, text) => {
    let line = input.parentElement.querySelector(".picker-name");
    if (!line) {
      line = document.createElement("p");
      line.className = "picker-name";
      (listOf(input) || input).after(line);
    }
    line.textContent = text;
  };

  const close = (input) => {
    opened.delete(input);
    const list = listOf(input);
    if (!list || list.hidden) return;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const show = (input) => {
    if (!opened.has(input) || document.activeElement !== input) return;
    const list = listOf(input);
    list.querySelectorAll("[role=option]").forEach((option, place) => { option.id = `${list.id}_${place}`; });
    list.hidden = false;
    list.style.left = "0";
    list.style.top = `${input.offsetTop + input.offsetHeight}px`;
    const over = list.getBoundingClientRect().right - (document.documentElement.clientWidth - 12);
    if (over > 0) list.style.left = `${-over}px`;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    status.textContent = list.querySelector("[data-said]")?.dataset.said || list.textContent.trim();
  };

  // The last of several codes is the one that is being typed.
  const parts = (input) => /^(.*[,;]\s*)?(.*)$/s.exec(input.value);

  const ask = (input) => {
    const typed = parts(input)[2].trim();
    if (!typed) return close(input);
    opened.add(input);
    // A request that a newer one replaces ends as a failure, which says nothing about the list.
    return window.htmx.ajax("GET", input.dataset.picker, {
      source: input, target: listOf(input), swap: "innerHTML", values: { q: typed, jenis: input.dataset.kinds },
    }).then(() => show(input), () => null);
  };

  const mark = (input, option) => {
    active(input)?.setAttribute("aria-selected", "false");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const write = (field, value) => {
    quiet = true;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    quiet = false;
  };

  const choose = (input, option) => {
    const { code, name: words } = option.dataset;
    close(input);
    write(input, (parts(input)[1] || "") + code);
    name(input, words);
    const beside = input.dataset.fills && document.getElementsByName(input.name.replace(/[^-]*$/, input.dataset.fills))[0];
    if (beside && !beside.value.trim()) write(beside, words);
  };

  const picker = (event) => event.target.closest?.("input[data-picker]");

  document.addEventListener("focusin", (event) => { const input = picker(event); if (input) dress(input); });
  document.addEventListener("focusout", (event) => { const input = picker(event); if (input) close(input); });
  document.addEventListener("input", (event) => {
    const input = picker(event);
    if (!input || quiet) return;
    dress(input);
    name(input, "");
    clearTimeout(timer);
    timer = setTimeout(() => ask(input), PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    const input = picker(event);
    if (!input || !listOf(input)) return;
    const isOpen = !listOf(input).hidden, all = options(input), place = all.indexOf(active(input));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) { ask(input); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (all.length) mark(input, all[(place < 0 && step < 0 ? 0 : place + step + all.length) % all.length] || all[0]);
    } else if (event.key === "Enter" && isOpen && place >= 0) {
      event.preventDefault();
      choose(input, all[place]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close(input);
    }
  });

  for (const input of document.querySelectorAll("input[data-picker][data-name]")) {
    if (input.dataset.name) name(input, input.dataset.name);
  }
})();
