"use strict";
// Hover or focus on a highlight, a fact, a paragraph or a block lights the others it belongs with.
(() => {
  const status = document.getElementById("status");
  const idle = status.textContent;
  const each = (selector) => [...document.querySelectorAll(selector)];
  const find = (id) => document.getElementById(id);
  const pieces = each("mark[data-facts]");
  const stops = pieces.filter((piece) => piece.id);
  const facts = each(".fact");
  const factsOf = (mark) => mark.dataset.facts.split(" ");
  const piecesOf = new Map();
  for (const piece of pieces) {
    for (const fact of factsOf(piece)) {
      if (!piecesOf.has(fact)) piecesOf.set(fact, []);
      piecesOf.get(fact).push(piece);
    }
  }
  const factItem = new Map(facts.map((item) => [item.dataset.fact, item]));
  const subjects = "mark[data-facts], .fact, .block[data-paragraph], .paragraph[data-block]";
  let lit = [];
  let focused = null;

  function reveal(element, from) {
    const pane = element.closest(".pane");
    if (!pane || pane.contains(from) || getComputedStyle(pane).overflowY !== "auto") return;
    const inner = element.getBoundingClientRect();
    const outer = pane.getBoundingClientRect();
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      pane.scrollTop += inner.top - outer.top - pane.clientHeight / 3;
    }
  }

  function related(subject) {
    if (subject.matches(".block")) return [find(`paragraph-${subject.dataset.paragraph}`)];
    if (subject.matches(".paragraph")) return [find(`block-${subject.dataset.block}`)];
    const ids = subject.matches("mark") ? factsOf(subject) : [subject.dataset.fact];
    const words = ids.flatMap((id) => piecesOf.get(id) ?? []);
    const origins = (subject.matches("mark") ? [subject] : words)
      .map((piece) => piece.closest(".paragraph").dataset.block)
      .map((block) => block && find(`block-${block}`));
    return [...new Set([...ids.map((id) => factItem.get(id)), ...words, ...origins])];
  }

  function enclosing(mark) {
    const ids = [];
    for (let at = mark; at; at = at.parentElement.closest("mark")) ids.push(...factsOf(at));
    return [...new Set(ids)];
  }

  function told(subject) {
    const say = (id) => factItem.get(id).dataset.told;
    const from = (block) => (block ? ` Origin: block ${block.id.slice(6)}, ${block.dataset.place}.` : "");
    if (subject.matches(".block")) return `Paragraph ${subject.dataset.paragraph}.${from(subject)}`;
    if (subject.matches(".paragraph")) {
      return `Paragraph ${subject.id.slice(10)}.${from(find(`block-${subject.dataset.block}`))}`;
    }
    if (subject.matches(".fact")) {
      const words = piecesOf.get(subject.dataset.fact) ?? [];
      const block = words.length ? words[0].closest(".paragraph").dataset.block : null;
      return say(subject.dataset.fact) + (block ? `.${from(find(`block-${block}`))}` : "");
    }
    const block = subject.closest(".paragraph").dataset.block;
    const stated = enclosing(subject).map(say).join("  |  ");
    return `${stated}.${block ? from(find(`block-${block}`)) : ""}`;
  }

  function show(subject) {
    for (const element of lit) element.classList.remove("lit", "focal");
    lit = subject ? related(subject).filter(Boolean) : [];
    for (const element of lit) element.classList.add("lit");
    if (subject?.matches("mark")) subject.classList.add("focal");
    const panes = new Set();
    for (const element of lit) {
      const pane = element.closest(".pane");
      if (!panes.has(pane)) reveal(element, subject);
      panes.add(pane);
    }
    if (subject) lit.push(subject);
    status.textContent = subject ? told(subject) : idle;
  }

  const subjectOf = (node) => (node instanceof Element ? node.closest(subjects) : null);
  document.addEventListener("pointerover", (event) => show(subjectOf(event.target) ?? focused));
  document.documentElement.addEventListener("pointerleave", () => show(focused));
  document.addEventListener("focusin", (event) => {
    focused = subjectOf(event.target);
    show(focused);
  });
  document.addEventListener("focusout", () => {
    focused = null;
    show(null);
  });

  // The article is one stop of the Tab key; arrow keys move inside it.
  if (stops.length) stops[0].tabIndex = 0;
  let cameFrom = null;
  function moveTo(stop) {
    for (const other of stops) other.tabIndex = -1;
    stop.tabIndex = 0;
    stop.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stop = stops.indexOf(event.target);
    if (stop >= 0 && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const next = stops[stop + (event.key === "ArrowRight" ? 1 : -1)];
      if (next) moveTo(next);
    } else if (stop >= 0 && event.key === "Enter") {
      cameFrom = event.target;
      find(factsOf(cameFrom)[0]).focus();
    } else if (event.key === "Escape" && cameFrom) {
      moveTo(cameFrom);
      cameFrom = null;
    } else {
      return;
    }
    event.preventDefault();
  });
})();
