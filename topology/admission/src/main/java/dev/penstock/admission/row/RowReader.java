package dev.penstock.admission.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link RowWriter} wrote. A row it cannot read is a bug or damage, and throws. */
final class RowReader {
    private final byte[] bytes;
    private final int version;
    private int at;

    /** @param newest version of such rows that is known; all before it are too */
    RowReader(byte[] bytes, int newest, String what) {
        this(bytes, 0, newest, what);
    }

    private RowReader(byte[] bytes, int from, int newest, String what) {
        this.bytes = bytes;
        at = from;
        version = readByte();
        if (version < 1 || version > newest) {
            throw new IllegalStateException(
                    "Expected a " + what + " row of version 1 to " + newest + ", but got version " + version);
        }
    }

    /** Of bytes that do not begin with a version. */
    RowReader(byte[] bytes) {
        this.bytes = bytes;
        version = 0;
    }

    /** The row that begins here and takes all the rest. */
    RowReader next(int newest, String what) {
        return new RowReader(bytes, at, newest, what);
    }

    int version() {
        return version;
    }

    int readByte() {
        return bytes[at++];
    }

    long readFixed() {
        long value = ByteBuffer.wrap(bytes).getLong(at);
        at += Long.BYTES;
        return value;
    }

    long readNumber() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    int readInt() {
        return Math.toIntExact(readNumber());
    }

    String readText() {
        int length = readInt();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    byte[] readBytes() {
        int length = readInt();
        byte[] some = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return some;
    }

    /** Leaves out what {@link #readBytes} would read. */
    void skipBytes() {
        int length = readInt();
        at += length;
    }

    void finish() {
        if (at != bytes.length) {
            throw new IllegalStateException("Expected a row of " + at + " bytes, but it has " + bytes.length);
        }
    }
}
