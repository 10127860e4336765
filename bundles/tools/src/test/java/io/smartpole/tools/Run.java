package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import picocli.CommandLine;

/** One run of the command line. */
public record Run(int code, String out, String err) {

    public static Run of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Pole.commandLine(TestPole.TIME, ZoneOffset.UTC)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        int code = command.execute(texts);
        command.getOut().flush();
        command.getErr().flush();
        return new Run(code, out.toString(), err.toString());
    }

    /** One that nobody reads any more once it has written something, as behind {@code | head -1}. */
    static Run intoClosedPipe(Object... args) {
        StringWriter out = new StringWriter();
        Writer closed = new FilterWriter(out) {
            @Override
            public void flush() throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        StringWriter err = new StringWriter();
        int code = Pole.commandLine(TestPole.TIME, ZoneOffset.UTC)
                .setOut(new PrintWriter(closed))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    /** Failed because of the user, who is told so in words. */
    public void assertUserError(String part) {
        assertEquals(2, code, err);
        assertTrue(err.contains(part), err);
        assertFalse(err.contains("\tat "), err);
    }
}
