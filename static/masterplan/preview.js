// The part as the document will print it. A page whose form saves itself (data-editor) is followed
// save by save; a form whose text is not stored yet (data-preview-typed) is sent as it is typed.
// One request at a time, and an answer that is older than the last change is not shown.
(() => {
  const box = document.querySelector("[data-preview]");
  if (!box) return;
  const place = box.querySelector("[data-preview-pages]");
  const status = box.querySelector("[data-preview-status]");
  const typed = document.querySelector("form[data-preview-typed]");
  const editor = document.querySelector("form[data-editor]");
  const PAUSE = 600, PATIENCE = 30_000, RETRIES = [2000, 4000, 8000, 16_000, 30_000];
  let wanted = 1, shown = 0; // counts of changes: asked for, and on the page
  let asking = false, timer = 0, failures = 0, lost = 0;

  const say = (state) => { box.dataset.state = state; status.textContent = status.dataset[state] || ""; };
  const askSoon = (delay) => { clearTimeout(timer); timer = setTimeout(ask, delay); };

  const request = () => {
    const options = { redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) };
    return fetch(box.dataset.preview, typed ? { ...options, method: "POST", body: new FormData(typed) } : options);
  };

  const ask = async () => {
    clearTimeout(timer);
    if (asking || !box.open || shown === wanted) return;
    asking = true;
    const asked = wanted;
    say("working");
    try {
      await answered(await request(), asked);
    } catch {
      retry();
    }
    asking = false;
    if (wanted !== asked) askSoon(typed ? PAUSE : 0);
  };

  const retry = () => {
    say("trouble");
    askSoon(RETRIES[Math.min(failures++, RETRIES.length - 1)]);
  };

  const answered = async (response, asked) => {
    if (response.status >= 500) return retry();
    if (!response.ok && response.status !== 422) return say("gone");
    const pages = document.createElement("template");
    pages.innerHTML = await response.text();
    const fresh = document.importNode(pages.content, true);
    const key = (root) => root.querySelector("[data-preview-key]")?.dataset.previewKey;
    if (!key(fresh) || key(fresh) !== key(place)) {
      // The old pages stay until the first new ones can be seen: no flash of white.
      const images = [...fresh.querySelectorAll("img")];
      await Promise.all(images.slice(0, 2).map((image) => image.decode()));
      for (const image of images.slice(2)) image.loading = "lazy";
      if (asked !== wanted) return null;
      place.replaceChildren(fresh);
    }
    failures = 0;
    shown = asked;
    return say(response.ok ? "current" : "");
  };

  editor?.addEventListener("input", () => say("waiting"));
  editor?.addEventListener("editor:saved", (event) => {
    if (event.detail.stale) return;
    wanted += 1;
    ask();
  });
  typed?.addEventListener("input", () => {
    wanted += 1;
    say("typing");
    askSoon(PAUSE);
  });
  // A page further down that the server has forgotten in the meantime: all are asked for anew.
  place.addEventListener("error", () => {
    if (lost++ > 2) return;
    place.querySelector("[data-preview-key]")?.removeAttribute("data-preview-key");
    shown = 0;
    retry();
  }, true);
  box.addEventListener("toggle", ask);
  if (matchMedia("(min-width: 62rem)").matches) box.open = true;
  ask();
})();
