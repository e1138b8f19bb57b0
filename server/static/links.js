// Answers questions and takes decisions back: each is sent with the token, which stays in this tab.
"use strict";

(() => {
  const form = document.getElementById("who");
  const said = document.getElementById("said");
  const [by, token, note] = ["by", "token", "note"].map((name) => document.getElementById(name));
  const DONE = {
    accept: "Accepted: they are one",
    reject: "Rejected: they are two",
    undo: "Taken back",
  };

  for (const field of [by, token]) {
    field.value = sessionStorage.getItem(`reelgraph-${field.id}`) || "";
    field.addEventListener("input", () => sessionStorage.setItem(`reelgraph-${field.id}`, field.value));
  }
  form.hidden = false;
  for (const answer of document.querySelectorAll(".answer")) answer.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());

  const say = (text, wrong = false) => {
    said.textContent = text;
    said.classList.toggle("wrong", wrong);
  };

  const button = (label, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "second";
    made.dataset.action = action;
    made.textContent = label;
    return made;
  };

  const show = (answer, action, taken) => {
    const text = document.createElement("span");
    text.textContent = `${DONE[action]} (decision ${taken.decision}, version ${taken.version}).`;
    answer.replaceChildren(text);
    const next = action === "undo" ? button("Show the list as it is now", "again") : button("Take back", "undo");
    if (action !== "undo") answer.dataset.decision = taken.decision;
    answer.append(" ", next);
    next.focus();
    say(`${text.textContent} Other questions may have changed with it.`);
  };

  const send = async (pressed) => {
    const answer = pressed.closest(".answer");
    const action = pressed.dataset.action;
    const missing = [by, token].find((field) => !field.value.trim());
    if (missing) {
      say(missing === by ? "Give your name first: a decision is kept with it." : "Give the token first.", true);
      missing.focus();
      return;
    }
    const body = { action, by: by.value, note: note.value };
    if (action === "undo") body.decision = answer.dataset.decision;
    else body.question = answer.dataset.question;
    for (const each of answer.querySelectorAll("button")) each.disabled = true;
    say("Deciding…");
    try {
      const response = await fetch(form.dataset.address, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json, application/problem+json",
          // A header holds bytes: the token goes as UTF-8, each byte as one character.
          Authorization: `Bearer ${String.fromCharCode(...new TextEncoder().encode(token.value.trim()))}`,
        },
        body: JSON.stringify(body),
      });
      const answered = await response.json();
      if (response.ok) {
        show(answer, action, answered);
        note.value = "";
        return;
      }
      say(answered.detail || `The server answered ${response.status}.`, true);
    } catch (error) {
      say("The server could not be reached.", true);
    }
    for (const each of answer.querySelectorAll("button")) each.disabled = false;
    pressed.focus();
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-action]");
    if (!pressed) return;
    if (pressed.dataset.action === "again") location.reload();
    else send(pressed);
  });
})();
