// A copy of what is typed and not yet stored, on this device: for a crash, a closed lid, a dead line.
// One copy per person, program and section; it goes when the server has it.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const { user, program, section } = form.dataset;
  const prefix = "smartplan:draft:";
  const key = `${prefix}${user}:${program}:${section}`;
  const KEPT = 30 * 24 * 3600 * 1000; // milliseconds
  const offer = document.querySelector("[data-draft]");

  const store = (change) => {
    try { return change(localStorage); } catch { return null; } // full, or forbidden by the browser
  };
  const fields = () =>
    [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "base"].includes(name));
  const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);

  const keep = () => {
    const draft = { at: Date.now(), base: form.elements.base.value, fields: fields() };
    store((storage) => storage.setItem(key, JSON.stringify(draft)));
  };
  const drop = () => store((storage) => storage.removeItem(key));

  const restore = (draft) => {
    const values = new Map();
    for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) || []), value]);
    const detail = Object.fromEntries([...values].map(([name, value]) => [name, value[0]]));
    form.dispatchEvent(new CustomEvent("editor:rows", { detail }));
    for (const element of form.elements) {
      if (!element.name || ["csrfmiddlewaretoken", "base"].includes(element.name)) continue;
      if (element.type === "submit" || element.name.endsWith("_FORMS")) continue;
      const wanted = values.get(element.name) || [];
      if (element.type === "checkbox" || element.type === "radio") element.checked = wanted.includes(element.value);
      else element.value = wanted[0] ?? "";
    }
    // What was typed was typed upon this version: if somebody saved since, they are named.
    form.elements.base.value = draft.base;
    form.dispatchEvent(new CustomEvent("editor:restored"));
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const moment = (at) => {
    const when = new Date(at);
    const day = when.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
    return `${day} ${String(when.getHours()).padStart(2, "0")}.${String(when.getMinutes()).padStart(2, "0")}`;
  };

  const makeOffer = (draft) => {
    offer.querySelector("[data-draft-at]").textContent = moment(draft.at);
    offer.hidden = false;
    offer.querySelector("[data-draft-restore]").addEventListener("click", () => { offer.hidden = true; restore(draft); });
    offer.querySelector("[data-draft-discard]").addEventListener("click", () => { offer.hidden = true; drop(); });
  };

  const sweep = () => store((storage) => {
    for (const name of Object.keys(storage).filter((one) => one.startsWith(prefix))) {
      if (JSON.parse(storage.getItem(name)).at < Date.now() - KEPT) storage.removeItem(name);
    }
  });

  sweep();
  const draft = store((storage) => JSON.parse(storage.getItem(key)));
  // A page that shows a refused form already holds what was typed.
  if (draft && same(draft.fields, fields())) drop();
  else if (draft && !document.querySelector("[data-summary]")) makeOffer(draft);

  let timer = 0;
  const keepSoon = () => { clearTimeout(timer); timer = setTimeout(keep, 300); };
  form.addEventListener("input", keepSoon);
  addEventListener("pagehide", () => { if (form.dataset.unsaved) keep(); });
  form.addEventListener("editor:saved", (event) => {
    if (event.detail.stale) return;
    clearTimeout(timer);
    drop();
    offer.hidden = true;
  });
})();
