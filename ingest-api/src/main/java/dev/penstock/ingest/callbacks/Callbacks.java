package dev.penstock.ingest.callbacks;

import com.google.protobuf.MessageLite;
import dev.penstock.ingest.events.EventStreams;
import dev.penstock.ingest.events.EventWatch;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.secrets.WebhookSecrets;
import dev.penstock.ingest.tasks.KafkaWriter;
import dev.penstock.runtime.secret.CallbackToken;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CallbackGrant;
import dev.penstock.schemas.v1.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes what runtimes say. A callback is believed when its token is ours and not too old, and its body is signed by its token's tenant. It is then
 * written to the log in the name of the worker that holds the attempt's lease, and answered by what the engine makes of it.
 */
public final class Callbacks {
    /** Longest wait for the engine's word, after which the callback is answered as taken. */
    static final Duration ENGINE_LIMIT = Duration.ofSeconds(3);

    private static final long SWEEP_MILLIS = 3_600_000;
    private static final int CLOSING_SECONDS = 2;
    private static final String ACCEPTED = "accepted";
    private static final String LATE = "late";
    private static final String TAKEN = "taken";

    private final @Nullable Keyring keys;
    private final WebhookSecrets secrets;
    private final CallbackEnds ends;
    private final CallbackOutputs outputs;
    private final CallbackRates rates;
    private final Renewals<Answers.Word> renewals = new Renewals<>(System::nanoTime);
    private final KafkaWriter kafka;
    private final EventStreams events;
    private final int slots;
    private final Clock clock;
    private final AtomicLong sweptAt = new AtomicLong();

