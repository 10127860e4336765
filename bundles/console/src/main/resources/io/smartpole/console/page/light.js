// The light: what it is, why it is so, and what people at the pole may ask of it.

import * as show from "./format.js";
import { at, element, inEnglish, put, putChildren, putFacts, putRows } from "./dom.js";
import { describe, drawNight, planRows } from "./curve.js";

const { text, word } = show;

let light = null;
let night = null;
let now = null; // ISO time of the world; null while it is not known

export function showLight(latest) {
  light = latest;
  level();
  reason();
  requests();
  alarms();
  putFacts("light-facts", light ? [
    [text("light.output"), light.outputPercent === null ? text("light.nodriver") : show.percent(light.outputPercent)],
    [text("light.power"), light.powerWatts === null ? null : show.watts(light.powerWatts)],
    [text("light.rated"), light.ratedWatts && show.watts(light.ratedWatts)],
    [text("light.floor"), show.percent(light.floorPercent)],
    [text("light.dusk"), light.sun?.civilDusk && show.clock(light.sun.civilDusk)],
    [text("light.dawn"), light.sun?.civilDawn && show.clock(light.sun.civilDawn)],
  ] : []);
  explanation();
  figures();
  countdown();
  at("controls").disabled = !light;
}

export function showNight(latest) {
  night = latest;
  drawCurve();
}

/** Every second: what counts down goes on; every minute the curve's "now" does. */
export function showTime(worldTime) {
  const minute = worldTime && show.clock(worldTime);
  const moved = minute !== (now && show.clock(now));
  now = worldTime;
  countdown();
  if (moved) {
    drawCurve();
  }
}

const worldTime = (iso) => show.clockOrDay(iso, now);
const ruleName = (rule) => word(`rule.${rule}`, rule);

/** A level that no driver takes says nothing about the lamp. */
function level() {
  const driven = light && light.outputPercent !== null;
  at("level").classList.toggle("nodriver", Boolean(light) && !driven);
  if (driven) {
    put("level", show.percent(light.levelPercent));
  } else {
    put("level", light ? text("light.nodriver") : "–");
  }
  put("wanted", light && !driven ? text("light.wanted", show.percent(light.levelPercent)) : "");
}

function reason() {
  put("rule", light ? ruleName(light.rule) : text("light.none"));
  put("why", light?.why ?? "");
  put("until", light?.until ? text("light.until", worldTime(light.until)) : "");
  put("next", light?.next
    ? text("light.next", show.percent(light.next.levelPercent), ruleName(light.next.rule))
    : "");
  put("light-problem", light?.problem ?? "");
}

function requests() {
  const inForce = ["localService", "emergency", "override"].filter((name) => light?.[name]);
  putChildren(at("requests"), inForce.map((name) => {
    const { levelPercent, until } = light[name];
    const asked = show.percent(levelPercent);
    return element("li", "", `${text(`inforce.${name}`)}: ${until
      ? text("inforce.until", asked, worldTime(until))
      : text("inforce.noend", asked)}`);
  }));
}

function alarms() {
  putChildren(at("lamp-alarms"), (light?.alarms ?? []).map(({ event, evidence, since }) => {
    const item = element("li", "check", "");
    item.dataset.status = "CRITICAL";
    const title = element("h3", "", `✕ ${word(`event.${event}`, event)}`);
    if (since) {
      title.append(element("span", "age", text("event.since", worldTime(since))));
    }
    item.append(title, inEnglish(evidence));
    return item;
  }));
}

function explanation() {
  putChildren(at("trace"), (light?.trace ?? []).map(({ rule, precedence, levelPercent, why }) => {
    const decides = rule === light.rule;
    const item = element("li", decides ? "decides" : levelPercent === null ? "silent" : "", "");
    if (decides) {
      item.setAttribute("aria-current", "true");
    }
    const title = element("p", "", `${precedence} · ${ruleName(rule)} `);
    if (decides) {
      title.append(element("span", "badge", `▶ ${text("trace.decides")}`));
    }
    title.append(element("span", "age", levelPercent === null ? text("trace.silent") : show.percent(levelPercent)));
    item.append(title, inEnglish(why, "p", "soft"));
    return item;
  }));
  putFacts("inputs", Object.entries(light?.inputs ?? {})
    .map(([name, value]) => [word(`input.${name}`, name), inEnglish(value, "span")]));
}

function figures() {
  const figures = light?.figures;
  putFacts("figures", figures ? [
    [text("figures.energy"), show.wattHours(figures.energyWh)],
    [text("figures.estimated"), figures.estimatedEnergyWh ? show.wattHours(figures.estimatedEnergyWh) : null],
    [text("figures.burning"), show.hours(figures.burningHours)],
    [text("figures.switchOns"), show.count(figures.switchOns)],
    [text("figures.co2"), figures.co2Grams === null ? null : show.grams(figures.co2Grams)],
  ] : []);
}

export function drawCurve() {
  at("night").hidden = !night || !light || !now;
  if (at("night").hidden) {
    return;
  }
  put("night-title", text("curve.title", show.day(night.from), show.day(night.to)));
  put("curve-text", text("curve.text", describe(night), show.percent(light.levelPercent)));
  drawNight(at("curve"), night, light.ratedWatts, now);
  putRows("plan-rows", planRows(night));
}

/** What people asked for ends by itself, and the page says when. */
function countdown() {
  for (const [name, request] of [["service", light?.localService], ["emergency", light?.emergency], ["override", light?.override]]) {
    at(`${name}-end`).hidden = !request;
    if (!request) {
      put(`${name}-left`, "");
    } else if (!request.until || !now) {
      put(`${name}-left`, text("left.unknown"));
    } else {
      put(`${name}-left`, text("left.until", show.countdown(request.until, now), worldTime(request.until)));
    }
  }
}

/** Asks the gateway; what it answers stands beside the button. */
async function ask(method, name, body) {
  let said;
  let failed = true;
  try {
    const response = await fetch(`api/v1/light/${name}`, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    failed = !response.ok;
    said = failed ? `${answer.error}. ${answer.whatToDo}` : answer.message;
  } catch {
    said = text("ask.lost");
  }
  const target = at(`${name}-answer`);
  target.classList.toggle("problem", failed);
  put(`${name}-answer`, `${failed ? "✕ " : "✓ "}${said}`);
}

export function listenToControls() {
  for (const name of ["service", "emergency"]) {
    at(name).addEventListener("submit", (event) => {
      event.preventDefault();
      const given = new FormData(at(name));
      const wish = { seconds: Math.round(60 * given.get("minutes")) };
      if (given.has("percent")) {
        wish.percent = Number(given.get("percent"));
      }
      ask("POST", name, wish);
    });
  }
  for (const name of ["service", "emergency", "override"]) {
    at(`${name}-end`).addEventListener("click", () => ask("DELETE", name));
  }
}
