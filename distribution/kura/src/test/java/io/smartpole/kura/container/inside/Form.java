package io.smartpole.kura.container.inside;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Kura reads of a bundle's metatype file for one PID.
 *
 * @param pid of the object class
 */
public record Form(String pid, String name, String description, List<Attribute> attributes) {

    /** Kura splits defaults so; a comma behind a backslash is none. */
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    /**
     * One line of the form.
     *
     * @param fallback the default; null if there is none
     * @param cardinality 0 for a single value
     * @param options label by value, in their order
     */
    public record Attribute(
            String id,
            String name,
            String description,
            String type,
            @Nullable String fallback,
            @Nullable String min,
            @Nullable String max,
            int cardinality,
            boolean required,
            Map<String, String> options) {

        /** @return the default as Kura puts it into the configuration; null if it puts none, as for an empty text */
        @Nullable
        public Object defaultValue() {
            if (fallback == null || fallback.isEmpty()) {
                return null;
            }
            String[] texts = COMMA.splitAsStream(fallback)
                    .map(text -> text.replace("\\,", ",").trim())
                    .toArray(String[]::new);
            return Math.abs(cardinality) > 1 ? Value.list(type, texts) : Value.of(type, texts[0]);
        }
    }

    /** @return null if the bundle has no file of that name: then Kura knows nothing of the PID */
    static @Nullable Form of(Bundle bundle, String pid) {
        URL file = bundle.getEntry("OSGI-INF/metatype/" + pid + ".xml");
        if (file == null) {
            return null;
        }
        try (InputStream in = file.openStream()) {
            return read(in, pid);
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("form of " + pid, e);
        }
    }

    /** @return the object class of that id; null if the file has none */
    public static @Nullable Form read(InputStream in, String pid)
            throws IOException, SAXException, ParserConfigurationException {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        for (Element ocd : elements(document.getElementsByTagName("OCD"))) {
            if (ocd.getAttribute("id").equals(pid)) {
                List<Attribute> attributes = elements(ocd.getElementsByTagName("AD")).stream()
                        .map(Form::attribute)
                        .toList();
                return new Form(pid, ocd.getAttribute("name"), ocd.getAttribute("description"), attributes);
            }
        }
        return null;
    }

    private static Attribute attribute(Element ad) {
        Map<String, String> options = new java.util.LinkedHashMap<>();
        elements(ad.getElementsByTagName("Option"))
                .forEach(option -> options.put(option.getAttribute("value"), option.getAttribute("label")));
        String cardinality = ad.getAttribute("cardinality");
        return new Attribute(
                ad.getAttribute("id"),
                ad.getAttribute("name"),
                ad.getAttribute("description"),
                ad.getAttribute("type"),
                optional(ad, "default"),
                optional(ad, "min"),
                optional(ad, "max"),
                cardinality.isEmpty() ? 0 : Integer.parseInt(cardinality),
                !ad.getAttribute("required").equals("false"),
                options);
    }

    private static @Nullable String optional(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** @return what Kura merges into a configuration that does not have it */
    Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        for (Attribute attribute : attributes) {
            Object value = attribute.defaultValue();
            if (value != null) {
                defaults.put(attribute.id(), value);
            }
        }
        return defaults;
    }

    boolean isPassword(String key) {
        return attributes.stream()
                .anyMatch(attribute ->
                        attribute.id().equals(key) && attribute.type().equals("Password"));
    }
}
