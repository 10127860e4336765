package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.cose.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneMessageTest {

    private static final String GOOD = "{\"pole\":\"p-0815\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":60}";

    @Test
    void isWrittenAsDocumentedAndReadBack() throws Exception {
        ZoneMessage message = new ZoneMessage("p-0815", "00c0ffee", 17, 60);
        assertEquals(GOOD, new String(message.bytes(), StandardCharsets.UTF_8));
        assertEquals(message, parse(GOOD));
    }

    @Test
    void keysThatAreNotKnownArePassedOver() throws Exception {
        assertEquals(17, parse(GOOD.replace("{", "{\"later\":{\"x\":[1]},")).seq());
    }

    @Test
    void theLimitsOfSequenceAndTimeToLiveAreIncluded() throws Exception {
        assertEquals(0, parse(GOOD.replace("17", "0")).seq());
        assertEquals(
                Long.MAX_VALUE, parse(GOOD.replace("17", "9223372036854775807")).seq());
        assertEquals(1, parse(GOOD.replace("60", "1")).ttl());
        assertEquals(300, parse(GOOD.replace("60", "300")).ttl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "17",
                "{}",
                "not JSON",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"ttl\":60}",
                "{\"pole\":\"p-1\",\"seq\":17,\"ttl\":60}",
                "{\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":60}",
                "{\"pole\":1,\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":60}",
                "{\"pole\":\"a/b\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00C0FFEE\",\"seq\":17,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee0\",\"seq\":17,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":12345678,\"seq\":17,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":-1,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":1.5,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":9223372036854775808,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":0}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":301}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":-60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":\"60\"}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":4294967356}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"seq\":18,\"ttl\":60}",
                "{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":17,\"ttl\":60}}",
            })
    void anythingElseIsRefused(String text) {
        assertThrows(FormatException.class, () -> parse(text));
    }

    @Test
    void moreThan512BytesAreNotRead() throws Exception {
        assertEquals(17, parse(GOOD + " ".repeat(512 - GOOD.length())).seq());
        String large = GOOD + " ".repeat(513 - GOOD.length());
        assertThrows(FormatException.class, () -> parse(large));
    }

    @Test
    void whateverComesIsReadOrRefusedAndNothingElseHappens() {
        long seed = 20261121;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int change = 0; change <= random.nextInt(4); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                int ttl = ZoneMessage.parse(bytes).ttl();
                assertTrue(ttl >= 1 && ttl <= ZoneMessage.LONGEST_TTL, "seed " + seed + ", round " + round);
            } catch (FormatException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertTrue(refused > 0, "seed " + seed);
    }

    private static ZoneMessage parse(String text) throws FormatException {
        return ZoneMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
