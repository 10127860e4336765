package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.Setting;
import io.smartpole.core.config.Setting.Option;
import io.smartpole.core.config.Setting.Type;
import io.smartpole.core.keys.Role;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads a metatype file, as bnd writes it from an annotated {@code @ObjectClassDefinition} (OSGi Compendium 8, 105.7).
 * Read here and not through the MetaTypeService, because that tells neither min nor max.
 */
final class MetatypeFile {

    /** Kura's console has this many boxes for a list, so no list is longer anywhere. */
    private static final int MOST_ENTRIES = 10;

    private MetatypeFile() {}

    /**
     * @param writer who may set what it describes
     * @return its object classes
     * @throws IOException if it cannot be read, or is no XML
     * @throws IllegalArgumentException if it uses a type that this gateway has no use for, or a bad number
     */
    static List<Concern> read(InputStream in, Role writer) throws IOException {
        return elements(parse(in).getElementsByTagName("OCD")).stream()
                .map(ocd -> concern(ocd, writer))
                .toList();
    }

    private static Document parse(InputStream in) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(in);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("not XML as we read it: " + e.getMessage(), e);
        }
    }

    private static Concern concern(Element ocd, Role writer) {
        return new Concern(
                ocd.getAttribute("id"),
                ocd.getAttribute("name"),
                ocd.getAttribute("description"),
                writer,
                elements(ocd.getElementsByTagName("AD")).stream()
                        .map(MetatypeFile::setting)
                        .toList());
    }

    private static Setting setting(Element ad) {
        Type type = type(ad);
        int cardinality = ad.hasAttribute("cardinality") ? Integer.parseInt(ad.getAttribute("cardinality")) : 0;
        return new Setting(
                ad.getAttribute("id"),
                ad.getAttribute("name"),
                ad.getAttribute("description"),
                type,
                Math.min(MOST_ENTRIES, cardinality),
                !ad.getAttribute("required").equals("false"),
                ad.hasAttribute("default") ? defaultValue(type, cardinality, ad.getAttribute("default")) : null,
                number(ad, "min"),
                number(ad, "max"),
                elements(ad.getElementsByTagName("Option")).stream()
                        .map(option -> new Option(option.getAttribute("value"), option.getAttribute("label")))
                        .toList());
    }

    private static Type type(Element ad) {
        return switch (ad.getAttribute("type")) {
            case "Boolean" -> Type.BOOLEAN;
            case "Integer" -> Type.INTEGER;
            case "Long" -> Type.LONG;
            case "Double" -> Type.DOUBLE;
            case "String" -> Type.TEXT;
            case "Password" -> Type.SECRET;
            default ->
                throw new IllegalArgumentException(
                        "'%s' has type %s, but must be Boolean, Integer, Long, Double, String or Password"
                                .formatted(ad.getAttribute("id"), ad.getAttribute("type")));
        };
    }

    private static @Nullable BigDecimal number(Element ad, String name) {
        return ad.hasAttribute(name) ? new BigDecimal(ad.getAttribute(name)) : null;
    }

    private static Object defaultValue(Type type, int cardinality, String text) {
        if (cardinality == 0) {
            return value(type, String.join(",", split(text)));
        }
        return text.isEmpty()
                ? List.of()
                : split(text).stream().map(part -> value(type, part)).toList();
    }

    private static Object value(Type type, String text) {
        return switch (type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case TEXT, SECRET -> text;
        };
    }

    /** Values are separated by commas; a backslash takes the meaning from the character behind it. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                part.append(text.charAt(i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}
