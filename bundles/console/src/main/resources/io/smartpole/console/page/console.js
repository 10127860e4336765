// Shows what the gateway tells: one stream of events, each named after its resource below /api/v1/.

import * as show from "./format.js";
import { at, element, inEnglish, put, putChildren, putFacts } from "./dom.js";
import { drawCurve, listenToControls, showLight, showNight, showTime } from "./light.js";
import { listenToPrograms } from "./programs.js";

const { text, word } = show;
const TRY_AGAIN_AFTER = 3000;
const SILENCE = 10000; // an event comes every second
const MARKS = { OK: "✓", WARN: "▲", CRITICAL: "✕" };

const state = { readings: new Map() };

function putStatus(id, status, content) {
  at(id).dataset.status = status;
  put(id, `${MARKS[status] ?? "–"} ${content}`);
}

const views = {
  status(status) {
    put("time", status.worldTime ? show.dateAndTime(status.worldTime) : text("clock.unset"));
    at("simulated").hidden = !status.simulated;
    uplink(status.uplink, status.evidence);
    about();
    showTime(status.worldTime);
  },

  pole({ identity }) {
    const title = identity ? text("title", identity.pole) : text("untitled");
    put("title", title);
    document.title = title;
    if (identity) {
      put("where", [
        identity.site,
        identity.cabinet && text("cabinet", identity.cabinet),
        identity.circuit && text("circuit", identity.circuit),
        identity.phase,
      ].filter(Boolean).join(" · "));
      show.showTimesOf(identity.place?.timeZone ?? "UTC");
    }
    about();
  },

  light: showLight,
  night: showNight,

  readings(news) {
    news.forEach((reading) => state.readings.set(`${reading.component}/${reading.quantity}`, reading));
    at("no-readings").hidden = state.readings.size > 0;
    readings();
  },

  health({ status, checks, maintenance }) {
    put("maintenance", maintenance ? note("health.maintenance", maintenance) : "");
    putStatus("overall-status", status, text(status ? `overall.${status}` : "overall.unknown"));
    const worstFirst = [...checks].sort((a, b) => rank(b.status) - rank(a.status));
    putChildren(at("overall-list"), worstFirst
      .filter((check) => check.status !== "OK")
      .map((check) => element("li", "", checkName(check))));
    putChildren(at("checks"), worstFirst.map(checkItem));
  },
};

function readings() {
  const groups = new Map();
  for (const reading of [...state.readings.values()].sort((a, b) => a.component.localeCompare(b.component))) {
    groups.set(reading.component, [...(groups.get(reading.component) ?? []), reading]);
  }
  putChildren(at("readings"), [...groups].map(([component, ofOne]) => {
    const group = element("div", "component", "");
    const list = element("dl", "facts", "");
    ofOne.sort((a, b) => a.quantity.localeCompare(b.quantity)).forEach((reading) => {
      const row = document.createElement("div");
      row.append(
        element("dt", "", quantityName(reading.quantity)),
        element("dd", typeof reading.value === "string" ? "words" : "", show.value(reading)));
      list.append(row);
    });
    const newest = ofOne.map((reading) => reading.time ?? "").sort().at(-1);
    const title = element("h3", "", word(`component.${component}`, component));
    title.append(element("span", "age", newest ? show.clockWithSeconds(newest) : ""));
    group.append(title, list);
    return group;
  }));
}

function uplink(link, evidence) {
  if (link) {
    putStatus("uplink-status", link.connected ? "OK" : "WARN", text(link.connected ? "uplink.connected" : "uplink.disconnected"));
  } else {
    putStatus("uplink-status", null, text("uplink.none"));
  }
  put("uplink-problem", link?.problem ?? "");
  putChildren(at("endpoints"), (link?.endpoints ?? []).map(endpointItem));
  putFacts("uplink-facts", [
    [text("uplink.waiting"), evidence
      && text("uplink.batches", show.count(evidence.waitingBatches), show.bytes(evidence.waitingBytes))],
    [text("uplink.oldest"), evidence?.oldest && show.dateAndTime(evidence.oldest)],
    [text("uplink.dropped"), evidence && show.count(evidence.droppedReadings)],
    [text("uplink.committed"), evidence && show.count(evidence.committedBatches)],
    [text("uplink.setaside"), link?.setAside ? show.count(link.setAside) : null],
    [text("uplink.acknowledged"), Number.isInteger(link?.sinceAcknowledgedSeconds)
      ? show.duration(link.sinceAcknowledgedSeconds) : null],
    [text("uplink.published"), link && show.count(link.published)],
    [text("uplink.received"), link && show.bytes(link.bytesIn)],
    [text("uplink.sent"), link && show.bytes(link.bytesOut)],
    [text("uplink.connects"), link && show.count(link.connects)],
    [text("uplink.failovers"), link && show.count(link.failovers)],
  ]);
}

