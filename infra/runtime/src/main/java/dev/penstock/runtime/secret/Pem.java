package dev.penstock.runtime.secret;

import dev.penstock.runtime.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Key files in the form that {@code openssl genpkey -algorithm X25519} and {@code openssl pkey -pubout} write. */
final class Pem {
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s*([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int LINE_CHARS = 64;

    private Pem() {}

    /** Every block of {@code kind} in a file, in order; at least one. */
    static List<byte[]> read(Path file, String kind, String setting) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new SettingsException("Cannot read the key file " + file + ", which " + setting + " names.");
        }
        List<byte[]> blocks = BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(kind))
                .map(block -> Base64.getMimeDecoder().decode(block.group(2)))
                .toList();
        if (blocks.isEmpty()) {
            throw new SettingsException("There is no " + kind + " in " + file + ", which " + setting + " names.");
        }
        return blocks;
    }

    static String write(byte[] key, String kind) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END " + kind + "-----\n";
    }
}
