package io.smartpole.lighting.program;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a whole document. The YAML is only taken apart: no tag in it can make an object. */
final class ProgramsReader {

    private static final int LONGEST = 64 * 1024;
    private static final int MOST_PROGRAMS = 20;

    private static final Pattern ID = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final String ID_RIGHT = "a name of 1 to 64 characters";

    private static final String SUNSET_RIGHT =
            Arrays.stream(Sunset.values()).map(Sunset::label).collect(Collectors.joining(" or "));

    private ProgramsReader() {}

    static Programs read(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("the document is longer than 64 KiB; split it or write less");
        }
        Node node = text.isBlank() ? null : compose(text);
        if (node == null) {
            return Programs.NONE;
        }
        Problems problems = new Problems();
        Programs programs = document(Part.root(node, problems));
        problems.refuseIfAny();
        return programs;
    }

    private static @Nullable Node compose(String text) {
        // Tabs may indent JSON, where a string never holds one, but not YAML.
        String spaced = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(spaced));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String where = mark == null ? "" : "line " + (mark.getLine() + 1) + ": ";
            throw new IllegalArgumentException(where + "is neither YAML nor JSON: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("is neither YAML nor JSON: " + e.getMessage(), e);
        }
    }

    private static Programs document(Part document) {
        document.expectFields("sunset", "calendar", "programs");
        Sunset sunset = document.field("sunset").valueOr(ProgramsReader::sunset, SUNSET_RIGHT, Sunset.CIVIL_TWILIGHT);
        Map<String, ControlProgram> programs = programs(document.field("programs"));
        Part calendar = document.field("calendar");
        if (!calendar.isGiven()) {
            if (!programs.isEmpty()) {
                calendar.refuse("is missing, so no program would ever run; write at least its defaultProgram");
            }
            return new Programs(sunset, Calendar.NONE, programs);
        }
        return new Programs(sunset, CalendarReader.calendar(calendar, programs.keySet()), programs);
    }

    private static Sunset sunset(String text) {
        return Arrays.stream(Sunset.values())
                .filter(sunset -> sunset.label().equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static Map<String, ControlProgram> programs(Part list) {
        Map<String, ControlProgram> programs = new LinkedHashMap<>();
        for (Part item : list.items(MOST_PROGRAMS)) {
            Part id = item.field("id");
            ControlProgram program = ProgramReader.program(item, id.value(Values.form(ID), ID_RIGHT, ""));
            if (programs.containsKey(program.id())) {
                id.refuse("'" + program.id() + "' names another program already; each needs a name of its own");
            } else if (id.isSound()) {
                programs.put(program.id(), program);
            }
        }
        return programs;
    }
}
