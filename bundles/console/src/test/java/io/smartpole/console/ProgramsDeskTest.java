package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationResult.Applied;
import io.smartpole.core.config.ConfigurationResult.Failed;
import io.smartpole.core.config.ConfigurationResult.Rejected;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1/light/programs}, through the front door. */
class ProgramsDeskTest {

    private static final String PATH = "/api/v1/light/programs";

    private final Gateway gateway = FakeGateway.make(new FakeTime("2027-11-01T20:00:00Z"));
    private final FakeConfigurations configurations = new FakeConfigurations();
    private final FrontDoor door = new FrontDoor(gateway, new LiveFeed(gateway), new Page());

    ProgramsDeskTest() {
        gateway.configurations = configurations;
    }

    private Response put(String json) {
        return door.handle(Ask.change("PUT", PATH, json));
    }

    private JsonNode view() throws IOException {
        Response response = door.handle(Ask.get(PATH));
        assertEquals(200, response.status());
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void theTextIsShownAsItIsAndAsADocument() throws Exception {
        configurations.programs = "# ours\nprograms: [{id: standard}]\n";
        JsonNode view = view();
        assertEquals("# ours\nprograms: [{id: standard}]\n", view.get("text").asText());
        assertEquals("standard", view.at("/document/programs/0/id").asText());
        assertTrue(view.get("problem").isNull());
    }

    @Test
    void aTextThatIsNoDocumentIsShownWithTheReason() throws Exception {
        configurations.programs = "a: 1\nb: [";
        JsonNode view = view();
        assertEquals("a: 1\nb: [", view.get("text").asText());
        assertTrue(view.get("document").isNull());
        assertTrue(view.get("problem").asText().startsWith("line "), view.toString());
    }

    @Test
    void aTextIsHandedOnUnchangedAsThatOfPeopleAtThePole() {
        Response response = put("{\"was\":\"\",\"programs\":\"# ours\\nprograms: []\\n\"}");
        assertEquals(200, response.status());
        assertEquals("{\"changed\":true}", Ask.text(response));
        assertEquals(
                Map.of("smartpole.lighting", Map.of("programs", "# ours\nprograms: []\n")), configurations.changes);
        assertEquals(Origin.ON_SITE, configurations.origin);
    }

    @Test
    void aDocumentIsHandedOnAsYaml() {
        assertEquals(
                200,
                put("{\"was\":\"\",\"document\":{\"sunset\":\"horizon\",\"programs\":[{\"id\":\"a\"}]}}")
                        .status());
        assertEquals(
                Map.of("smartpole.lighting", Map.of("programs", "sunset: \"horizon\"\nprograms:\n  - id: \"a\"\n")),
                configurations.changes);
    }

    @Test
    void whatWasSoAlreadyIsNoChange() {
        configurations.result = new Applied(List.of());
        assertEquals("{\"changed\":false}", Ask.text(put("{\"was\":\"\",\"programs\":\"x\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a: 2\\n", "a: 1", "a: 1\\n\\n"})
    void whoReadOtherProgramsThanThereAreNowSavesNothing(String was) {
        configurations.programs = "a: 1\n";
        for (String wish :
                List.of("\"programs\":\"b: 1\"", "\"document\":{\"b\":1}", "\"programs\":\"\",\"clear\":true")) {
            Response response = put("{\"was\":\"" + was + "\"," + wish + "}");
            assertEquals(409, response.status(), wish);
            assertTrue(Ask.text(response).contains("changed by somebody else"), Ask.text(response));
        }
        assertNull(configurations.changes);
    }

    @Test
    void whoReadTheProgramsThatThereAreSaves() {
        configurations.programs = "a: 1\n";
        assertEquals(200, put("{\"was\":\"a: 1\\n\",\"programs\":\"b: 1\"}").status());
        assertEquals(Map.of("smartpole.lighting", Map.of("programs", "b: 1")), configurations.changes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"programs\":\"\"",
                "\"programs\":\" \\n\"",
                "\"programs\":\"# nothing but a comment\\n\"",
                "\"programs\":\"{}\"",
                "\"document\":{}"
            })
    void whatHasNothingInItIsSavedOnlyIfThatIsSaid(String wish) {
        configurations.programs = "a: 1\n";
        for (String word : List.of("", ",\"clear\":false", ",\"clear\":\"true\"", ",\"clear\":1")) {
            Response response = put("{\"was\":\"a: 1\\n\"," + wish + word + "}");
            assertEquals(422, response.status(), word);
            assertTrue(Ask.text(response).contains("remove the calendar and all programs"), Ask.text(response));
            assertNull(configurations.changes);
        }
        assertEquals(
                200, put("{\"was\":\"a: 1\\n\"," + wish + ",\"clear\":true}").status());
        assertNotNull(configurations.changes);
    }

    @Test
    void everyProblemIsTold() {
        configurations.result = new Rejected(List.of(
                new ConfigurationProblem(
                        "smartpole.lighting",
                        "programs",
                        "x".repeat(5000),
                        "must be control programs:\nprograms[0].id is missing\n\nprograms[1].level must be 0 to 100"),
                new ConfigurationProblem("smartpole.lighting", "", "absent", "must be installed")));
        Response response = put("{\"was\":\"\",\"programs\":\"x\"}");
        assertEquals(400, response.status());
        assertEquals(
                "{\"error\":\"these programs cannot be used, so nothing was changed\","
                        + "\"whatToDo\":\"correct what is named and save again\","
                        + "\"problems\":[\"programs must be control programs:\",\"programs[0].id is missing\","
                        + "\"programs[1].level must be 0 to 100\","
                        + "\"smartpole.lighting must be installed, but is absent\"]}",
                Ask.text(response));
    }

    @Test
    void whatCannotBeStoredIsAFailureOfTheGateway() {
        configurations.result = new Failed("the disk is full");
        Response response = put("{\"was\":\"\",\"programs\":\"x\"}");
        assertEquals(500, response.status());
        assertTrue(Ask.text(response).contains("the disk is full"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{}",
                "{\"programs\":1}",
                "{\"programs\":null}",
                "{\"document\":[]}",
                "{\"document\":\"a\"}",
                "{\"was\":\"\",\"programs\":\"x\",\"document\":{}}",
                "{\"programs\":\"x\"}",
                "{\"was\":null,\"programs\":\"x\"}",
                "{\"was\":{},\"document\":{\"sunset\":\"horizon\"}}",
                "{\"was\":\"\",\"programs\":\"x\",\"origin\":\"PLATFORM\"}",
                "{\"was\":\"\",\"programs\":\"a\",\"programs\":\"b\"}",
                "{\"was\":\"\",\"programs\":\"x\"} {}"
            })
    void anotherBodyIsRefusedAndNothingIsTouched(String body) {
        assertEquals(400, put(body).status(), body);
        assertNull(configurations.changes);
    }

    @Test
    void withoutConfigurationsOrLightItSaysSo() {
        configurations.installed = false;
        assertEquals(503, door.handle(Ask.get(PATH)).status());
        assertEquals(503, put("{\"was\":\"\",\"programs\":\"x\"}").status());
        gateway.configurations = null;
        assertEquals(503, door.handle(Ask.get(PATH)).status());
        assertEquals(503, put("{\"was\":\"\",\"programs\":\"x\"}").status());
    }
}
