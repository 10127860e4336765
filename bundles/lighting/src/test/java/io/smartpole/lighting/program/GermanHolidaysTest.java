package io.smartpole.lighting.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.lighting.program.GermanHolidays.Region;
import java.time.LocalDate;
import java.time.Year;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the calendars that the states publish. */
class GermanHolidaysTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # region, year   | dates
            NW          2024 | 01-01 03-29 04-01 05-01 05-09 05-20 05-30 10-03 11-01 12-25 12-26
            NW          2025 | 01-01 04-18 04-21 05-01 05-29 06-09 06-19 10-03 11-01 12-25 12-26
            NW          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26
            NW          2027 | 01-01 03-26 03-29 05-01 05-06 05-17 05-27 10-03 11-01 12-25 12-26
            NW          2028 | 01-01 04-14 04-17 05-01 05-25 06-05 06-15 10-03 11-01 12-25 12-26
            BW          2026 | 01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26
            BY          2026 | 01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26
            BY-CATHOLIC 2026 | 01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26
            BE          2018 | 01-01 03-30 04-02 05-01 05-10 05-21 10-03 12-25 12-26
            BE          2019 | 01-01 03-08 04-19 04-22 05-01 05-30 06-10 10-03 12-25 12-26
            BE          2020 | 01-01 03-08 04-10 04-13 05-01 05-08 05-21 06-01 10-03 12-25 12-26
            BE          2025 | 01-01 03-08 04-18 04-21 05-01 05-08 05-29 06-09 10-03 12-25 12-26
            BE          2026 | 01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26
            BE          2028 | 01-01 03-08 04-14 04-17 05-01 05-25 06-05 06-17 10-03 12-25 12-26
            BB          2026 | 01-01 04-03 04-05 04-06 05-01 05-14 05-24 05-25 10-03 10-31 12-25 12-26
            HB          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26
            HH          2018 | 01-01 03-30 04-02 05-01 05-10 05-21 10-03 10-31 12-25 12-26
            HE          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26
            MV          2022 | 01-01 04-15 04-18 05-01 05-26 06-06 10-03 10-31 12-25 12-26
            MV          2023 | 01-01 03-08 04-07 04-10 05-01 05-18 05-29 10-03 10-31 12-25 12-26
            NI          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26
            RP          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26
            SL          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26
            SN          2024 | 01-01 03-29 04-01 05-01 05-09 05-20 10-03 10-31 11-20 12-25 12-26
            SN          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26
            SN          2028 | 01-01 04-14 04-17 05-01 05-25 06-05 10-03 10-31 11-22 12-25 12-26
            ST          2026 | 01-01 01-06 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26
            SH          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26
            TH          2018 | 01-01 03-30 04-02 05-01 05-10 05-21 10-03 10-31 12-25 12-26
            TH          2026 | 01-01 04-03 04-06 05-01 05-14 05-25 09-20 10-03 10-31 12-25 12-26
            """)
    void aYearHasThesePublicHolidays(String regionAndYear, String dates) {
        String[] words = regionAndYear.split(" +", -1);
        Region region = Region.valueOf(words[0].replace('-', '_'));
        int year = Integer.parseInt(words[1]);
        String found = LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .filter(date -> GermanHolidays.isHoliday(date, region))
                .map(date -> "%02d-%02d".formatted(date.getMonthValue(), date.getDayOfMonth()))
                .collect(Collectors.joining(" "));
        assertEquals(dates, found);
    }

    /** The earliest and the latest Easter there can be, both corrections of the computus, and the years to come. */
    @ParameterizedTest
    @CsvSource({
        "1818-03-22", "1943-04-25", "2038-04-25", "2285-03-22", "1954-04-18", "1981-04-19", "2049-04-18", "2076-04-19",
        "2000-04-23", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28",
        "2033-04-17", "2034-04-09", "2035-03-25", "2036-04-13", "2100-03-28"
    })
    void easterSunday(LocalDate easter) {
        assertEquals(easter, GermanHolidays.easterSunday(Year.from(easter).getValue()));
    }
}
