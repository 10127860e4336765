package io.smartpole.lighting.program;

import static io.smartpole.lighting.program.GermanHolidays.Region.BB;
import static io.smartpole.lighting.program.GermanHolidays.Region.BE;
import static io.smartpole.lighting.program.GermanHolidays.Region.BW;
import static io.smartpole.lighting.program.GermanHolidays.Region.BY;
import static io.smartpole.lighting.program.GermanHolidays.Region.BY_CATHOLIC;
import static io.smartpole.lighting.program.GermanHolidays.Region.HB;
import static io.smartpole.lighting.program.GermanHolidays.Region.HE;
import static io.smartpole.lighting.program.GermanHolidays.Region.HH;
import static io.smartpole.lighting.program.GermanHolidays.Region.MV;
import static io.smartpole.lighting.program.GermanHolidays.Region.NI;
import static io.smartpole.lighting.program.GermanHolidays.Region.NW;
import static io.smartpole.lighting.program.GermanHolidays.Region.RP;
import static io.smartpole.lighting.program.GermanHolidays.Region.SH;
import static io.smartpole.lighting.program.GermanHolidays.Region.SL;
import static io.smartpole.lighting.program.GermanHolidays.Region.SN;
import static io.smartpole.lighting.program.GermanHolidays.Region.ST;
import static io.smartpole.lighting.program.GermanHolidays.Region.TH;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The public holidays of the German states, by the law as of 2026; correct from 2018 on. A state that makes a new one
 * needs a new line here; until then a {@code ccDate} rule does.
 */
final class GermanHolidays {

    /** A state, by its code in ISO 3166-2:DE. */
    enum Region {
        BW,
        BY,
        /** Bavarian communes with more Catholics than Protestants; the state's statistical office names them. */
        BY_CATHOLIC,
        BE,
        BB,
        HB,
        HH,
        HE,
        MV,
        NI,
        NW,
        RP,
        SL,
        SN,
        ST,
        SH,
        TH;

        /** @return how the document writes it */
        String code() {
            return name().replace('_', '-');
        }
    }

    private record Holiday(IntFunction<LocalDate> ofYear, int firstYear, int lastYear, Set<Region> regions) {

        boolean is(LocalDate date, Region region) {
            int year = date.getYear();
            return year >= firstYear
                    && year <= lastYear
                    && regions.contains(region)
                    && ofYear.apply(year).equals(date);
        }

        private Holiday since(int year) {
            return new Holiday(ofYear, year, lastYear, regions);
        }

        private Holiday onlyIn(int year) {
            return new Holiday(ofYear, year, year, regions);
        }
    }

    private static final Region[] EVERYWHERE = Region.values();

    private static final List<Holiday> ALL = List.of(
            // New Year, Epiphany, Women's Day
            fixed(1, 1, EVERYWHERE),
            fixed(1, 6, BW, BY, BY_CATHOLIC, ST),
            fixed(3, 8, BE).since(2019),
            fixed(3, 8, MV).since(2023),
            // Good Friday, Easter Sunday and Monday
            easter(-2, EVERYWHERE),
            easter(0, BB),
            easter(1, EVERYWHERE),
            // Labour Day; 80 years after the liberation, 75 years after the uprising
            fixed(5, 1, EVERYWHERE),
            fixed(5, 8, BE).onlyIn(2020),
            fixed(5, 8, BE).onlyIn(2025),
            fixed(6, 17, BE).onlyIn(2028),
            // Ascension, Pentecost Sunday and Monday, Corpus Christi, Assumption
            easter(39, EVERYWHERE),
            easter(49, BB),
            easter(50, EVERYWHERE),
            easter(60, BW, BY, BY_CATHOLIC, HE, NW, RP, SL),
            fixed(8, 15, SL, BY_CATHOLIC),
            // Children's Day, German Unity, Reformation, All Saints, Repentance and Prayer
            fixed(9, 20, TH).since(2019),
            fixed(10, 3, EVERYWHERE),
            fixed(10, 31, BB, MV, SN, ST, TH),
            fixed(10, 31, HB, HH, NI, SH).since(2018),
            fixed(11, 1, BW, BY, BY_CATHOLIC, NW, RP, SL),
            new Holiday(GermanHolidays::repentanceDay, Year.MIN_VALUE, Year.MAX_VALUE, EnumSet.of(SN)),
            // Christmas
            fixed(12, 25, EVERYWHERE),
            fixed(12, 26, EVERYWHERE));

    private GermanHolidays() {}

    static boolean isHoliday(LocalDate date, Region region) {
        return ALL.stream().anyMatch(holiday -> holiday.is(date, region));
    }

    private static Holiday fixed(int month, int day, Region... regions) {
        return new Holiday(year -> LocalDate.of(year, month, day), Year.MIN_VALUE, Year.MAX_VALUE, Set.of(regions));
    }

    private static Holiday easter(int daysAfterSunday, Region... regions) {
        return new Holiday(
                year -> easterSunday(year).plusDays(daysAfterSunday), Year.MIN_VALUE, Year.MAX_VALUE, Set.of(regions));
    }

    /** The Wednesday before 23 November. */
    private static LocalDate repentanceDay(int year) {
        return LocalDate.of(year, 11, 23).with(TemporalAdjusters.previous(DayOfWeek.WEDNESDAY));
    }

    /**
     * Gauss's computus for the Gregorian calendar, as corrected by H. Lichtenberg (1997): the day of March on which
     * Easter falls.
     */
    static LocalDate easterSunday(int year) {
        int century = year / 100;
        int moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
        int sun = 2 - (3 * century + 3) / 4;
        int golden = year % 19;
        int seed = (19 * golden + moon) % 30;
        int correction = (seed + golden / 11) / 29;
        int fullMoon = 21 + seed - correction;
        int firstSunday = 7 - (year + year / 4 + sun) % 7;
        int distance = 7 - (fullMoon - firstSunday) % 7;
        return LocalDate.of(year, 3, 1).plusDays(fullMoon + distance - 1L);
    }
}
