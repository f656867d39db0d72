package dev.penstock.cli;

import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.SseFrame;
import dev.penstock.cli.http.SseParser;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A tenant's events, listened to from before something is handed in, so that none that follows is missed. */
final class Listening implements AutoCloseable {
    private static final int READY_SECONDS = 10;

    private final ApiClient api;
    private final String apiKey;
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final Thread listener;

    private Listening(ApiClient api, String apiKey) {
        this.api = api;
        this.apiKey = apiKey;
        this.listener = Thread.ofVirtual().unstarted(this::listen);
    }

    /** Returns once the stream is open. */
    static Listening open(ApiClient api, String apiKey) throws InterruptedException {
        Listening listening = new Listening(api, apiKey);
        listening.listener.start();
        Object first = listening.heard.poll(READY_SECONDS, TimeUnit.SECONDS);
        if (first instanceof CliException e) {
            throw e;
        }
        if (first == null) {
            listening.close();
            throw CliException.environment(
                    "The event stream did not open within " + READY_SECONDS + " s. See './penstock status'.");
        }
        return listening;
    }

    /** Waits for the next event. */
    SseFrame next() throws InterruptedException {
        while (true) {
            switch (heard.take()) {
                case CliException e -> throw e;
                case SseFrame frame -> {
                    return frame;
                }
                default -> {
                    // A comment, which only says that the stream is open.
                }
            }
        }
    }

    private void listen() {
        try {
            SseParser parser = new SseParser(comment -> heard.add(comment));
            new Follow(api, apiKey, "/v1/events", parser).run(heard::add, why -> {});
        } catch (CliException e) {
            heard.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        listener.interrupt();
    }
}
