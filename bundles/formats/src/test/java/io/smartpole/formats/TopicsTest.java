package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.topics.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    private static final Topics TOPICS = new Topics("dormagen", "p-1");

    @Test
    void groupsAndZonesOfTheSiteHaveTopicsOfTheirOwn() {
        assertEquals("smartpole/v1/dormagen/group/old-town/command", TOPICS.groupCommand("old-town"));
        assertEquals("smartpole/v1/dormagen/zone/market", TOPICS.zone("market"));
        assertThrows(IllegalArgumentException.class, () -> TOPICS.groupCommand("+"));
        assertThrows(IllegalArgumentException.class, () -> TOPICS.zone("a/b"));
    }

    @Test
    void theAnswersOfASiteAreHeardWithOneFilter() {
        assertEquals("smartpole/v1/dormagen/+/command/reply", Topics.allReplies("dormagen"));
        assertThrows(IllegalArgumentException.class, () -> Topics.allReplies("#"));
    }

    @Test
    void theyAreKnownAgain() {
        assertTrue(Topics.isGroupCommand(TOPICS.groupCommand("old-town")));
        assertTrue(Topics.isZone(TOPICS.zone("market")));
        assertFalse(Topics.isGroupCommand(TOPICS.zone("market")));
        assertFalse(Topics.isZone(TOPICS.groupCommand("old-town")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smartpole/v1/dormagen/p-1/command",
                "smartpole/v1/dormagen/p-1/evidence/receipt",
                "smartpole/v1/dormagen/group/old-town/state",
                "smartpole/v1/dormagen/zone/market/command",
                "other/v1/dormagen/zone/market",
                "other/v1/dormagen/group/old-town/command",
                ""
            })
    void nothingElseIsTakenForOneOfThem(String topic) {
        assertFalse(Topics.isGroupCommand(topic));
        assertFalse(Topics.isZone(topic));
    }
}
