package dev.penstock.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of tasks as people write them: 2500, 500K, 10M. */
final class TaskCount implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        String plain = text.strip().replace("_", "").toUpperCase(Locale.ROOT);
        if (!plain.matches("[0-9]{1,12}[KM]?")) {
            throw new TypeConversionException("should be a number such as 2500, 500K or 10M, but is '" + text + "'");
        }
        char last = plain.charAt(plain.length() - 1);
        long factor = last == 'K' ? 1_000 : last == 'M' ? 1_000_000 : 1;
        return Long.parseLong(factor == 1 ? plain : plain.substring(0, plain.length() - 1)) * factor;
    }
}
