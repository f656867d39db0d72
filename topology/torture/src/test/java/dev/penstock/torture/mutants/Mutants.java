package dev.penstock.torture.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the list of mutants: blocks of {@code field: value} lines with blank lines between; lines that start with # are comments. */
final class Mutants {
    static final String RESOURCE = "mutants.txt";
    private static final Set<String> FIELDS = Set.of("name", "bug", "file", "anchor", "becomes");

    private Mutants() {}

    static List<Mutant> all() {
        try (InputStream in = Mutants.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("Expected " + RESOURCE + " beside the tests, but it is not there");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Mutant> parse(String text) {
        List<Mutant> mutants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : (text + "\n\n").lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            if (!line.isEmpty()) {
                int colon = line.indexOf(':');
                fields.put(
                        line.substring(0, Math.max(0, colon)),
                        line.substring(colon + 1).strip());
            } else if (!fields.isEmpty()) {
                Mutant mutant = mutant(fields);
                if (!names.add(mutant.name())) {
                    throw new IllegalStateException("Expected one mutant " + mutant.name() + ", but there are two");
                }
                mutants.add(mutant);
                fields.clear();
            }
        }
        return List.copyOf(mutants);
    }

    private static Mutant mutant(Map<String, String> fields) {
        if (!fields.keySet().equals(FIELDS)) {
            throw new IllegalStateException("Expected the fields " + FIELDS + " of a mutant, but got " + fields);
        }
        return new Mutant(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("bug", ""),
                fields.getOrDefault("file", ""),
                fields.getOrDefault("anchor", ""),
                fields.getOrDefault("becomes", ""));
    }
}
