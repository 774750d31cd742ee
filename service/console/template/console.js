"use strict";
// Brings the page up to date in place: only what differs is touched, so focus, selection and a screen
// reader's place stay where they are. What is said aloud is a change of state, never a figure.
(() => {
  const EVERY_MS = 5000;
  const PATIENCE_MS = 4000;
  const main = document.getElementById("main");
  const notice = document.getElementById("notice");
  const announcement = document.getElementById("announcement");
  const button = document.getElementById("pause");
  let clock = main.querySelector(".origin time").textContent;
  let state = main.querySelector("h1").textContent;
  let paused = false;
  let timer = 0;
  let turn = 0;

  function patch(old, fresh) {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
      old.replaceWith(fresh);
    } else if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
    } else {
      for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
      for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
      patchChildren(old, fresh);
    }
  }

  function patchChildren(old, fresh) {
    const wanted = [...fresh.childNodes];
    const present = [...old.childNodes];
    wanted.forEach((child, place) => (place < present.length ? patch(present[place], child) : old.append(child)));
    present.slice(wanted.length).forEach((child) => child.remove());
  }

  function tell(text) {
    if (announcement.textContent !== text) announcement.textContent = text;
  }

  function show(text) {
    notice.hidden = !text;
    document.body.classList.toggle("stale", Boolean(text)); // what is shown is of an earlier time
    if (notice.textContent !== text) notice.textContent = text;
  }

  async function refresh() {
    clearTimeout(timer);
    const mine = ++turn; // an answer that comes after a later question is passed over
    if (paused || document.hidden) return;
    try {
      const answer = await fetch("console.json", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const moving = await answer.json();
      if (mine !== turn) return;
      const fresh = document.createElement("template");
      fresh.innerHTML = moving.main;
      patchChildren(main, fresh.content);
      document.title = `${moving.title} · Dateline`;
      clock = `${moving.clock} UTC`;
      show("");
      const next = main.querySelector("h1").textContent;
      if (next !== state || announcement.textContent.startsWith("No answer")) tell(next);
      state = next;
    } catch {
      if (mine !== turn) return;
      document.title = "No answer · Dateline";
      main.querySelector("h1").textContent = state.replace(" is ", " was ");
      show(`No answer from this replica: what follows is from ${clock}. Trying again every ${EVERY_MS / 1000} s.`);
      tell(`No answer from this replica since ${clock}`);
    }
    timer = setTimeout(refresh, EVERY_MS);
  }

  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Resume updates" : "Pause updates";
    if (paused) show(`Updates are paused: what follows is from ${clock}.`);
    refresh();
  });
  document.addEventListener("visibilitychange", refresh);
  button.hidden = false;
  timer = setTimeout(refresh, EVERY_MS);
})();
