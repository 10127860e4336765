package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsDocumentTest {

    private static final String TEXT = """
            # the city's policy
            calendar:
              defaultProgram: standard
              rules:
                - {program: standard, startDate: --12-24, endDate: 2026-12-26}
            programs:
              - id: standard
                fixedTimeControls:
                  - {startTime: "20:00", level: 80, rampToLevelTime: 30}
                  - {startTime: 22:00, level: 50.5}
                  - {startTime: 06:00:00, level: 100}
            """;

    @Test
    void timesAndDatesStayWordsHoweverTheyAreWritten() throws Exception {
        JsonNode document = ProgramsDocument.read(TEXT);
        JsonNode controls = document.at("/programs/0/fixedTimeControls");
        assertEquals("\"20:00\"", controls.at("/0/startTime").toString());
        assertEquals("\"22:00\"", controls.at("/1/startTime").toString());
        assertEquals("\"06:00:00\"", controls.at("/2/startTime").toString());
        assertEquals("50.5", controls.at("/1/level").toString());
        assertEquals("\"--12-24\"", document.at("/calendar/rules/0/startDate").toString());
        assertEquals("\"2026-12-26\"", document.at("/calendar/rules/0/endDate").toString());
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws Exception {
        JsonNode document = ProgramsDocument.read(TEXT);
        String written = ProgramsDocument.write(document);
        assertTrue(written.startsWith("calendar:\n  defaultProgram: \"standard\"\n"), written);
        assertEquals(document, ProgramsDocument.read(written));
    }

    @Test
    void anEmptyTextIsAnEmptyDocument() throws Exception {
        assertEquals("{}", ProgramsDocument.read("").toString());
        assertEquals("{}", ProgramsDocument.read(" \n").toString());
        assertEquals("", ProgramsDocument.write(ProgramsDocument.read("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "just words",
                "- a\n- b",
                "42",
                "# nothing but a comment",
                "a: [1",
                "a: 1\na: 2",
                "a: &x {b: 1}\nc: *x",
                "a: \"\\q\"",
                "\t- x"
            })
    void whatAFormCouldNotKeepIsRefusedInWords(String text) {
        ProgramsDocument.Unfit unfit =
                assertThrows(ProgramsDocument.Unfit.class, () -> ProgramsDocument.read(text), text);
        assertTrue(String.valueOf(unfit.getMessage()).length() > 10, unfit.getMessage());
    }
}
