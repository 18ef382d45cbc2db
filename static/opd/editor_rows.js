// Rows of the editor: added from a template, removed with a way back until the page is left.
// Without this script the same buttons post the form and a checkbox removes a row.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

  const renumber = (list) => {
    list.querySelectorAll("[data-row]").forEach((row, place) => {
      for (const number of row.querySelectorAll("[data-row-number]")) number.textContent = place + 1;
    });
  };

  const setRemoved = (row, removed) => {
    row.querySelector('input[name$="-DELETE"]').checked = removed;
    row.classList.toggle("is-removed", removed);
    row.querySelector("[data-row-body]").hidden = removed;
    row.querySelector("[data-remove]").hidden = removed;
    row.querySelector("[data-removed]").hidden = !removed;
  };

  const prepare = (row) => {
    const box = row.querySelector("[data-remove-box]");
    box.hidden = true;
    setRemoved(row, box.querySelector("input").checked);
  };

  const add = (rows) => {
    const total = rows.querySelector('input[name$="-TOTAL_FORMS"]');
    const list = rows.querySelector("[data-row-list]");
    const made = document.createElement("div");
    made.innerHTML = rows.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = made.firstElementChild;
    total.value = Number(total.value) + 1;
    list.append(row);
    prepare(row);
    renumber(list);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
    return row;
  };

  for (const rows of form.querySelectorAll("[data-rows]")) {
    for (const row of rows.querySelectorAll("[data-row]")) prepare(row);
    rows.querySelector("[data-add]").addEventListener("click", (event) => {
      event.preventDefault();
      add(rows);
    });
    rows.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row) return;
      if (event.target.closest("[data-remove]")) {
        setRemoved(row, true);
        row.querySelector("[data-undo]").focus();
        changed(row);
      } else if (event.target.closest("[data-undo]")) {
        setRemoved(row, false);
        row.querySelector("[data-remove]").focus();
        changed(row);
      }
    });
  }

  // A suggestion fills the first row that is still empty, or a new one; saving follows by itself.
  for (const button of form.querySelectorAll("[data-suggest]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const rows = form.querySelector(`[data-rows="${button.dataset.suggest}"]`);
      const field = (row) => row.querySelector(`[name$="-${button.dataset.field}"]`);
      const isEmpty = (row) => !row.classList.contains("is-removed") && !field(row).value.trim();
      const shown = [...rows.querySelectorAll("[data-row-list] > [data-row]")];
      const row = shown.find(isEmpty) || add(rows);
      field(row).value = button.dataset.value;
      button.closest("[data-suggestion]").remove();
      (row.querySelector("textarea") || field(row)).focus();
      changed(field(row));
    });
  }

  // A saved row gets its id, so that it is not made twice; a row that is gone loses its own.
  form.addEventListener("editor:saved", (event) => {
    for (const row of form.querySelectorAll("[data-row]")) {
      const id = event.detail.ids[row.dataset.row];
      row.querySelector(`input[name="${row.dataset.row}-id"]`).value = id || "";
      const name = row.dataset.row.replace(/-\d+$/, "");
      row.id = id ? `f-${name}.${id}` : `f-${row.dataset.row}`;
    }
  });

  // A restored draft may hold more rows than the page.
  form.addEventListener("editor:rows", (event) => {
    for (const rows of form.querySelectorAll("[data-rows]")) {
      const total = rows.querySelector('input[name$="-TOTAL_FORMS"]');
      const wanted = Number(event.detail[total.name] || 0);
      while (Number(total.value) < Math.min(wanted, 70)) add(rows);
    }
  });
  form.addEventListener("editor:restored", () => {
    for (const row of form.querySelectorAll("[data-row]")) prepare(row);
  });
})();
