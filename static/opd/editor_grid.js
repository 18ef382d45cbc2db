// Grids: arrow keys move between cells, a block copied from Excel fills them, totals follow.
// Tables with the same data-grid name are one grid, so targets of several indicators paste at once.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;

  const rowsOf = (name) =>
    [...form.querySelectorAll(`[data-grid="${name}"] tbody tr`)]
      .filter((row) => !row.closest("[hidden]"))
      .map((row) => [...row.querySelectorAll("input")]);

  const placeOf = (input) => {
    const grid = input.closest("[data-grid]");
    if (!grid) return null;
    const rows = rowsOf(grid.dataset.grid);
    const row = rows.findIndex((cells) => cells.includes(input));
    return row < 0 ? null : { grid, rows, row, column: rows[row].indexOf(input) };
  };

  const go = (cell) => {
    if (!cell) return false;
    cell.focus();
    cell.select();
    return true;
  };

  // Left and right leave a cell only at its edges, so that a number can be corrected in place.
  const leaves = (input, key) => {
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    if (key === "ArrowLeft") return all || input.selectionEnd === 0;
    return all || input.selectionStart === input.value.length;
  };

  form.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const place = event.target.matches("input") && placeOf(event.target);
    if (!place) return;
    if (step[1] && !leaves(event.target, event.key)) return;
    const moved = go(place.rows[place.row + step[0]]?.[place.column + step[1]]);
    if (moved || event.key === "Enter") event.preventDefault();
  });

  const blockOf = (text) =>
    text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));

  form.addEventListener("paste", (event) => {
    const place = event.target.matches?.("input") && placeOf(event.target);
    if (!place) return;
    const block = blockOf(event.clipboardData.getData("text/plain"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    let outside = 0;
    block.forEach((line, down) => {
      line.forEach((text, across) => {
        const cell = place.rows[place.row + down]?.[place.column + across];
        if (cell) cell.value = text.trim();
        else if (text.trim()) outside += 1;
      });
    });
    tellOutside(place.grid, outside);
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  const tellOutside = (grid, outside) => {
    const frame = grid.closest(".table-scroll");
    const notice = frame.parentElement.querySelector(":scope > .grid-notice") || document.createElement("p");
    notice.className = "grid-notice";
    notice.setAttribute("role", "status");
    notice.textContent = outside ? form.dataset.outside.replace("{n}", outside) : "";
    frame.after(notice);
  };

  // Totals while typing; the server reads the same text again and decides (workspace/numbers.py).
  const SCALES = { "": 0, rb: 3, ribu: 3, jt: 6, juta: 6, m: 9, miliar: 9, milyar: 9, t: 12, triliun: 12, trilyun: 12 };

  // Sen as BigInt, 0n for an empty cell, null for what cannot be read: money is never a float.
  const read = (text) => {
    const bare = text.replace(/[\s\u00a0]/g, "").toLowerCase();
    if (["", "-", "–", "—", "n/a", "na", "#n/a"].includes(bare)) return 0n;
    const match = /^(?:rp\.?)?\+?([\d.,]+)([a-z]*)\.?$/.exec(bare);
    if (!match || !(match[2] in SCALES)) return null;
    let digits = match[1];
    if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(digits)) digits = digits.replaceAll(".", "").replace(",", ".");
    else if (/^\d{1,3}(,\d{3}){2,}(\.\d+)?$/.test(digits)) digits = digits.replaceAll(",", "");
    else if (/^\d+(,\d+)?$/.test(digits)) digits = digits.replace(",", ".");
    else if (!/^\d+\.\d+$/.test(digits)) return null;
    const [whole, part = ""] = digits.split(".");
    const places = SCALES[match[2]] + 2;
    if (part.replace(/0+$/, "").length > places) return null;
    return BigInt(whole + part.slice(0, places).padEnd(places, "0"));
  };

  const spell = (sen) => {
    if (!sen) return "";
    const rupiah = (sen / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".");
    return sen % 100n ? `${rupiah},${(sen % 100n).toString().padStart(2, "0")}` : rupiah;
  };

  const total = (cells) => cells.reduce((sum, cell) => sum + (read(cell.value) ?? 0n), 0n);

  const showTotals = (grid) => {
    const rows = [...grid.querySelectorAll("tbody tr")];
    const cells = rows.map((row) => [...row.querySelectorAll("input")]);
    rows.forEach((row, place) => { row.querySelector("[data-row-total]").textContent = spell(total(cells[place])); });
    grid.querySelectorAll("[data-column-total]").forEach((cell, place) => {
      cell.textContent = spell(total(cells.map((row) => row[place])));
    });
    grid.querySelector("[data-grand-total]").textContent = spell(total(cells.flat()));
  };

  const budgets = [...form.querySelectorAll('[data-grid="budget"]')];
  const showAll = () => budgets.forEach(showTotals);
  form.addEventListener("input", (event) => { if (event.target.closest('[data-grid="budget"]')) showAll(); });
  form.addEventListener("editor:restored", showAll);
  form.addEventListener("editor:saved", (event) => {
    for (const [name, text] of Object.entries(event.detail.spellings)) {
      const cell = form.elements[name];
      if (cell && cell !== document.activeElement && !event.detail.stale) cell.value = text;
    }
    for (const reading of form.querySelectorAll("[data-reading]")) {
      reading.textContent = event.detail.readings[reading.dataset.reading] || "";
    }
  });
})();
