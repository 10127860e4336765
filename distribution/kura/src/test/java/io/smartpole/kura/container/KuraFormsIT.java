package io.smartpole.kura.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.kura.container.inside.Form;
import io.smartpole.kura.container.inside.Form.Attribute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every concern gives a form that Kura's console can show and a technician can fill in. */
class KuraFormsIT {

    private static final List<Path> PACKAGES = List.of(Container.ADDON, Container.SIMULATION);

    /** Those that Kura 5 knows, and that the checks of our configuration understand, too. */
    private static final Set<String> TYPES = Set.of("String", "Integer", "Long", "Double", "Boolean", "Password");

    private static final int MOST_BOXES = 10;

    private static List<Form> forms = List.of();

    @BeforeAll
    static void read() throws Exception {
        forms = new ArrayList<>();
        for (Path dp : PACKAGES) {
            forms.addAll(Forms.of(dp).values());
        }
        assertTrue(forms.size() >= 8, "" + forms.size());
    }

    /** A rule for one line of a form, and what it is called when it is broken. */
    private record Rule(String name, Predicate<Attribute> kept) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule("a type that Kura knows", line -> TYPES.contains(line.type())),
                new Rule("at most ten boxes", line -> Math.abs(line.cardinality()) <= MOST_BOXES),
                new Rule(
                        "a list is not required, or the console's Apply is blocked",
                        line -> line.cardinality() == 0 || !line.required()),
                new Rule(
                        "a label",
                        line -> !line.name().isBlank() && !line.name().equals(line.id())),
                new Rule("a description that is a sentence", KuraFormsIT::sentence),
                new Rule(
                        "the description names the range, as the console does not",
                        line -> names(line, line.min()) && names(line, line.max())),
                new Rule("a default, or it may be empty", line -> line.fallback() != null || !line.required()),
                new Rule(
                        "a number has a default, or Kura makes it 0",
                        line -> !Set.of("Integer", "Long", "Double").contains(line.type()) || line.fallback() != null),
                new Rule(
                        "no line break in the default, which Kura loses",
                        line -> !text(line.fallback()).contains("\n")),
                new Rule("the default is of the type", line -> line.fallback() == null || parses(line)),
                new Rule(
                        "the default is one of the options",
                        line -> line.options().isEmpty() || line.options().containsKey(text(line.fallback()))),
                new Rule(
                        "options have labels",
                        line -> line.options().values().stream().noneMatch(String::isBlank)),
                new Rule(
                        "no text of a translation, which Kura does not look up",
                        line -> !line.name().startsWith("%")
                                && !line.description().startsWith("%")),
                new Rule(
                        "no attribute that Kura cannot change",
                        line -> line.min() == null || !line.min().equals(line.max())));
    }

    private static boolean sentence(Attribute line) {
        return line.description().endsWith(".") || line.description().endsWith(".|TextArea");
    }

    private static boolean names(Attribute line, @Nullable String bound) {
        return bound == null || line.description().replace(",", "").contains(bound.replaceAll("\\.0$", ""));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static boolean parses(Attribute line) {
        try {
            line.defaultValue();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyLineOfEveryFormHas(Rule rule) {
        List<String> broken = forms.stream()
                .flatMap(form -> form.attributes().stream()
                        .filter(rule.kept().negate())
                        .map(line -> form.pid() + " " + line.id() + ": '" + line.name() + "', '" + line.description()
                                + "', " + line.min() + " to " + line.max() + ", default " + line.fallback()))
                .toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void aFormHasATitleAndADescription() {
        assertEquals(
                List.of(),
                forms.stream()
                        .filter(form -> form.name().isBlank()
                                || form.name().startsWith("%")
                                || !form.description().endsWith("."))
                        .map(Form::pid)
                        .toList());
    }

    @Test
    void theFileTheClassAndTheConcernHaveOneNameAndItIsASingleton() throws Exception {
        for (Path dp : PACKAGES) {
            for (Map.Entry<String, byte[]> file : Forms.files(dp).entrySet()) {
                String xml = new String(file.getValue(), StandardCharsets.UTF_8);
                assertTrue(file.getKey().startsWith("smartpole."), file.getKey());
                assertTrue(xml.contains("<Designate pid=\"" + file.getKey() + "\""), xml);
                assertEquals(1, xml.split("<OCD ", -1).length - 1, xml);
            }
        }
    }
}
