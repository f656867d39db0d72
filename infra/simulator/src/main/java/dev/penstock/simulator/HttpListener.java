package dev.penstock.simulator;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server on virtual threads, of our own for two things that the JDK's does not give: it notices at once that a client left
 * while its call is pending (else the concurrency it reports would count calls that nobody waits for any more), and it can break the
 * protocol on purpose.
 *
 * <p>A connection has a reader, which reads a request, hands it to a handler thread and reads on; when the reader meets the end of the stream,
 * the handler is interrupted. So a client that shuts down its sending side before its answer came counts as gone.
 */
final class HttpListener implements AutoCloseable {
    private static final int BACKLOG = 4096;

    /** Answers one request; interrupted when the client leaves. */
    interface Handler {
        void handle(HttpRequest request, HttpReply reply) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    HttpListener(String host, int port, Handler handler) throws IOException {
        this.handler = handler;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        Thread.ofPlatform().name("simulator-accept").daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(HttpListener::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) {
                    socket.close();
                }
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    // Out of file descriptors, most likely: those in use come back as their calls end.
                    Thread.yield();
                }
            }
        }
    }

    private void serve(Socket socket) {
        @Nullable Thread pending = null;
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 8192);
            for (int first = in.read(); first >= 0; first = in.read()) {
                if (pending != null) {
                    pending.join();
                }
                HttpRequest request = read(first, in, out, socket);
                pending = Thread.ofVirtual()
                        .start(() -> answer(request, new HttpReply(socket, out, request.wantsClose())));
            }
        } catch (IOException | InterruptedException e) {
            // The client left or sent no HTTP, and has its answer; or the simulator closes. Only this connection ends.
            open.remove(socket);
        } finally {
            open.remove(socket);
            if (pending != null) {
                pending.interrupt();
            }
        }
    }

    private static HttpRequest read(int first, InputStream in, OutputStream out, Socket socket) throws IOException {
        try {
            return HttpRequest.read(first, in, out);
        } catch (HttpRequest.BadRequest e) {
            String type = e.status() == 413 ? "request_too_large" : "invalid_request_error";
            byte[] body =
                    ApiError.body(type, String.valueOf(e.getMessage()), "").getBytes(StandardCharsets.UTF_8);
            new HttpReply(socket, out, true).send(e.status(), Map.of("Content-Type", "application/json"), body);
            throw e;
        }
    }

    private void answer(HttpRequest request, HttpReply reply) {
        try {
            handler.handle(request, reply);
        } catch (IOException | InterruptedException e) {
            cut(reply);
        }
    }

    private static void cut(HttpReply reply) {
        try {
            reply.cut();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a connection", e);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close a socket", e);
        }
    }
}
