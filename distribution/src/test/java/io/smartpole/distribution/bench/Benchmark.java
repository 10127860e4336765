package io.smartpole.distribution.bench;

import java.io.IOException;
import java.util.List;

/** Measures something, in several rounds in which what is compared takes turns. */
interface Benchmark {

    /** @throws IllegalStateException if what is measured did not do what it should: what, and its log */
    List<Figure> run(Workplace workplace) throws IOException, InterruptedException;

    /** @return what the figures include, in a sentence or two */
    String note();

    /** Tells whoever waits how far it is. */
    static void progress(String text) {
        System.err.println(text);
    }
}
