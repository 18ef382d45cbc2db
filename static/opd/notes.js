// Notes in place: refused notes come back as a form with the sentence, and a form can be put away.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel-note]");
  const slot = cancel && cancel.closest(".new-note");
  if (slot && !slot.closest(".page-narrow")) {
    event.preventDefault();
    slot.replaceChildren();
  }
});
