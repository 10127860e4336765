// The form for control programs and their calendar; names and structure are those of the document (TALQ's, see
// docs/lighting-programs.md). What the form does not show it leaves in the document as it was.

import { at, element } from "./dom.js";
import { text, weekday } from "./format.js";
import { input, rest, rows } from "./rows.js";

const STATES = {
  BW: "Baden-Württemberg", BY: "Bayern", "BY-CATHOLIC": "Bayern (Mariä Himmelfahrt)", BE: "Berlin", BB: "Brandenburg",
  HB: "Bremen", HH: "Hamburg", HE: "Hessen", MV: "Mecklenburg-Vorpommern", NI: "Niedersachsen", NW: "Nordrhein-Westfalen",
  RP: "Rheinland-Pfalz", SL: "Saarland", SN: "Sachsen", ST: "Sachsen-Anhalt", SH: "Schleswig-Holstein", TH: "Thüringen",
};
const PERCENT = { kind: "number", min: 0, max: 100, required: "" };
const SECONDS = { kind: "number", min: 0, max: 3600 };

let document_ = {};

/** @param latest the document; what is typed is written into it */
export function drawForm(latest) {
  document_ = latest;
  draw();
}

/** @return the document as the form has it now */
export function filledIn() {
  if (!document_.programs && !Object.keys(document_.calendar ?? {}).length) {
    delete document_.calendar;
  }
  return document_;
}

function draw(focus) {
  at("programs-fields").replaceChildren(
    inputs(input(document_, [], {
      key: "sunset",
      label: text("programs.sunset"),
      kind: [["", text("programs.sunset.default")], ["civil-twilight", text("programs.sunset.civil")], ["horizon", text("programs.sunset.horizon")]],
    })),
    calendar(),
    programs(),
    ...rest(document_, ["sunset", "calendar", "programs"]),
  );
  offerPrograms();
  at(focus)?.focus();
}

function inputs(...content) {
  const line = element("div", "inputs", "");
  line.append(...content);
  return line;
}

/** A list that the document may leave out: drawn from what there is, and put into the document once it has an entry. */
function listIn(object, key) {
  const list = object[key] ?? [];
  return [list, (focus) => {
    if (list.length) {
      object[key] = list;
    } else {
      delete object[key];
    }
    draw(focus);
  }];
}

/** Offers the programs that there are wherever one is to be named. */
function offerPrograms() {
  const ids = (document_.programs ?? []).map(({ id }) => id).filter(Boolean);
  at("program-ids").replaceChildren(...ids.map((id) => new Option(id, id)));
}

function calendar() {
  const calendar = document_.calendar ?? {};
  const keep = () => { document_.calendar = calendar; };
  const group = element("fieldset", "", "");
  const [list, drawList] = listIn(calendar, "rules");
  group.append(
    element("legend", "", text("calendar.title")),
    inputs(input(calendar, ["calendar"], {
      key: "defaultProgram", label: text("calendar.default"), kind: "name", list: "program-ids",
    }, keep)),
    element("p", "soft", text("calendar.order")),
    rows(list, {
      title: text("calendar.rules"),
      path: ["rules"],
      ordered: true,
      make: () => ({}),
      row: rule,
      draw: (focus) => {
        keep();
        drawList(focus);
      },
    }),
    ...rest(calendar, ["defaultProgram", "rules"]),
  );
  return group;
}

const CONDITIONS = {
  "": null,
  ccDay: () => ({ type: "ccDay", days: [{ start: 6, end: 7 }] }),
  holidays: () => ({ type: "holidays", region: "NW" }),
};

function rule(rule, path) {
  const shown = [
    input(rule, path, { key: "program", label: text("calendar.program"), kind: "name", list: "program-ids", required: "" }),
    input({ type: rule.condition?.type }, path, {
      key: "type",
      label: text("calendar.condition"),
      kind: Object.keys(CONDITIONS).map((type) => [type, text(`condition.${type || "none"}`)]),
    }, (id) => {
      const make = CONDITIONS[at(id).value];
      if (make) {
        rule.condition = make();
      } else {
        delete rule.condition;
      }
      draw(id);
    }),
  ];
  shown.push(...condition(rule.condition, path));
  shown.push(
    input(rule, path, { key: "startDate", label: text("calendar.from"), kind: "date" }),
    input(rule, path, { key: "endDate", label: text("calendar.to"), kind: "date" }),
    ...rest(rule, ["program", "condition", "startDate", "endDate"]),
  );
  return shown;
}

function condition(condition, path) {
  switch (condition?.type) {
    case undefined:
      return [];
    case "holidays":
      return [
        input(condition, path, { key: "region", label: text("condition.region"), kind: Object.entries(STATES) }),
        ...rest(condition, ["type", "region"]),
      ];
    case "ccDay":
      return days(condition, path);
    default:
      return rest({ condition }, []);
  }
}

