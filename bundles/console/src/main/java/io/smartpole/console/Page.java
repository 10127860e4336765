package io.smartpole.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the web page: few and small, so they are held in memory. */
final class Page {

    private static final String SCRIPT = "text/javascript;charset=utf-8";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("index.html", "text/html;charset=utf-8"),
            Map.entry("console.css", "text/css;charset=utf-8"),
            Map.entry("console.js", SCRIPT),
            Map.entry("curve.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("format.js", SCRIPT),
            Map.entry("light.js", SCRIPT),
            Map.entry("programform.js", SCRIPT),
            Map.entry("programs.js", SCRIPT),
            Map.entry("rows.js", SCRIPT),
            Map.entry("en.json", "application/json"),
            Map.entry("de.json", "application/json"),
            Map.entry("icon.svg", "image/svg+xml"));

    private final Map<String, Response> byPath = new HashMap<>();

    Page() {
        FILES.forEach((name, type) -> byPath.put("/" + name, new Response(200, type, read(name), Map.of())));
        byPath.put("/", byPath.get("/index.html"));
    }

    Optional<Response> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static byte[] read(String name) {
        try (InputStream file = Page.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new IllegalStateException("page/" + name + " is missing in this bundle");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("page/" + name + " cannot be read from this bundle", e);
        }
    }
}