function endpointItem({ name, uri, active, state, problem }) {
  const item = element("li", "check", "");
  item.dataset.status = problem ? "WARN" : "OK";
  const title = element("h3", "", name);
  if (active) {
    title.append(element("span", "badge", text("uplink.active")));
  }
  item.append(title, inEnglish(`${uri}: ${state}`));
  if (problem) {
    item.append(inEnglish(problem, "p", "action"));
  }
  return item;
}

/** What operations noted: who, what, and until when. */
function note(key, { by, text: said, until }) {
  const end = until && text("health.until", show.dateAndTime(until));
  return text(key, by, [said, end].filter(Boolean).join(", ") || "–");
}

const rank = (status) => Object.keys(MARKS).indexOf(status);
const quantityName = (name) => word(`quantity.${name}`, word(`event.${name}`, word(`check.${name}`, name)));
const checkName = (check) => word(`check.${check.name}`, check.name);

function checkItem(check) {
  const item = element("li", "check", "");
  item.dataset.status = check.status;
  const name = element("h3", "", checkName(check));
  const status = element("span", "badge", `${MARKS[check.status]} ${text(`status.${check.status}`)}`);
  status.dataset.status = check.status;
  name.append(status);
  const now = state.status?.time;
  if (check.since && now && check.status !== "OK") {
    name.append(element("span", "age", text("health.since", show.duration((Date.parse(now) - Date.parse(check.since)) / 1000))));
  }
  item.append(name, inEnglish(check.message));
  if (check.action) {
    const action = element("p", "action", "");
    const [before, after] = text("health.action", "\n").split("\n");
    action.append(before, inEnglish(check.action, "span"), after);
    item.append(action);
  }
  if (check.acknowledged) {
    item.append(element("p", "soft", note("health.acknowledged", check.acknowledged)));
  }
  return item;
}

function about() {
  const { pole, status } = state;
  if (!pole || !status) {
    return;
  }
  const place = pole.identity?.place;
  putFacts("about-facts", [
    [text("about.place"), place ? show.degrees(place.latitudeDegrees, place.longitudeDegrees) : text("about.place.none")],
    [text("about.profile"), pole.profile ? `${pole.profile.title} (${pole.profile.name})` : text("about.profile.none")],
    [text("about.supply"), pole.profile && word(`supply.${pole.profile.supply}`, pole.profile.supply)],
    [text("about.software"), `Smart pole ${pole.versions.gateway}, ${pole.versions.framework}, Java ${pole.versions.java}`],
    [text("about.system"), pole.versions.system],
    [text("about.uptime"), show.duration(status.uptimeSeconds)],
    [text("about.keyid"), pole.evidenceKey?.id],
  ]);
  put("pem", pole.evidenceKey?.pem ?? "");
}

function connection(key) {
  at("connection").dataset.status = { live: "OK", lost: "CRITICAL", loggedout: "CRITICAL" }[key] ?? "";
  put("connection", text(key));
  document.body.classList.toggle("stale", key === "lost" || key === "loggedout");
}

function tryAgain(why) {
  connection(why);
  setTimeout(enter, TRY_AGAIN_AFTER);
}

/** What this page may do; asked before each stream, since a login ends. */
async function enter() {
  try {
    const answer = await fetch("api/v1/console", { signal: AbortSignal.timeout(SILENCE) });
    if (!answer.ok) {
      tryAgain(answer.status === 401 ? "loggedout" : "lost");
      return;
    }
    const { readOnly } = await answer.json();
    at("programs").hidden = readOnly;
    at("controls").hidden = readOnly;
    at("read-only").hidden = !readOnly;
    listen();
  } catch {
    tryAgain("lost");
  }
}

function listen() {
  const source = new EventSource("api/v1/events");
  let watchdog;
  let complete = false; // the answer told everything and ended, and the browser asks for the next one by itself
  const lost = () => {
    clearTimeout(watchdog);
    source.close();
    tryAgain("lost");
  };
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE);
    connection("live");
  };
  source.onopen = () => { complete = false; };
  source.addEventListener("end", () => { complete = true; });
  source.onerror = () => {
    if (!complete || source.readyState === EventSource.CLOSED) {
      lost();
    }
  };
  for (const [name, view] of Object.entries(views)) {
    source.addEventListener(name, (event) => {
      heard();
      const content = JSON.parse(event.data);
      if (name !== "readings") {
        state[name] = content;
      }
      view(content);
    });
  }
}

document.documentElement.lang = show.language;
document.querySelectorAll("[data-text]").forEach((each) => { each.textContent = text(each.dataset.text); });
connection("connecting");
new ResizeObserver(drawCurve).observe(at("light"));
listenToControls();
listenToPrograms();
enter();
