package dev.penstock.streams.query;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.streams.admission.SlotQueries;
import dev.penstock.streams.admission.SlotQueries.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about slots and tenants ({@link Inquiry}) by HTTP: from the slot itself where it is here, else by asking the process that has it, once. It asks
 * nobody who he is, so its port is for the operator's network only.
 */
public final class QueryServer implements AutoCloseable {
    /** How long a slot may take to look around. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    /** Requests that are answered at once; more are sent away. */
    static final int MAX_AT_ONCE = 256;

    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);

    private final HttpServer server;
    private final String host;
    private final int slots;
    private final SlotQueries queries;
    private final SlotHolders holders;
    private final Forwarding forwarding = new Forwarding();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Listens from here on.
     *
     * @param host to listen on and to be found at by the other processes
     * @param port 0 for a free one, the same each time as long as {@code stateDir} is there
     */
    public QueryServer(String host, int port, Path stateDir, int slots, SlotQueries queries, SlotHolders holders)
            throws IOException {
        this.host = host;
        this.slots = slots;
        this.queries = queries;
        this.holders = holders;
        server = QueryPort.listen(host, port, stateDir);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Host and port, as the other processes are told. */
    public String address() {
        return host + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        forwarding.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!places.tryAcquire()) {
                QueryAnswer.later("Too many ask at once.").write(exchange);
                return;
            }
            try {
                answer(exchange).write(exchange);
            } finally {
                places.release();
            }
        }
    }

    private QueryAnswer answer(HttpExchange exchange) {
        if (!exchange.getRequestMethod().equals("GET")) {
            return QueryAnswer.error(405, "Only GET is answered here.");
        }
        String path = exchange.getRequestURI().getRawPath();
        boolean forwarded = exchange.getRequestHeaders().containsKey(Forwarding.HEADER);
        return Inquiry.of(path, slots)
                .map(inquiry -> answer(inquiry, path, forwarded))
                .orElseGet(() -> QueryAnswer.error(400, "There is no such question."));
    }

    private QueryAnswer answer(Inquiry inquiry, String path, boolean forwarded) {
        int slot = inquiry.slot(slots);
        try {
            Reply<Optional<Supplier<QueryAnswer>>> reply = queries.ask(slot, inquiry::ask, ANSWER_LIMIT);
            return switch (reply) {
                case Reply.Answered(Optional<Supplier<QueryAnswer>> answer) ->
                    answer.map(Supplier::get)
                            .orElseGet(() -> QueryAnswer.error(404, "The engine knows no such thing."));
                case Reply.NotHere() -> forwarded ? moving(slot) : forward(slot, path);
                case Reply.Busy() -> QueryAnswer.later("Slot " + slot + " does not get to it now.");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return QueryAnswer.later("The process is stopping.");
        } catch (IllegalStateException e) {
            LOG.error("Cannot answer {}", path, e);
            return QueryAnswer.error(500, "The error is in the log of the streams process.");
        }
    }

    private QueryAnswer forward(int slot, String path) throws InterruptedException {
        Optional<String> holder = holders.addressOf(slot).filter(address -> !address.equals(address()));
        return holder.isPresent() ? forwarding.ask(holder.get(), path) : moving(slot);
    }

    private static QueryAnswer moving(int slot) {
        return QueryAnswer.later("Slot " + slot + " is being moved or restored.");
    }
}
