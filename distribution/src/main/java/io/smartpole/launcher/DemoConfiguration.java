package io.smartpole.launcher;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The demo's configuration, for the OSGi Configurator. What can be said on the command line overrules what was configured
 * before, as whoever typed it would expect. The rest only begins so: what is changed later stays changed.
 */
final class DemoConfiguration {

    private static final String FORCED = header("force");
    private static final String AT_FIRST = header("default");

    /** What docs/lighting-programs.md explains. */
    private static final String PROGRAMS = """
            calendar:
              defaultProgram: standard
              rules:
                - {program: late, condition: {type: ccDay, days: [{start: 5, end: 6}]}}
                - {program: late, condition: {type: holidays, region: NW}}
            programs:
              - id: standard
                activePeriods: [{name: AstroClockActivePeriod, sunsetOffset: 0, sunriseOffset: 0}]
                fixedTimeControls:
                  - {startTime: "20:00", level: 80}
                  - {startTime: "22:00", level: 50}
                  - {startTime: "06:00", level: 100}
                dynamicControls:
                  - effect: {source: presence, operation: Max, level: 100, holdTime: 60}
                  - effect: {source: zone, operation: Max, level: 80, holdTime: 0}
              - id: late
                activePeriods: [{name: AstroClockActivePeriod, sunsetOffset: 0, sunriseOffset: 0}]
                fixedTimeControls:
                  - {startTime: "20:00", level: 80}
                  - {startTime: "00:00", level: 50}
                  - {startTime: "06:00", level: 100}
                dynamicControls:
                  - effect: {source: presence, operation: Max, level: 100, holdTime: 60}
                  - effect: {source: zone, operation: Max, level: 80, holdTime: 0}
            """;

    private DemoConfiguration() {}

    private static String header(String policy) {
        return "\n    \":configurator:policy\": \"" + policy + "\", \":configurator:ranking\": 100,";
    }

    /** @param shippedProfile whether the profile comes with the gateway, and is not an own one */
    static String of(Options options, boolean shippedProfile) {
        return String.format(
                Locale.ROOT,
                """
                {
                  ":configurator:resource-version": 1, ":configurator:symbolic-name": "command-line", ":configurator:version": "1.0.0",
                  "smartpole.identity": {%1$s
                    "site": "dormagen", "pole": "%13$s", "cabinet": "S-12", "circuit": "3", "phase": "L1",
                    "groups": ["old-town"], "zones": ["rhine-promenade"],
                    "latitude:Double": %3$s, "longitude:Double": %4$s, "zone": "%5$s"},
                  "smartpole.hardware": {%1$s
                    %6$s},
                  "smartpole.lighting": {%2$s
                    "programs": "%7$s",
                    "commissioned.floor:Double": 50, "commissioned.rated-class": "P3",
                    "commissioned.reduced-class": "P5", "commissioned.approver": "demo", "commissioned.date": "2026-11-01"},
                  "smartpole.evidence": {%2$s
                    "batch.interval:Integer": 2},
                  "smartpole.uplink": {%1$s
                    %8$s},
                  "smartpole.simulation": {%1$s
                    "speed:Integer": %9$d, "seed:Long": %10$d, "faults": [%11$s]},
                  "smartpole.standin": {%1$s
                    "port:Integer": %12$d}
                }
                """,
                FORCED,
                AT_FIRST,
                options.place().latitude(),
                options.place().longitude(),
                options.place().zone().getId(),
                (shippedProfile ? "\"own\": \"\", \"profile\": \"%s\"" : "\"own\": \"%s\"")
                        .formatted(options.profile()),
                PROGRAMS.replace("\"", "\\\"").replace("\n", "\\n"),
                options.brokers().json(options.mqtt()),
                options.speed(),
                options.seed(),
                options.faults().stream().map(fault -> '"' + fault + '"').collect(Collectors.joining(", ")),
                options.brokers().standIn() ? options.mqtt() : 0,
                options.pole());
    }
}
