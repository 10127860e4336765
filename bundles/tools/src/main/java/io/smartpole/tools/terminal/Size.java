package io.smartpole.tools.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size as people write it: in bytes, powers of 1024. */
public final class Size implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})(MB|GB)");

    @Override
    public Long convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("must be like 64MB or 2GB, but is '" + text + "'");
        }
        return Long.parseLong(parts.group(1)) << (parts.group(2).equals("GB") ? 30 : 20);
    }
}
