// Inputs that write into a plain object, and lists of them. An input has an id made of its place in the document, so that
// the focus can be put back after a list was drawn anew.

import { element } from "./dom.js";
import { text } from "./format.js";

function idOf(path) {
  return `in-${path.join("-")}`;
}

/**
 * @param object where the value lies, under field.key; an empty input removes it
 * @param path names the place of the object in the document
 * @param field { key, label, kind: "number" | "time" | "date" | "name" | options, ... attributes of the input };
 *   options are [value, words] pairs
 */
export function input(object, path, { key, label, kind, ...attributes }, changed = () => {}) {
  const made = Array.isArray(kind) ? choice(kind, object[key]) : typed(kind);
  made.id = idOf([...path, key]);
  made.value = object[key] ?? "";
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.addEventListener("change", () => {
    if (made.value === "") {
      delete object[key];
    } else {
      const number = kind === "number" || (Array.isArray(kind) && typeof kind.at(-1)[0] === "number");
      object[key] = number ? Number(made.value) : made.value;
    }
    changed(made.id);
  });
  const wrapped = element("label", "", "");
  wrapped.append(element("span", "", label), made);
  return wrapped;
}

function typed(kind) {
  const made = document.createElement("input");
  if (kind === "number") {
    made.type = "number";
    made.step = "any";
  } else if (kind === "time") {
    made.pattern = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?";
    made.placeholder = "22:00";
    made.size = 8;
  } else if (kind === "date") {
    made.pattern = "([0-9]{4}|-)-[0-9]{2}-[0-9]{2}";
    made.placeholder = "2026-12-24, --12-24";
    made.size = 12;
  }
  return made;
}

/** A value that is none of the options is kept as one. */
function choice(options, value) {
  const made = document.createElement("select");
  const known = options.some(([each]) => each === (value ?? ""));
  for (const [each, words] of known ? options : [...options, [value ?? "", value ?? "–"]]) {
    const option = element("option", "", words);
    option.value = each;
    made.append(option);
  }
  return made;
}

export function button(content, path, clicked) {
  const made = element("button", "small", content);
  made.type = "button";
  made.id = idOf(path);
  made.addEventListener("click", clicked);
  return made;
}

/**
 * A list of rows that can be added and removed, and moved where their order matters.
 *
 * @param options { title, path, ordered, long: rows have lists of their own, make: () => a new item,
 *   row: (item, path) => its elements, draw: (id to focus) }
 */
export function rows(list, { title, path, ordered, long, make, row, draw }) {
  const group = element("fieldset", "", "");
  group.append(element("legend", "", title));
  const items = element("ol", "rows plain", "");
  list.forEach((item, i) => {
    const place = [...path, i];
    const shown = element("li", "inputs", "");
    shown.append(...row(item, place));
    const move = (to) => {
      list.splice(to, 0, ...list.splice(i, 1));
      const up = to > 0 && (to < i || to + 1 === list.length);
      draw(idOf([...path, to, up ? "up" : "down"]));
    };
    const act = (key, name, clicked) => {
      const which = `${name}: ${title} ${i + 1}`;
      const made = button(long ? which : name, [...place, key], clicked);
      made.setAttribute("aria-label", which);
      shown.append(made);
    };
    if (ordered && i > 0) {
      act("up", text("rows.up"), () => move(i - 1));
    }
    if (ordered && i + 1 < list.length) {
      act("down", text("rows.down"), () => move(i + 1));
    }
    act("remove", text("rows.remove"), () => {
      list.splice(i, 1);
      draw(idOf([...path, "add"]));
    });
    items.append(shown);
  });
  group.append(items, button(`${text("rows.add")}: ${title}`, [...path, "add"], () => {
    list.push(make());
    draw(idOf([...path, list.length - 1, "remove"]));
  }));
  return group;
}

/** What the form does not show stays in the document as it is; this says so. */
export function rest(object, known) {
  const others = Object.keys(object).filter((key) => !known.includes(key));
  return others.length ? [element("p", "soft", text("rows.rest", others.join(", ")))] : [];
}
