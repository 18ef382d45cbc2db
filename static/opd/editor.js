// The editor page: sentences beside their fields, findings kept current, lists that can be searched.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;

  // The way from a sentence in a summary or a finding to the field that mends it.
  const follow = (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea")
      ? target
      : target.querySelector("input:not([type=hidden]), select, textarea") || target;
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  };
  document.querySelector(".editor").addEventListener("click", follow);
  document.querySelector("[data-summary]")?.focus();
  document.querySelector(".editor-sections [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  const clearErrors = () => {
    for (const mark of form.querySelectorAll("[data-error], .invalid-feedback, .cell-error, .row-error")) mark.remove();
    for (const field of form.querySelectorAll(".is-invalid")) {
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
      const rest = (field.getAttribute("aria-describedby") || "").replace(/\S+_error\b/g, "").trim();
      if (rest) field.setAttribute("aria-describedby", rest);
      else field.removeAttribute("aria-describedby");
    }
  };

  const markField = (field, message) => {
    const sentence = document.createElement("span");
    sentence.className = field.classList.contains("cell") ? "cell-error" : "invalid-feedback";
    sentence.id = `${field.id}_error`;
    sentence.dataset.error = "";
    sentence.textContent = message;
    if (field.matches("input, select, textarea")) {
      field.classList.add("is-invalid");
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${sentence.id}`.trim());
      field.after(sentence);
    } else {
      field.prepend(sentence);
    }
  };

  const labelOf = (field) =>
    field.getAttribute("aria-label") || field.labels?.[0]?.textContent.replace("*", "").trim() || "";

  form.addEventListener("editor:errors", (event) => {
    clearErrors();
    document.querySelector("[data-summary]")?.remove();
    const box = document.querySelector("[data-problems]");
    const list = box.querySelector("[data-problem-list]");
    list.replaceChildren();
    for (const { place, message } of event.detail) {
      const field = place && document.getElementById(place);
      const entry = document.createElement("li");
      if (field) {
        markField(field, message);
        const link = document.createElement("a");
        link.href = `#${place}`;
        link.textContent = labelOf(field) || form.querySelector("h2").textContent;
        entry.append(link, ": ");
      }
      entry.append(message);
      list.append(entry);
    }
    box.hidden = !event.detail.length;
  });

  form.addEventListener("editor:saved", (event) => {
    document.querySelector("[data-sections]").innerHTML = event.detail.sections_html;
    const findings = document.querySelector("[data-findings]");
    const wasOpen = findings.querySelector("[data-panel]").open;
    findings.innerHTML = event.detail.findings_html;
    findings.querySelector("[data-panel]").open = wasOpen;
  });

  // Panels stand open beside the form by style alone; older browsers cannot do that.
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 75rem)").matches) {
    for (const panel of document.querySelectorAll("[data-panel]")) panel.open = true;
  }

  // A long list of boxes gets a search field.
  for (const boxes of document.querySelectorAll("[data-boxes]")) {
    const options = [...boxes.querySelectorAll(".form-check")];
    if (options.length < 8) continue;
    const search = document.createElement("input");
    search.type = "search";
    search.className = "form-control form-control-sm";
    search.placeholder = boxes.dataset.filterLabel;
    search.setAttribute("aria-label", boxes.dataset.filterLabel);
    search.addEventListener("input", (event) => {
      event.stopPropagation(); // nothing to save
      const wanted = search.value.trim().toLowerCase();
      for (const option of options) {
        option.hidden = !option.textContent.toLowerCase().includes(wanted) && !option.querySelector("input").checked;
      }
    });
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    const line = document.createElement("div");
    line.className = "boxes-filter";
    line.append(search);
    boxes.querySelector("fieldset > div").before(line);
  }
})();
