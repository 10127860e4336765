// Words and figures in the language of the browser.

export const language = /^de\b/.test(navigator.language) ? "de" : "en";

const words = await (await fetch(`${language}.json`)).json();

/** The text of a key, with {0}, {1} ... filled in; the fallback for names that nobody translated. */
export function text(key, ...values) {
  return word(key, key).replace(/\{(\d)\}/g, (_, i) => values[i]);
}

export function word(key, fallback) {
  return words[key] ?? fallback;
}

function number(value, most, least = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: most, minimumFractionDigits: least }).format(value);
}

export function percent(value) {
  return `${number(value, 1)}\u00a0%`;
}

export function count(value) {
  return number(value, 0);
}

export function bytes(value) {
  const power = value < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
  return `${number(value / 1024 ** power, power && 1)}\u00a0${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}

// SenML symbol (RFC 8428, RFC 8798): factor, decimals, what people read.
const units = {
  "Cel": [1, 1, "°C"],
  "Pa": [0.01, 1, "hPa"],
  "%RH": [1, 0, "%"],
  "lx": [1, 1, "lx"],
  "/": [100, 1, "%"],
  "W": [1, 1, "W"],
  "V": [1, 1, "V"],
  "A": [1, 2, "A"],
  "s": [1, 0, "s"],
  "count": [1, 0, ""],
  "deg": [1, 1, "°"],
  "Wh": [1, 0, "Wh"],
  "h": [1, 1, "h"],
  "ug/m3": [1, 1, "µg/m³"],
  "ppm": [1, 0, "ppm"],
};

/** A reading's value with its unit. */
export function value(reading) {
  if (typeof reading.value === "boolean") {
    return text(reading.value ? "yes" : "no");
  }
  if (typeof reading.value === "string") {
    return reading.quantity === "rule" ? word(`rule.${reading.value}`, reading.value) : reading.value;
  }
  if (reading.unit === "B") {
    return bytes(reading.value);
  }
  const [factor, digits, symbol] = units[reading.unit] ?? [1, 2, reading.unit];
  return `${number(reading.value * factor, digits, digits)}\u00a0${symbol}`.trimEnd();
}

export function watts(value) {
  return `${number(value, 1, 1)}\u00a0W`;
}

export function wattHours(value) {
  return value < 1000 ? `${number(value, 1)}\u00a0Wh` : `${number(value / 1000, 2, 2)}\u00a0kWh`;
}

export function hours(value) {
  return `${number(value, 1, 1)}\u00a0h`;
}

export function grams(value) {
  return value < 1000 ? `${number(value, 0)}\u00a0g` : `${number(value / 1000, 2, 2)}\u00a0kg`;
}

export function degrees(latitude, longitude) {
  return `${number(latitude, 5)}°, ${number(longitude, 5)}°`;
}

/** Times are shown as at the pole, wherever the browser is. */
let zone = "UTC";

export function showTimesOf(timeZone) {
  zone = timeZone;
}

function time(iso, options) {
  return new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(new Date(iso));
}

export function clock(iso) {
  return time(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function clockWithSeconds(iso) {
  return time(iso, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

export function day(iso) {
  return time(iso, { weekday: "short", day: "numeric", month: "short" });
}

export function dateAndTime(iso) {
  return `${day(iso)}, ${clockWithSeconds(iso)}`;
}

/** A time of the world: with its day if that is not today. */
export function clockOrDay(iso, nowIso) {
  return nowIso && day(iso) === day(nowIso) ? clock(iso) : `${day(iso)}, ${clock(iso)}`;
}

/** How long, in the largest unit that says enough. */
export function duration(seconds) {
  const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]]
    .find(([size]) => seconds >= 2 * size) ?? [1, "second"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" })
    .format(Math.max(0, Math.floor(seconds / size)));
}

/** What is left until then, as 1:02:03 or 02:03. */
export function countdown(iso, nowIso) {
  const left = Math.max(0, Math.round((Date.parse(iso) - Date.parse(nowIso)) / 1000));
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds)}`;
}

/** @param number 1 = Monday to 7 = Sunday, as TALQ and ISO 8601 count */
export function weekday(number) {
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, number));
}
