package dev.penstock.simulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP/1.1 request, read whole.
 *
 * @param headers by lower-case name; of a repeated one the last
 */
record HttpRequest(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    static final int MAX_HEAD_BYTES = 64 << 10;

    /** The provider's own limit. */
    static final int MAX_BODY_BYTES = 32 << 20;

    /** The request is not HTTP as we take it; the connection answers {@code status} and closes. */
    static final class BadRequest extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        BadRequest(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    boolean wantsClose() {
        return header("connection").equalsIgnoreCase("close");
    }

    /** Reads a request whose first byte was read already; {@code out} takes the 100 that a careful client waits for. */
    static HttpRequest read(int firstByte, InputStream in, OutputStream out) throws IOException {
        Head head = new Head(in, firstByte);
        String line = head.line();
        while (line.isEmpty()) {
            line = head.line();
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequest(400, "Expected an HTTP/1.1 request line");
        }
        Map<String, String> headers = new HashMap<>();
        for (String header = head.line(); !header.isEmpty(); header = head.line()) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new BadRequest(400, "Expected a header as name: value");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        byte[] body = body(headers, in, head);
        int mark = parts[1].indexOf('?');
        String path = mark < 0 ? parts[1] : parts[1].substring(0, mark);
        return new HttpRequest(
                parts[0], path, query(mark < 0 ? "" : parts[1].substring(mark + 1)), Map.copyOf(headers), body);
    }

    private static byte[] body(Map<String, String> headers, InputStream in, Head head) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunked(in, head);
        }
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("[0-9]{1,18}")) {
            throw new BadRequest(400, "Expected a number as content-length");
        }
        return exactly(in, checked(Long.parseLong(length)));
    }

    private static byte[] chunked(InputStream in, Head head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = head.line().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new BadRequest(400, "Expected a chunk's size");
            }
            long length = Long.parseLong(size, 16);
            checked(body.size() + length);
            if (length == 0) {
                while (!head.line().isEmpty()) {
                    // trailers carry nothing for us
                }
                return body.toByteArray();
            }
            body.write(exactly(in, (int) length));
            head.line();
        }
    }

    private static int checked(long length) throws BadRequest {
        if (length > MAX_BODY_BYTES) {
            throw new BadRequest(413, "Request exceeds the maximum size");
        }
        return (int) length;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The client left within its body");
        }
        return bytes;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] sides = pair.split("=", 2);
            if (sides.length == 2) {
                query.put(sides[0], sides[1]);
            }
        }
        return query;
    }

    /** Lines of a request's head, bounded. */
    private static final class Head {
        private final InputStream in;
        private int pending;
        private int taken;

        Head(InputStream in, int firstByte) {
            this.in = in;
            this.pending = firstByte;
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                int b = pending >= 0 ? pending : in.read();
                pending = -1;
                if (b < 0) {
                    throw new EOFException("The client left within its request's head");
                }
                if (b == '\n') {
                    return line.toString();
                }
                if (++taken > MAX_HEAD_BYTES) {
                    throw new BadRequest(431, "The request's head is too large");
                }
                if (b != '\r') {
                    line.append((char) b);
                }
            }
        }
    }
}
