package dev.penstock.simulation.kafka.replay;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that are equal when their contents are. */
record Bytes(byte[] array) {
    private static final int SHOWN = 24;

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes(byte[] theirs) && Arrays.equals(array, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The beginning, in hexadecimal. */
    @Override
    public String toString() {
        return array.length <= SHOWN
                ? HexFormat.of().formatHex(array)
                : HexFormat.of().formatHex(array, 0, SHOWN) + "… (" + array.length + " bytes)";
    }
}
