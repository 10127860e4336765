// Reads and saves the control programs and their calendar, as a form or as text.

import { at, element, put, putChildren } from "./dom.js";
import { text } from "./format.js";
import { drawForm, filledIn } from "./programform.js";

function say(said, problems = []) {
  at("programs-answer").classList.toggle("problem", said.startsWith("✕"));
  put("programs-answer", said);
  putChildren(at("programs-problems"), problems.map((problem) => element("li", "", problem)));
}

/** What the gateway answered and the forms show; null while they show nothing that could be saved. */
let loaded = null;

async function load() {
  loaded = null;
  try {
    const response = await fetch("api/v1/light/programs");
    const answer = await response.json();
    if (!response.ok) {
      say(`✕ ${answer.error}. ${answer.whatToDo}`);
      return;
    }
    at("programs-text").value = answer.text;
    put("programs-unfit", answer.document ? "" : text("programs.unfit", answer.problem));
    drawForm(answer.document ?? {});
    loaded = answer;
  } catch {
    say(`✕ ${text("ask.lost")}`);
  } finally {
    at("programs-form").hidden = !loaded?.document;
    at("programs-raw").hidden = !loaded;
  }
}

async function save(body) {
  say("");
  try {
    const response = await fetch("api/v1/light/programs", {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ was: loaded?.text, ...body }),
    });
    const answer = await response.json();
    if (response.ok) {
      say(`✓ ${text(answer.changed ? "programs.saved" : "programs.same")}`);
      await load();
    } else if (response.status === 409) {
      say(`✕ ${text("programs.differs")}`);
    } else if (response.status === 422 && window.confirm(text("programs.clear"))) {
      await save({ ...body, clear: true });
    } else {
      say(`✕ ${answer.error}. ${answer.whatToDo}`, answer.problems);
    }
  } catch {
    say(`✕ ${text("ask.lost")}`);
  }
}

export function listenToPrograms() {
  at("programs-details").addEventListener("toggle", () => {
    if (at("programs-details").open) {
      say("");
      load();
    }
  });
  at("programs-form").addEventListener("submit", (event) => {
    event.preventDefault();
    save({ document: filledIn() });
  });
  at("programs-raw").addEventListener("submit", (event) => {
    event.preventDefault();
    save({ programs: at("programs-text").value });
  });
  at("programs-reload").addEventListener("click", () => {
    say("");
    load();
  });
}
