package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanSpanTest {

    private static final Instant NOW = Instant.parse("2026-11-01T20:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                                                  2026-11-01T20:00:00Z, 2026-11-08T20:00:00Z",
                "'',                                                 2026-11-01T20:00:00Z, 2026-11-08T20:00:00Z",
                "to=2026-11-02,                                      2026-11-01T20:00:00Z, 2026-11-02T11:00:00Z",
                "from=2026-07-01,                                    2026-07-01T10:00:00Z, 2026-07-08T10:00:00Z",
                "from=2026-03-28&to=2026-03-29,                      2026-03-28T11:00:00Z, 2026-03-29T10:00:00Z",
                "from=2026-10-24&to=2026-10-25,                      2026-10-24T10:00:00Z, 2026-10-25T11:00:00Z",
                "from=2028-02-29&to=2028-03-01,                      2028-02-29T11:00:00Z, 2028-03-01T11:00:00Z",
                "to=2027-01-01T00:00:00Z&from=2026-12-31T00:00:00Z,  2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
                "from=2026-12-31T00%3A00%3A00%2B01%3A00,             2026-12-30T23:00:00Z, 2027-01-06T23:00:00Z",
                "from=2026-01-01T00:00:00Z&to=2027-02-05T00:00:00Z,  2026-01-01T00:00:00Z, 2027-02-05T00:00:00Z",
            })
    void isUnderstood(@Nullable String query, String from, String to) throws Exception {
        assertEquals(new PlanSpan(Instant.parse(from), Instant.parse(to)), PlanSpan.of(query, NOW, BERLIN), query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=",
                "from=today",
                "from=2026-02-29",
                "from=2026-11-01T25:00:00Z",
                "from=2026-11-01T12:00",
                "from=%zz",
                "from",
                "form=2026-11-01",
                "days=3",
                "from=2026-11-01&from=2026-11-02",
                "from=2026-11-01&",
                "from=2026-11-02&to=2026-11-02",
                "from=2026-11-02&to=2026-11-01",
                "to=2026-11-01",
                "from=2026-01-01T00:00:00Z&to=2027-02-05T00:00:01Z",
                "to=2036-01-01",
                "from=1969-12-31",
                "from=2200-01-02",
                "from=%2B999999999-12-31",
                "to=-999999999-01-01"
            })
    void isRefusedWithWhatWouldBeRight(String query) throws Exception {
        Response refused = assertThrows(Refusal.class, () -> PlanSpan.of(query, NOW, BERLIN))
                .toResponse();
        assertEquals(400, refused.status());
        assertTrue(Ask.text(refused).contains("at most 400 days apart"), Ask.text(refused));
    }

    @Test
    void withoutTrustedTimeItBeginsWhereTheClockIs() throws Exception {
        Instant start = Instant.parse("1970-01-01T00:00:30Z");
        assertEquals(start, PlanSpan.of(null, start, BERLIN).from());
    }
}