    /** @param keys null where the operator has set none up: then there are no callbacks */
    public Callbacks(
            @Nullable Keyring keys,
            WebhookSecrets secrets,
            JdbcClient jdbc,
            KafkaWriter kafka,
            EventStreams events,
            int slots,
            Clock clock) {
        this.keys = keys;
        this.secrets = secrets;
        this.ends = new CallbackEnds(jdbc);
        this.outputs = new CallbackOutputs(jdbc);
        this.rates = new CallbackRates(clock::millis);
        this.kafka = kafka;
        this.events = events;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * A message as it came.
     *
     * @param signatures the header {@code webhook-signature}; the other headers likewise, empty where missing
     */
    record Message(String token, String id, String timestamp, String signatures, byte[] body) {
        /** Shows neither token nor content. */
        @Override
        public String toString() {
            return "Message[" + id + "]";
        }
    }

    /** Ends with a problem when it is forged, late, or something else than was said before. */
    CallbackAnswer take(Message message) {
        CallbackGrant grant = grant(message.token());
        if (!WebhookSecret.verify(
                secrets.current(grant.getTenant()),
                message.id(),
                message.timestamp(),
                message.signatures(),
                message.body(),
                clock.millis())) {
            throw Problem.of(
                            ProblemType.BAD_SIGNATURE,
                            "No secret of the tenant has signed this, or its webhook-timestamp is not of the last 5 minutes.")
                    .exception();
        }
        rates.count(grant.getCallId());
        sweep();
        return switch (Callback.read(message.body())) {
            case Callback.Progress progress -> progress(grant, progress);
            case Callback.Complete complete -> {
                outputs.require(grant, complete.output());
                yield end(grant, complete, hash(message.body()));
            }
            case Callback.Fail fail -> end(grant, fail, hash(message.body()));
        };
    }

    /** What is wrong with a token is nobody's business. */
    private CallbackGrant grant(String token) {
        return Optional.ofNullable(keys)
                .flatMap(ring -> CallbackToken.read(token, ring, clock.millis()))
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "There is nothing here.")
                        .exception());
    }

    private CallbackAnswer progress(CallbackGrant grant, Callback.Progress progress) {
        long usualSeconds = Math.ceilDiv(grant.getPatienceMillis(), 1_000L);
        try {
            return switch (renewals.renew(grant.getCallId(), progress, usualSeconds, all -> renew(grant, all))) {
                case COUNTS -> new CallbackAnswer(ACCEPTED);
                case LATE -> throw late();
                case NOTHING -> new CallbackAnswer(TAKEN);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The API is closing.", CLOSING_SECONDS).exception();
        }
    }

    private Answers.Word renew(CallbackGrant grant, Callback.Progress progress) {
        try (EventWatch watch = events.watch(grant.getTenant())) {
            write(Topics.COMMANDS, grant.getTenant(), CallRecords.progress(grant, progress));
            return watch.await(event -> Answers.isAbout(grant, "renew", event), ENGINE_LIMIT)
                    .map(Answers::of)
                    .orElse(Answers.Word.NOTHING);
        }
    }

    private CallbackAnswer end(CallbackGrant grant, Callback callback, byte[] bodyHash) {
        UUID callId = UUID.fromString(grant.getCallId());
        CallbackEnds.End end = ends.begin(grant.getTenant(), callId, bodyHash);
        if (!end.same()) {
            throw Problem.of(
                            ProblemType.CALLBACK_CONFLICT,
                            "The task was ended before, by another callback for the same call.")
                    .exception();
        }
        if (!end.outcome().isEmpty()) {
            return answer(end.outcome());
        }
        if (end.written()) {
            return new CallbackAnswer(TAKEN);
        }
        try (EventWatch watch = events.watch(grant.getTenant())) {
            // First what it cost: an attempt must not end with a price that no call explains.
            write(Topics.LLM_CALLS, grant.getTenant(), CallRecords.finished(grant, callback, clock.millis()));
            write(Topics.COMMANDS, grant.getTenant(), CallRecords.end(grant, callback));
            ends.written(grant.getTenant(), callId);
            Answers.Word word = watch.await(event -> Answers.isAbout(grant, "finish", event), ENGINE_LIMIT)
                    .map(Answers::of)
                    .orElse(Answers.Word.NOTHING);
            boolean sure = word == Answers.Word.COUNTS || word == Answers.Word.LATE && end.tries() == 1;
            if (!sure) {
                // Nothing was heard, or an earlier try may have counted after all.
                return new CallbackAnswer(TAKEN);
            }
            String outcome = word == Answers.Word.COUNTS ? ACCEPTED : LATE;
            ends.ended(grant.getTenant(), callId, outcome);
            return answer(outcome);
        }
    }

    private static CallbackAnswer answer(String outcome) {
        if (outcome.equals(LATE)) {
            throw late();
        }
        return new CallbackAnswer(outcome);
    }

    private static RuntimeException late() {
        return Problem.of(
                        ProblemType.ATTEMPT_ENDED,
                        "The attempt has ended without this: its lease lapsed, it was cancelled, or its time was up.")
                .exception();
    }

    private void write(String topic, String tenant, MessageLite value) {
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        kafka.await(kafka.send(new ProducerRecord<>(topic, Slots.of(tenant, slots), key, value.toByteArray())));
    }

    private void sweep() {
        long now = clock.millis();
        long last = sweptAt.get();
        if (now - last >= SWEEP_MILLIS && sweptAt.compareAndSet(last, now)) {
            ends.sweep();
        }
    }

    private static byte[] hash(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** What the engine says of a callback, as its events tell. */
    static final class Answers {
        enum Word {
            COUNTS,
            LATE,
            NOTHING
        }

        private Answers() {}

        /** Whether an event tells what came of a signal of the granted attempt. */
        static boolean isAbout(CallbackGrant grant, String signal, Event event) {
            if (!event.hasTask() || !event.getTask().getTaskId().equals(grant.getTaskId())) {
                return false;
            }
            if (event.hasResultRejected()) {
                return event.getResultRejected().getAttempt() == grant.getAttempt()
                        && event.getResultRejected().getWorkerId().equals(grant.getWorkerId())
                        && event.getResultRejected().getSignal().equals(signal);
            }
            if (signal.equals("renew")) {
                return event.hasRenewed() && event.getRenewed().getAttempt() == grant.getAttempt();
            }
            return event.hasSucceeded() && event.getSucceeded().getAttempt() == grant.getAttempt()
                    || event.hasRetryScheduled()
                            && ended(
                                    grant,
                                    event.getRetryScheduled().getAttempt(),
                                    event.getRetryScheduled().getCause())
                    || event.hasDead()
                            && ended(
                                    grant,
                                    event.getDead().getAttempt(),
                                    event.getDead().getCause());
        }

        /** One that time ended is followed by a refusal of the signal. */
        private static boolean ended(CallbackGrant grant, int attempt, String cause) {
            return attempt == grant.getAttempt() && !cause.equals("lease_lapsed") && !cause.equals("attempt_timeout");
        }

        static Word of(Event event) {
            return event.hasResultRejected() ? Word.LATE : Word.COUNTS;
        }
    }
}
