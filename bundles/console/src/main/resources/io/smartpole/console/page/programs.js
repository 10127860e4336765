// Reads and saves the control programs and their calendar, as a form or as text.

import { at, element, put, putChildren } from "./dom.js";
import { text } from "./format.js";
import { drawForm, filledIn } from "./programform.js";

function say(said, problems = []) {
  at("programs-answer").classList.toggle("problem", said.startsWith("✕"));
  put("programs-answer", said);
  putChildren(at("programs-problems"), problems.map((problem) => element("li", "", problem)));
}

async function load() {
  try {
    const response = await fetch("api/v1/light/programs");
    const answer = await response.json();
    if (!response.ok) {
      say(`✕ ${answer.error}. ${answer.whatToDo}`);
      return;
    }
    at("programs-text").value = answer.text;
    at("programs-form").hidden = !answer.document;
    put("programs-unfit", answer.document ? "" : text("programs.unfit", answer.problem));
    drawForm(answer.document ?? {});
  } catch {
    say(`✕ ${text("ask.lost")}`);
  }
}

async function save(body) {
  try {
    const response = await fetch("api/v1/light/programs", {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) {
      await load();
      say(`✓ ${text(answer.changed ? "programs.saved" : "programs.same")}`);
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
