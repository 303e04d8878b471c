"use strict";
// A guess before the answer, and dials over answers that were computed beforehand. Nothing is computed here.
(function () {
  const root = document.documentElement, by = (id) => document.getElementById(id);
  root.classList.add("js");

  const waiting = Array.from(document.querySelectorAll(".waits"));
  function open(said) {
    for (const part of waiting) part.classList.remove("waits");
    by("guessed").textContent = said;
    by("answer").focus();
  }
  for (const button of document.querySelectorAll("[data-guess]"))
    button.addEventListener("click", function () {
      for (const other of document.querySelectorAll("[data-guess]"))
        other.setAttribute("aria-pressed", String(other === button));
      const right = button.dataset.guess === by("guess").dataset.right;
      open(right ? "So the computation says, too." : "The computation says otherwise.");
    });
  by("skip").addEventListener("click", function () { open(""); });

  const data = by("data");
  if (!data) return;
  const board = JSON.parse(data.textContent), live = by("live"), says = by("says");
  const at = {}, parts = Array.from(live.querySelectorAll("[data-set]"));
  for (const dial of board.dials) at[dial.id] = dial.start;

  function show() {
    let place = 0;
    for (const dial of board.dials) place = place * dial.words.length + at[dial.id];
    const [state, sentence, row] = board.cells[place], numbers = board.rows[row];
    live.dataset.state = state;
    if (says.textContent !== board.says[sentence]) says.textContent = board.says[sentence];
    live.querySelector("svg").setAttribute("aria-label", board.says[sentence]);
    for (const part of parts)
      for (const pair of part.dataset.set.split(";")) {
        const [name, k] = pair.split(":");
        if (name === "text") part.textContent = numbers[k]; else part.setAttribute(name, numbers[k]);
      }
    for (const dial of board.dials) {
      const input = by("dial-" + dial.id);
      if (!input) continue;
      input.value = at[dial.id];
      if (input.type === "range") {
        input.setAttribute("aria-valuetext", dial.words[at[dial.id]]);
        by("out-" + dial.id).textContent = dial.words[at[dial.id]];
      }
    }
    board.buttons.forEach(function (sets, k) {
      by("button-" + k).setAttribute("aria-pressed", String(Object.keys(sets).every((id) => at[id] === sets[id])));
    });
  }

  for (const dial of board.dials) {
    const input = by("dial-" + dial.id);
    if (input) input.addEventListener("input", function () { at[dial.id] = Number(input.value); show(); });
  }
  board.buttons.forEach(function (sets, k) {
    by("button-" + k).addEventListener("click", function (event) {
      const pressed = event.currentTarget.getAttribute("aria-pressed") === "true";
      for (const dial of board.dials) if (dial.id in sets) at[dial.id] = pressed ? dial.start : sets[dial.id];
      show();
    });
  });
  show();
})();
