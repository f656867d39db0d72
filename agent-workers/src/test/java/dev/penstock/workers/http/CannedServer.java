package dev.penstock.workers.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every request with the same bytes, as they were recorded, and keeps what it was asked. */
public final class CannedServer implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** @param headers by lower-case name */
    public record Asked(String path, Map<String, String> headers, String body) {}

    private CannedServer(String answer) throws IOException {
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** A whole answer. */
    public static CannedServer of(int status, String contentType, String headers, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return new CannedServer("HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType + "\r\n"
                + headers.replace("\n", "\r\n") + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** A stream in one piece. */
    public static CannedServer streaming(String contentType, String body) throws IOException {
        return of(200, contentType, "", body);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public Asked asked() {
        return asked.getLast();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                asked.add(read(new BufferedInputStream(socket.getInputStream())));
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // The client has left, or the test is over.
                Thread.yield();
            }
        }
    }

    private static Asked read(InputStream in) throws IOException {
        String path = line(in).split(" ", 3)[1];
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] sides = line.split(":", 2);
            headers.put(sides[0].toLowerCase(Locale.ROOT), sides[1].strip());
        }
        StringBuilder body = new StringBuilder();
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                line(in);
            }
        } else {
            body.append(new String(
                    in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))),
                    StandardCharsets.UTF_8));
        }
        return new Asked(path, headers, body.toString());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
