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
// The keyboard follows what has just come: into a form, or onto the note that was written.
document.addEventListener("htmx:load", (event) => {
  const arrived = event.detail.elt;
  if (!arrived.matches(".new-note, .thread")) return;
  const field = arrived.querySelector(".note-form textarea");
  if (!field) arrived.tabIndex = -1;
  if (field || arrived.matches(".thread")) (field || arrived).focus();
});
