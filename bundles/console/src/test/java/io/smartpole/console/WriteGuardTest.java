package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteGuardTest {

    private static final String JSON = "application/json";

    private static int refused(Request request) {
        Refusal refusal = assertThrows(Refusal.class, () -> WriteGuard.admit(request));
        return refusal.toResponse().status();
    }

    private static Request post(
            @Nullable String host, @Nullable String origin, @Nullable String type, boolean fromThisMachine, int size) {
        return Ask.request(
                "POST",
                "/api/v1/light/service",
                new Request.Headers(host, origin, type),
                fromThisMachine,
                new byte[size]);
    }

    @ParameterizedTest(name = "from the same machine: {0}, Host {1}, Origin {2}, Content-Type {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                // over the network
                "false, localhost:8080,       -,                            application/json,          403",
                // addressed to a name that somebody pointed at 127.0.0.1
                "true,  -,                    -,                            application/json,          403",
                "true,  evil.example,         -,                            application/json,          403",
                "true,  evil.example:8080,    http://evil.example:8080,     application/json,          403",
                "true,  127.0.0.1.nip.example,-,                            application/json,          403",
                "true,  0.0.0.0:8080,         -,                            application/json,          403",
                // a page of somebody else
                "true,  localhost:8080,       http://evil.example,          application/json,          403",
                "true,  localhost:8080,       http://localhost:3000,        application/json,          403",
                "true,  localhost:8080,       http://localhost,             application/json,          403",
                "true,  localhost:8080,       http://127.0.0.1:8080,        application/json,          403",
                "true,  localhost:8080,       http://localhost:8080.evil,   application/json,          403",
                "true,  localhost:8080,       null,                         application/json,          403",
                "true,  localhost:8080,       '',                           application/json,          403",
                "true,  localhost:8080,       file://localhost:8080,        application/json,          403",
                // what a form can send
                "true,  localhost:8080,       -,                            -,                         415",
                "true,  localhost:8080,       -,                            '',                        415",
                "true,  localhost:8080,       -,                            text/plain,                415",
                "true,  localhost:8080,       -,                            text/plain;application/json, 415",
                "true,  localhost:8080,       -,                            application/x-www-form-urlencoded, 415",
                "true,  localhost:8080,       -,                            multipart/form-data,       415",
                "true,  localhost:8080,       -,                            application/jsonp,         415",
            })
    void isRefused(
            boolean fromThisMachine,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String type,
            int status) {
        assertEquals(status, refused(post(host, origin, type, fromThisMachine, 2)));
    }

    @ParameterizedTest(name = "Host {0}, Origin {1}, Content-Type {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "localhost:8080,  -,                       application/json",
                "localhost:8080,  http://localhost:8080,   application/json",
                "LOCALHOST:8080,  http://localhost:8080,   Application/JSON; charset=UTF-8",
                "127.0.0.1:9999,  http://127.0.0.1:9999,   application/json",
                "[::1]:8080,      http://[::1]:8080,       application/json",
                "localhost,       https://localhost,       application/json",
            })
    void isAdmitted(String host, @Nullable String origin, String type) throws Exception {
        assertArrayEquals(new byte[2], WriteGuard.admit(post(host, origin, type, true, 2)));
    }

    @Test
    void onlyContentUpToTheLimitIsTaken() throws Exception {
        assertEquals(
                WriteGuard.LARGEST_BODY,
                WriteGuard.admit(post(Ask.HERE, null, JSON, true, WriteGuard.LARGEST_BODY)).length);
        assertEquals(413, refused(post(Ask.HERE, null, JSON, true, WriteGuard.LARGEST_BODY + 1)));
        assertEquals(413, refused(post(Ask.HERE, null, JSON, true, 10_000_000)));
    }

    @Test
    void aDeleteCarriesNothingSoItNeedsNoTypeButEverythingElse() throws Exception {
        Request.Headers ours = new Request.Headers(Ask.HERE, null, null);
        WriteGuard.admit(Ask.request("DELETE", "/x", ours, true, new byte[0]));
        assertEquals(403, refused(Ask.request("DELETE", "/x", ours, false, new byte[0])));
        Request.Headers foreign = new Request.Headers(Ask.HERE, "http://evil.example", null);
        assertEquals(403, refused(Ask.request("DELETE", "/x", foreign, true, new byte[0])));
    }

    @Test
    void whatIsRefusedIsNotEvenRead() {
        Request.Headers foreign = new Request.Headers(Ask.HERE, "http://evil.example", JSON);
        Request request = new Request("POST", "", "/x", null, foreign, Request.Visitor.withoutLogin(true), most -> {
            throw new IOException("was read");
        });
        assertEquals(403, refused(request));
    }
}
