package io.smartpole.kura.container.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Array;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.kura.configuration.Password;

/** A value of a configuration as one word of text: {@code Integer:5}, {@code String[]:a,b}. */
public final class Value {

    private static final String LIST = "[]";

    private Value() {}

    public static String write(Object value) {
        if (!value.getClass().isArray()) {
            return value.getClass().getSimpleName() + ":" + encode(value);
        }
        return value.getClass().getSimpleName() + ":"
                + IntStream.range(0, Array.getLength(value))
                        .mapToObj(i -> encode(Array.get(value, i)))
                        .collect(Collectors.joining(","));
    }

    private static String encode(Object value) {
        return URLEncoder.encode(
                value instanceof Password secret ? new String(secret.getPassword()) : "" + value, UTF_8);
    }

    /** @return what {@link #write} was given */
    public static Object read(String text) {
        int colon = text.indexOf(':');
        String type = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (!type.endsWith(LIST)) {
            return of(type, URLDecoder.decode(rest, UTF_8));
        }
        String[] texts = rest.isEmpty()
                ? new String[0]
                : Arrays.stream(rest.split(",", -1))
                        .map(one -> URLDecoder.decode(one, UTF_8))
                        .toArray(String[]::new);
        return list(type.substring(0, type.length() - LIST.length()), texts);
    }

    /** @return an array of that type */
    static Object list(String type, String... texts) {
        Object[] values = Arrays.stream(texts).map(text -> of(type, text)).toArray();
        Object list = Array.newInstance(of(type, example(type)).getClass(), values.length);
        IntStream.range(0, values.length).forEach(i -> Array.set(list, i, values[i]));
        return list;
    }

    private static String example(String type) {
        return type.equals("String") || type.equals("Password") || type.equals("Boolean") ? "" : "0";
    }

    /** @throws IllegalArgumentException if it is none of that type, or the type is not one that Kura knows */
    static Object of(String type, String text) {
        return switch (type) {
            case "String" -> text;
            case "Long" -> Long.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "Float" -> Float.valueOf(text);
            case "Integer" -> Integer.valueOf(text);
            case "Byte" -> Byte.valueOf(text);
            case "Char", "Character" -> text.charAt(0);
            case "Boolean" -> Boolean.valueOf(text);
            case "Short" -> Short.valueOf(text);
            case "Password" -> new Password(text);
            default -> throw new IllegalArgumentException("Kura knows no type " + type);
        };
    }
}
