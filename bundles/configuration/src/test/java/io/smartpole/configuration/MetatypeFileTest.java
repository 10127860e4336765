package io.smartpole.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.Setting;
import io.smartpole.core.config.Setting.Option;
import io.smartpole.core.config.Setting.Type;
import io.smartpole.core.keys.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetatypeFileTest {

    @Test
    void tellsAllThatAFormNeeds() {
        Setting interval = TestConcerns.setting("interval");
        assertEquals("Interval [s]", interval.label());
        assertEquals(Type.INTEGER, interval.type());
        assertEquals(60, interval.defaultValue());
        assertEquals(BigDecimal.ONE, interval.min());
        assertEquals(BigDecimal.valueOf(900), interval.max());
        assertTrue(interval.required());
        assertFalse(interval.isList());
        assertEquals(
                List.of(new Option("L1", "Phase 1"), new Option("L2", "Phase 2")),
                TestConcerns.setting("phase").options());
        assertNull(TestConcerns.setting("seed").max());
        assertFalse(TestConcerns.setting("note").required());
        assertTrue(TestConcerns.setting("password").isSecret());
        assertEquals("smartpole.test", TestConcerns.TEST.pid());
        assertEquals("All that can be declared.", TestConcerns.TEST.description());
    }

    @Test
    void defaultsAreWhatTheAnnotationSays() {
        assertEquals("a, b\\c", TestConcerns.setting("name").defaultValue());
        assertEquals("", TestConcerns.setting("note").defaultValue());
        assertEquals(1L, TestConcerns.setting("seed").defaultValue());
        assertEquals(1e-9, TestConcerns.setting("factor").defaultValue());
        assertEquals(true, TestConcerns.setting("on").defaultValue());
        assertEquals(
                List.of("a,b", " c ", "d\\e"), TestConcerns.setting("faults").defaultValue());
        assertEquals(List.of(), TestConcerns.setting("pair").defaultValue());
    }

    @Test
    void aSettingNeedNotHaveADefault() throws IOException {
        assertNull(read("<AD id='x' type='Long' name='X'/>").defaultValue());
    }

    @Test
    void noListIsLongerThanKurasConsoleCanShow() {
        assertEquals(10, TestConcerns.setting("faults").mostEntries());
        assertEquals(2, TestConcerns.setting("pair").mostEntries());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Float", "Short", "Byte", "Character", ""})
    void aTypeThatThisGatewayHasNoUseForIsNamed(String type) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read("<AD id='x' name='X' type='" + type + "'/>"));
        assertTrue(String.valueOf(e.getMessage()).startsWith("'x' has type " + type), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"min, 1 s", "max, many", "cardinality, few", "default, one"})
    void aBadNumberIsRefused(String attribute, String value) {
        String setting = "<AD id='x' type='Integer' name='X' %s='%s'/>".formatted(attribute, value);
        assertThrows(IllegalArgumentException.class, () -> read(setting));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<MetaData>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"})
    void whatIsNoMetatypeFileIsRefused(String text) {
        assertThrows(IOException.class, () -> MetatypeFile.read(in(text), Role.CONFIG));
    }

    private static Setting read(String setting) throws IOException {
        return MetatypeFile.read(
                        in("<MetaData><OCD id='smartpole.x' name='X'>" + setting + "</OCD></MetaData>"), Role.CONFIG)
                .get(0)
                .settings()
                .get(0);
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
