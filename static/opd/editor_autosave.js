// Saving while typing: after a pause and when a field is left. One request at a time; a request
// whose answer got lost is sent again as it was, so that nothing is stored twice.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const status = form.querySelector("[data-save-status]");
  const signIn = form.querySelector("[data-sign-in]");
  const PAUSE = 1500, LONGEST_PAUSE = 10_000, PATIENCE = 20_000, RETRIES = [2000, 4000, 8000, 16_000, 30_000];
  let typed = 0, stored = 0, refused = 0; // counts of changes: typed, stored, and last refused
  let sending = null; // { body, typed }: sent and not answered
  let timer = 0, firstChange = 0, failures = 0, halted = false, leaveTo = "";

  const say = (state, text = "") => {
    status.dataset.state = state;
    const words = { "signed-out": "signedOut", conflict: "conflicted" }[state] || state;
    status.textContent = [status.dataset[words], text].filter(Boolean).join(" ");
    signIn.hidden = state !== "signed-out";
  };
  const mark = () => {
    if (typed > stored) form.dataset.unsaved = "1";
    else delete form.dataset.unsaved;
  };
  const cookie = (name) =>
    document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  const schedule = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay); };

  const compose = () => {
    const body = new FormData(form);
    body.delete("csrfmiddlewaretoken");
    return { body, typed };
  };

  const send = async () => {
    clearTimeout(timer);
    if (sending?.busy || (!sending && typed === stored)) return;
    sending ||= compose();
    sending.busy = true;
    say("saving");
    try {
      const response = await fetch(form.action, {
        method: "POST", body: sending.body, redirect: "manual", credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
        // After a new sign-in in another tab the page's own token is void; the cookie's is not.
        headers: { "X-Autosave": "1", "X-CSRFToken": cookie("csrftoken") || form.elements.csrfmiddlewaretoken.value },
      });
      await answered(response);
    } catch {
      retry("offline");
    }
  };

  const retry = (state) => {
    if (sending) sending.busy = false;
    say(state);
    schedule(RETRIES[Math.min(failures++, RETRIES.length - 1)]);
  };

  const answered = async (response) => {
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    if (response.status >= 500) return retry("trouble");
    const sent = sending;
    const answer = isJson ? await response.json() : {};
    sending = null;
    failures = 0;
    if (response.ok && answer.saved) return succeed(sent, answer);
    leaveTo = "";
    if (response.type === "opaqueredirect" || (response.status === 403 && !isJson)) return waitForSignIn();
    if (response.status === 422) return refuse(sent, answer);
    if (response.status === 409) return conflict(answer);
    halted = true;
    return say("gone", answer.message);
  };

  const succeed = (sent, answer) => {
    stored = sent.typed;
    form.elements.base.value = answer.base;
    const detail = { ...answer, stale: typed > stored };
    form.dispatchEvent(new CustomEvent("editor:saved", { detail }));
    form.dispatchEvent(new CustomEvent("editor:errors", { detail: [] }));
    document.querySelector("[data-conflict]").hidden = true;
    mark();
    if (detail.stale) return schedule(PAUSE);
    say("saved", answer.at);
    if (leaveTo) location.assign(leaveTo);
    return null;
  };

  const refuse = (sent, answer) => {
    say("invalid");
    refused = sent.typed;
    if (typed > refused) schedule(PAUSE); // mended while the request was on its way
    form.dispatchEvent(new CustomEvent("editor:errors", { detail: answer.errors }));
  };

  const conflict = (answer) => {
    halted = true;
    say("conflict");
    const box = document.querySelector("[data-conflict]");
    box.querySelector("[data-conflict-message]").textContent = answer.message;
    const button = box.querySelector("[data-overwrite]");
    button.hidden = !answer.overwrite;
    button.value = answer.overwrite;
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
  };

  const waitForSignIn = () => {
    say("signed-out");
    failures = 0;
  };

  document.querySelector("[data-overwrite]").addEventListener("click", (event) => {
    halted = false;
    typed += 1;
    sending = compose();
    sending.body.set("overwrite", event.currentTarget.value);
    send();
  });

  form.addEventListener("input", () => {
    typed += 1;
    mark();
    if (halted) return;
    if (!sending && status.dataset.state !== "invalid") say("waiting");
    firstChange = firstChange && typed - stored > 1 ? firstChange : Date.now();
    // A request that waits to be tried again keeps its own time.
    if (!sending) schedule(Math.max(0, Math.min(PAUSE, firstChange + LONGEST_PAUSE - Date.now())));
  });
  form.addEventListener("focusout", (event) => {
    const grid = event.target.closest("[data-grid]");
    const staysInGrid = grid && event.relatedTarget?.closest?.("[data-grid]");
    if (!halted && !sending && typed > Math.max(stored, refused) && !staysInGrid) schedule(150);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "add") return;
    if (event.submitter?.name === "overwrite") { stored = typed; return; }
    event.preventDefault();
    leaveTo = event.submitter?.name === "next" ? form.dataset.next : "";
    if (leaveTo && typed === stored && !sending) return location.assign(leaveTo);
    if (typed === stored && !sending) typed += 1; // pressed without a change: say that it is stored
    halted = false;
    send();
  });
  addEventListener("online", () => { if (typed > stored || sending) send(); });
  document.addEventListener("visibilitychange", () => {
    const back = document.visibilityState === "visible" && status.dataset.state === "signed-out";
    if (!halted && typed > stored && (document.hidden || back)) send();
  });
  addEventListener("beforeunload", (event) => { if (typed > stored) event.preventDefault(); });
  say("ready");
  // A page that came back refused holds text that nobody has stored.
  if (document.querySelector("[data-summary]")) { typed += 1; mark(); say("waiting"); }
})();
