package dev.penstock.ingest.output;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a client has of an output, as far as it can be told without keeping it. */
final class Shown {
    private MessageDigest digest = sha256();
    private int bytes;

    void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        digest.update(utf8);
        bytes += utf8.length;
    }

    void clear() {
        digest = sha256();
        bytes = 0;
    }

    int bytes() {
        return bytes;
    }

    /** Whether {@code output} begins with it. */
    boolean begins(byte[] output) {
        if (bytes > output.length) {
            return false;
        }
        MessageDigest beginning = sha256();
        beginning.update(output, 0, bytes);
        try {
            return MessageDigest.isEqual(beginning.digest(), ((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
        }
    }

    static String hex(byte[] output) {
        return HexFormat.of().formatHex(sha256().digest(output));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