function days(condition, path) {
  const [first = {}, ...others] = condition.days ?? [];
  const days = [1, 2, 3, 4, 5, 6, 7].map((number) => [number, weekday(number)]);
  const keep = () => { condition.days = [first, ...others]; };
  return [
    input(first, path, { key: "start", label: text("condition.first"), kind: days }, keep),
    input(first, path, { key: "end", label: text("condition.last"), kind: [["", text("condition.onlyone")], ...days] }, keep),
    ...(others.length ? rest({ days: others }, []) : []),
    ...rest(condition, ["type", "days"]),
  ];
}

function programs() {
  const [list, drawList] = listIn(document_, "programs");
  return rows(list, {
    title: text("program.title"),
    path: ["programs"],
    long: true,
    make: () => ({ id: "", fixedTimeControls: [{ startTime: "22:00", level: 100 }] }),
    row: program,
    draw: drawList,
  });
}

const PERIODS = {
  "": null,
  AstroClockActivePeriod: () => ({ name: "AstroClockActivePeriod", sunsetOffset: 0, sunriseOffset: 0 }),
  AbsoluteActivePeriod: () => ({ name: "AbsoluteActivePeriod", startTime: "20:00", endTime: "06:00" }),
};

function program(program, path) {
  const [fixed, drawFixed] = listIn(program, "fixedTimeControls");
  const [dynamic, drawDynamic] = listIn(program, "dynamicControls");
  return [
    input(program, path, { key: "id", label: text("program.id"), kind: "name", required: "" }, offerPrograms),
    ...activePeriod(program, path),
    rows(fixed, {
      title: text("program.fixed"),
      path: [...path, "fixed"],
      make: () => ({ startTime: "22:00", level: 100 }),
      row: (control, place) => [
        input(control, place, { key: "startTime", label: text("control.time"), kind: "time", required: "" }),
        input(control, place, { key: "level", label: text("control.level"), ...PERCENT }),
        input(control, place, { key: "rampToLevelTime", label: text("control.ramp"), ...SECONDS }),
        ...rest(control, ["startTime", "level", "rampToLevelTime"]),
      ],
      draw: drawFixed,
    }),
    rows(dynamic, {
      title: text("program.dynamic"),
      path: [...path, "dynamic"],
      ordered: true,
      make: () => ({
        period: { startTime: "22:00", endTime: "06:00" },
        effect: { source: "presence", operation: "Max", level: 100, holdTime: 60 },
      }),
      row: dynamicControl,
      draw: drawDynamic,
    }),
    ...rest(program, ["id", "activePeriods", "fixedTimeControls", "dynamicControls"]),
  ];
}

function activePeriod(program, path) {
  const periods = program.activePeriods ?? [];
  if (periods.length > 1) {
    return rest({ activePeriods: periods }, []);
  }
  const [period = {}] = periods;
  const shown = [input({ name: period.name }, path, {
    key: "name",
    label: text("program.active"),
    kind: Object.keys(PERIODS).map((name) => [name, text(`period.${name || "always"}`)]),
  }, (id) => {
    const make = PERIODS[at(id).value];
    if (make) {
      program.activePeriods = [make()];
    } else {
      delete program.activePeriods;
    }
    draw(id);
  })];
  const fields = {
    AstroClockActivePeriod: [
      { key: "sunsetOffset", label: text("period.sunset"), kind: "number" },
      { key: "sunriseOffset", label: text("period.sunrise"), kind: "number" },
    ],
    AbsoluteActivePeriod: [
      { key: "startTime", label: text("period.from"), kind: "time" },
      { key: "endTime", label: text("period.to"), kind: "time" },
    ],
  }[period.name] ?? [];
  const known = ["name", ...fields.map(({ key }) => key)];
  return [...shown, ...fields.map((field) => input(period, path, field)), ...rest(period, known)];
}

function dynamicControl(control, path) {
  const period = control.period ?? {};
  const effect = control.effect ?? {};
  const keepPeriod = () => {
    if (Object.keys(period).length) {
      control.period = period;
    } else {
      delete control.period;
    }
  };
  const keep = () => { control.effect = effect; };
  return [
    input(period, path, { key: "startTime", label: text("period.from"), kind: "time" }, keepPeriod),
    input(period, path, { key: "endTime", label: text("period.to"), kind: "time" }, keepPeriod),
    input(effect, path, { key: "source", label: text("effect.source"), kind: "name", list: "sources", required: "" }, keep),
    input(effect, path, {
      key: "operation",
      label: text("effect.operation"),
      kind: ["Max", "Min", "Set"].map((operation) => [operation, text(`operation.${operation}`)]),
    }, keep),
    input(effect, path, { key: "level", label: text("control.level"), ...PERCENT }, keep),
    input(effect, path, { key: "holdTime", label: text("effect.hold"), ...SECONDS }, keep),
    input(effect, path, { key: "rampToLevelTime", label: text("control.ramp"), ...SECONDS }, keep),
    input(effect, path, { key: "rampFromLevelTime", label: text("effect.back"), ...SECONDS }, keep),
    ...rest(control, ["period", "effect"]),
    ...rest(effect, ["source", "operation", "level", "holdTime", "rampToLevelTime", "rampFromLevelTime"]),
  ];
}
