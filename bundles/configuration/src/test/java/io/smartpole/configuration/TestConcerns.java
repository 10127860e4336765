package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.Setting;
import io.smartpole.core.keys.Role;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The concern that the tests set things in. */
final class TestConcerns {

    static final Concern TEST = read();

    private TestConcerns() {}

    /** @return one like it, under another PID */
    static Concern test(String pid) {
        return test(pid, TEST.writer());
    }

    static Concern test(String pid, Role writer) {
        return new Concern(pid, TEST.name(), TEST.description(), writer, TEST.settings());
    }

    static Setting setting(String key) {
        return TEST.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Concern read() {
        try (InputStream in = TestConcerns.class.getResourceAsStream("/OSGI-INF/metatype/smartpole.test.xml")) {
            return MetatypeFile.read(Objects.requireNonNull(in), Role.CONFIG).get(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
