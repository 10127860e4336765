// Draws the lighting night: the plan as an area, what the lamp was told as a line, measured power as dots.

import { clock, percent, text, word } from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 190;
const BETWEEN_DOTS = 12;
const MARGIN = { left: 50, right: 8, top: 22, bottom: 24 };

/** @param night as in /api/v1/light; @param ratedWatts null if not known; @param now ISO time of the world */
export function drawNight(svg, night, ratedWatts, now) {
  const width = svg.parentElement.clientWidth;
  if (!width) {
    return;
  }
  const [from, to] = [Date.parse(night.from), Date.parse(night.to)];
  const at = Math.min(Math.max(Date.parse(now), from), to);
  const x = (time) => MARGIN.left + ((time - from) / (to - from)) * (width - MARGIN.left - MARGIN.right);
  const y = (level) => HEIGHT - MARGIN.bottom - (level / 100) * (HEIGHT - MARGIN.top - MARGIN.bottom);

  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  svg.replaceChildren();
  const add = (name, attributes, content) => {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.textContent = content ?? "";
    svg.append(element);
  };

  for (const level of [0, 50, 100]) {
    add("path", { class: "grid", d: `M${MARGIN.left} ${y(level)}H${width - MARGIN.right}` });
    add("text", { class: "axis", x: MARGIN.left - 6, y: y(level) + 4, "text-anchor": "end" }, percent(level));
  }
  const hours = width < 480 ? 6 : 3;
  for (let hour = 0; hour <= 24; hour += hours) {
    const time = from + ((to - from) * hour) / 24;
    add("path", { class: "grid", d: `M${x(time)} ${y(0)}v5` });
    const anchor = hour === 24 ? "end" : "middle";
    add("text", { class: "axis", x: x(time), y: HEIGHT - 6, "text-anchor": anchor }, clock(time));
  }

  const plan = steps(night.plan, to, x, y);
  add("path", { class: "plan-area", d: `${plan}V${y(0)}H${x(from)}z` });
  add("path", { class: "plan", d: plan });
  if (night.told.length > 0) {
    add("path", { class: "told", d: steps(night.told, at, x, y) });
  }
  let free = 0;
  for (const { time, powerWatts } of ratedWatts ? night.measured : []) {
    const cx = x(Date.parse(time));
    if (cx >= free) { // more would hide the line behind them
      const level = Math.min(Math.max((100 * powerWatts) / ratedWatts, 0), 110);
      add("circle", { class: "measured", cx, cy: y(level), r: 2.5 });
      free = cx + BETWEEN_DOTS;
    }
  }
  add("path", { class: "now-line", d: `M${x(at)} ${MARGIN.top - 4}V${y(0)}` });
  const side = x(at) < 60 ? "start" : x(at) > width - 40 ? "end" : "middle";
  add("text", { class: "now-text", x: x(at), y: MARGIN.top - 9, "text-anchor": side }, text("curve.now"));
}

/** A path that holds each level until the next one. */
function steps(points, end, x, y) {
  return points
    .map(({ from, levelPercent }, i) => {
      const until = i + 1 < points.length ? Date.parse(points[i + 1].from) : end;
      return `${i ? "V" : `M${x(Date.parse(from))} `}${y(levelPercent)}H${x(Math.max(until, Date.parse(from)))}`;
    })
    .join("");
}

/** The same for those who do not see it. */
export function describe(night) {
  return night.plan.map(({ from, levelPercent }) => `${clock(from)} ${percent(levelPercent)}`).join(", ");
}

export function planRows(night) {
  return night.plan.map(({ from, levelPercent, rule, why }) =>
    [clock(from), percent(levelPercent), `${word(`rule.${rule}`, rule)}${why && ` (${why})`}`]);
}
