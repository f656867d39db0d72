package dev.penstock.workers.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bounds what is read of an answer: clients read lines and error pages of any length into memory. */
public final class BoundedBody extends FilterInputStream {
    /** Of a whole answer. A stream spends some 150 bytes on each token. */
    static final long MAX_BYTES = 64L << 20;

    /** Of one line, which is one event of a stream. */
    static final int MAX_LINE_BYTES = 1 << 20;

    private long bytes;
    private int lineBytes;

    private BoundedBody(InputStream in) {
        super(in);
    }

    public static InputStream of(InputStream in) {
        return new BoundedBody(in);
    }

    /** The answer is larger than any that is meant well. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String limit;

        TooLargeException(String limit) {
            super("The answer is over " + limit);
            this.limit = limit;
        }

        String limit() {
            return limit;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        bytes += Math.max(count, 0);
        if (bytes > MAX_BYTES) {
            throw new TooLargeException(MAX_BYTES + " bytes");
        }
        for (int i = offset; i < offset + count; i++) {
            lineBytes = target[i] == '\n' ? 0 : lineBytes + 1;
            if (lineBytes > MAX_LINE_BYTES) {
                throw new TooLargeException(MAX_LINE_BYTES + " bytes in one line");
            }
        }
        return count;
    }
}
