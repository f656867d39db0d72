package dev.penstock.ingest.keys;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A key as its holder has it: {@code pk_<keyId>_<secret><checksum>}. The checksum, CRC-32 over what precedes it in six characters of [0-9A-Za-z],
 * lets typing errors and secret scanners' false finds be told from keys without asking the database.
 */
record KeyText(String keyId, String secret) {
    static final int KEY_ID_CHARS = 12;

    /** 32 characters of 62: 190 random bits. */
    static final int SECRET_CHARS = 32;

    static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int CHECKSUM_CHARS = 6;
    private static final Pattern FORM = Pattern.compile("pk_([0-9A-Za-z]{" + KEY_ID_CHARS + "})_([0-9A-Za-z]{"
            + SECRET_CHARS + "})([0-9A-Za-z]{" + CHECKSUM_CHARS + "})");

    /** The key that {@code text} spells; empty when it is none or its checksum is wrong. */
    static Optional<KeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        KeyText key = new KeyText(form.group(1), form.group(2));
        return key.text().equals(text) ? Optional.of(key) : Optional.empty();
    }

    /** What is shown once to the holder. */
    String text() {
        String head = "pk_" + keyId + "_" + secret;
        return head + checksum(head);
    }

    private static String checksum(String head) {
        CRC32 crc = new CRC32();
        crc.update(head.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_CHARS];
        for (int i = CHECKSUM_CHARS - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }

    /** Without the secret: it may end in a log. */
    @Override
    public String toString() {
        return "pk_" + keyId + "_...";
    }
}
