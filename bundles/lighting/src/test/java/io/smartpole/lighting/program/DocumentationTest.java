package io.smartpole.lighting.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesOfTheDocumentationAreTaken() throws IOException {
        String page = Files.readString(Path.of("../../docs/lighting-programs.md"));
        List<String> examples = EXAMPLE.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(2, examples.size());
        for (String example : examples) {
            assertFalse(Programs.parse(example).programs().isEmpty());
        }
    }
}
