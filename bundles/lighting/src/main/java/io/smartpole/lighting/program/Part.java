package io.smartpole.lighting.program;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One part of the document. It knows where it stands and notes what is wrong with it, so that all problems are told at
 * once. Values are read from the text as it was written, so that YAML 1.1 does not take 22:00 for the number 1320.
 */
final class Part {

    private static final int LONGEST_QUOTE = 40;

    private final @Nullable Node node;
    private final int line;
    private final String path;
    private final Problems problems;

    private Part(@Nullable Node node, int line, String path, Problems problems) {
        this.node = node;
        this.line = line;
        this.path = path;
        this.problems = problems;
    }

    static Part root(Node node, Problems problems) {
        return new Part(node, lineOf(node), "", problems);
    }

    /**
     * @return the part, or one that is not given; nothing and {@code null} are alike. If this part has no fields at all,
     *     that is told, and nothing about the single fields
     */
    Part field(String name) {
        String place = path.isEmpty() ? name : path + "." + name;
        if (!(node instanceof MappingNode mapping)) {
            if (node != null) {
                refuse(given() + " must be a set of fields");
            }
            return new Part(null, line, place, new Problems());
        }
        Part field = new Part(null, line, place, problems);
        for (NodeTuple tuple : mapping.getValue()) {
            Node value = tuple.getValueNode();
            if (name.equals(nameOf(tuple)) && !Tag.NULL.equals(value.getTag())) {
                field = new Part(value, lineOf(value), place, problems);
            }
        }
        return field;
    }

    boolean isGiven() {
        return node != null;
    }

    boolean startsWith(String begin) {
        return node instanceof ScalarNode scalar && scalar.getValue().strip().startsWith(begin);
    }

    /** @return true if nothing was wrong with this very part so far */
    boolean isSound() {
        return !problems.hasAt(path);
    }

    void refuse(String text) {
        problems.add(line, path, text);
    }

    /** Refuses what is not a set of fields, and each field with another name than these, or that stands there twice. */
    void expectFields(String... known) {
        if (node == null) {
            refuse("is missing");
        } else if (node instanceof MappingNode mapping) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                expectField(tuple, List.of(known), seen);
            }
        } else {
            refuse(given() + " must be fields: " + String.join(", ", known));
        }
    }

    private void expectField(NodeTuple tuple, List<String> known, Set<String> seen) {
        String name = nameOf(tuple);
        String place = path.isEmpty() ? quote(name) : path + "." + quote(name);
        int at = lineOf(tuple.getKeyNode());
        if (!known.contains(name)) {
            problems.add(at, place, "is not a known field; known here: " + String.join(", ", known));
        } else if (!seen.add(name)) {
            problems.add(at, place, "stands there twice; write it once");
        }
    }

    /** @return the items of a list of at most {@code most}; none if it is not given or refused */
    List<Part> items(int most) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            refuse(given() + " must be a list");
            return List.of();
        }
        List<Node> nodes = list.getValue();
        if (nodes.size() > most) {
            refuse("has %d items; at most %d are allowed".formatted(nodes.size(), most));
            return List.of();
        }
        List<Part> items = new ArrayList<>();
        for (Node item : nodes) {
            items.add(new Part(item, lineOf(item), path + "[" + items.size() + "]", problems));
        }
        return items;
    }

    /**
     * Reads one value, which must be given.
     *
     * @param reader throws {@link DateTimeException} or {@link IllegalArgumentException} for what is not right
     * @param right what would be right
     * @param stopgap stands in for what was refused, so that reading can go on to the next problem
     */
    <T> T value(Function<String, T> reader, String right, T stopgap) {
        if (node == null) {
            refuse("is missing; write " + right);
            return stopgap;
        }
        if (node instanceof ScalarNode scalar) {
            try {
                return reader.apply(scalar.getValue().strip());
            } catch (DateTimeException | IllegalArgumentException e) {
                // told below, with what would be right
            }
        }
        refuse(given() + " is not right; write " + right);
        return stopgap;
    }

    /** As {@link #value}, with a value to use where none is given. */
    <T> T valueOr(Function<String, T> reader, String right, T otherwise) {
        return node == null ? otherwise : value(reader, right, otherwise);
    }

    private String given() {
        if (node instanceof ScalarNode scalar) {
            return "'" + quote(scalar.getValue()) + "'";
        }
        return node instanceof SequenceNode ? "a list" : "a set of fields";
    }

    private static String quote(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        return oneLine.length() <= LONGEST_QUOTE ? oneLine : oneLine.substring(0, LONGEST_QUOTE) + "...";
    }

    private static String nameOf(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(a list or set of fields)";
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
