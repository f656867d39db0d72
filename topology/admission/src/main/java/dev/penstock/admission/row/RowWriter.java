package dev.penstock.admission.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends fields to a reused buffer: fixed 8-byte big-endian numbers, LEB128 numbers, and bytes or UTF-8 text after their length. */
final class RowWriter {
    private byte[] bytes = new byte[256];
    private int length;

    RowWriter start(int version) {
        length = 0;
        return putByte(version);
    }

    byte[] finish() {
        return Arrays.copyOf(bytes, length);
    }

    RowWriter putByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RowWriter putFixed(long value) {
        ensure(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
        return this;
    }

    /** Numbers that are never negative; small ones take one byte. */
    RowWriter putNumber(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("Expected a number of at least 0, but got " + value);
        }
        ensure(10);
        byte[] to = bytes;
        int at = length;
        long rest = value;
        while (rest > 0x7F) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        length = at;
        return this;
    }

    RowWriter putText(String text) {
        // Most are empty: nothing is to be encoded of those.
        return text.isEmpty() ? putNumber(0) : putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    RowWriter putBytes(byte[] some) {
        putNumber(some.length);
        ensure(some.length);
        System.arraycopy(some, 0, bytes, length, some.length);
        length += some.length;
        return this;
    }

    /** Bytes after their length, and others behind them. */
    static byte[] prefixed(byte[] first, byte[] rest) {
        int prefix = bytesOf(first.length);
        byte[] all = new byte[prefix + first.length + rest.length];
        int length = first.length;
        for (int i = 0; i < prefix - 1; i++) {
            all[i] = (byte) (length | 0x80);
            length >>>= 7;
        }
        all[prefix - 1] = (byte) length;
        System.arraycopy(first, 0, all, prefix, first.length);
        System.arraycopy(rest, 0, all, prefix + first.length, rest.length);
        return all;
    }

    /** How many a number takes that is not negative. */
    private static int bytesOf(int number) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(number | 1) + 6) / 7;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
