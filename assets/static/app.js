// Makes pages quicker; every page works without it.
"use strict";

const typing = () => /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");

// "/" goes to the search box; a link with data-key is opened by its letter; Ctrl+Enter sends the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) {
    const form = document.activeElement?.closest("form");
    const button = form?.querySelector("[data-submit]");
    if (button) { event.preventDefault(); form.requestSubmit(button); }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || typing()) return;
  if (event.key === "/") {
    const box = document.getElementById("q") ?? document.getElementById("tim");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
    return;
  }
  const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  if (link) { event.preventDefault(); link.click(); }
});

// A filter chosen with the mouse takes effect at once; with the keyboard one walks through the choices first.
for (const select of document.querySelectorAll(".filters select")) {
  let byPointer = false;
  select.addEventListener("pointerdown", () => { byPointer = true; });
  select.addEventListener("keydown", () => { byPointer = false; });
  select.addEventListener("change", () => { if (byPointer) select.form.requestSubmit(); });
}

// What was typed is not left behind by accident; a form that is being sent is not sent twice.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    changed = false;
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Parts of a form that belong to one choice are shown with that choice only.
for (const part of document.querySelectorAll("[data-when]")) {
  const field = part.closest("form").elements[part.dataset.when];
  const values = part.dataset.value.split(" ");
  const show = () => { part.hidden = !values.includes(field.value); part.disabled = part.hidden; };
  field.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

// One tick chooses all of a page; the button says how many it touches.
for (const all of document.querySelectorAll("[data-all]")) {
  const name = all.dataset.all;
  const boxes = [...document.querySelectorAll(`input[name="${CSS.escape(name)}"]`)];
  const count = document.querySelector(`[data-count="${CSS.escape(name)}"]`);
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = chosen > 0 ? `(${chosen})` : "";
  };
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; tell(); });
  for (const box of boxes) box.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
}

// Search as one types: the results of the latest text win, and the address follows.
for (const form of document.querySelectorAll("form[data-live]")) {
  const box = form.elements.q;
  const target = document.getElementById("ket-qua");
  let timer = 0;
  let asked = "";
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const query = new URLSearchParams(new FormData(form)).toString();
      if (query === asked) return;
      asked = query;
      try {
        const answer = await fetch(`${form.dataset.live}?${query}`, { headers: { Accept: "text/html" } });
        if (answer.redirected) { location.reload(); return; }
        const html = await answer.text();
        if (asked === query && answer.ok && !target.contains(document.activeElement)) {
          target.innerHTML = html;
          history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
        }
      } catch { /* the network failed: Enter still sends the form */ }
    }, 120);
  });
}

// On paper every due date explains itself.
window.addEventListener("beforeprint", () => {
  for (const why of document.querySelectorAll(".clocks details")) why.open = true;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
