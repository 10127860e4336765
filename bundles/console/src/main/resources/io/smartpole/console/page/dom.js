// Writes into the page only what changed: selections and screen readers are left in peace.

export const at = (id) => document.getElementById(id);

export function element(name, className, content) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.textContent = content;
  return made;
}

/** What checks, rules and the lamp's supervision say is English everywhere, for people and for the platform. */
export function inEnglish(content, name = "p", className = "") {
  const made = element(name, className, content);
  made.lang = "en";
  return made;
}

export function put(id, content) {
  const target = at(id);
  if (target.textContent !== content) {
    target.textContent = content;
  }
}

/** Replaces only the children that changed. */
export function putChildren(target, wanted) {
  wanted.forEach((child, i) => {
    const old = target.children[i];
    if (!old) {
      target.append(child);
    } else if (!old.isEqualNode(child)) {
      old.replaceWith(child);
    }
  });
  while (target.children.length > wanted.length) {
    target.lastElementChild.remove();
  }
}

/** Names and values; what is not known is left out. A value may be an element. */
export function putFacts(id, facts) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  putChildren(at(id), known.map(([name, value]) => {
    const group = document.createElement("div");
    const content = document.createElement("dd");
    content.append(value);
    group.append(element("dt", "", name), content);
    return group;
  }));
}

export function putRows(id, rows) {
  putChildren(at(id), rows.map((cells) => {
    const row = document.createElement("tr");
    row.append(...cells.map((cell) => element("td", "", cell)));
    return row;
  }));
}
