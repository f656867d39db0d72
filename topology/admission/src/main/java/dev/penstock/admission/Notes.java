package dev.penstock.admission;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a configuration says beside what the core goes by, such as who changed it and why: kept with it, handed back as it came, and never looked into.
 */
public final class Notes {
    public static final Notes NONE = new Notes(new byte[0]);

    private final byte[] bytes;

    private Notes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Notes of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Notes(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Notes notes && Arrays.equals(bytes, notes.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
