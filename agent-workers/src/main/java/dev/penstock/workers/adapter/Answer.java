package dev.penstock.workers.adapter;

import dev.penstock.schemas.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a call has brought so far, as its adapter puts it together. For one thread. */
public final class Answer {
    /** Bytes of text per token, to guess what an answer that broke off has cost. */
    private static final int BYTES_PER_TOKEN = 4;

    private final Consumer<String> reader;
    private final long begunNanos = System.nanoTime();
    private final StringBuilder text = new StringBuilder();
    private long textBytes;
    private long firstTokenMillis;
    private Tokens tokens = Tokens.NONE;
    private long asked;
    private boolean whole;
    private boolean cutShort;
    private int httpStatus;
    private ProviderLimits limits = ProviderLimits.UNKNOWN;

    /** @param reader gets each piece of text as it comes */
    public Answer(Consumer<String> reader) {
        this.reader = reader;
    }

    /** Text that comes next. Dropped once there is more than {@link Limits#MAX_OUTPUT_BYTES}. */
    public void append(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (textBytes == 0) {
            firstTokenMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos));
        }
        textBytes += piece.getBytes(StandardCharsets.UTF_8).length;
        if (!isTooLarge()) {
            text.append(piece);
            reader.accept(piece);
        }
    }

    /** The provider's figures so far; they replace those before. */
    public void used(Tokens figures) {
        tokens = figures;
    }

    /**
     * The provider has taken the request and begun to answer: what it reads is used, whether or not it comes to say how much.
     *
     * @param bytes of all that it was asked
     */
    public void taken(long bytes) {
        asked = Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }

    /** The model has stopped at the limit of what it may make. */
    public void cutShort() {
        cutShort = true;
    }

    /** The provider has said that this is all. */
    public void complete() {
        whole = true;
    }

    public void status(int status) {
        httpStatus = status;
    }

    public void limits(ProviderLimits told) {
        limits = told;
    }

    public boolean isTooLarge() {
        return textBytes > Limits.MAX_OUTPUT_BYTES;
    }

    /** Why it cannot be used, when it cannot. */
    public Optional<CallResult.Failed> defect() {
        if (isTooLarge()) {
            return Optional.of(CallResult.Failed.of(
                    FailureKind.OUTPUT_TOO_LARGE,
                    "The output is over the limit of " + Limits.MAX_OUTPUT_BYTES + " bytes"));
        }
        if (whole && cutShort && textBytes == 0) {
            return Optional.of(CallResult.Failed.of(
                    FailureKind.OUTPUT_TOO_LARGE, "The limit of tokens was used up before any text came"));
        }
        return whole
                ? Optional.empty()
                : Optional.of(CallResult.Failed.of(
                        FailureKind.INVALID_RESPONSE, "The provider's answer broke off before its end"));
    }

    public String text() {
        return text.toString();
    }

    /** As reported; of an answer that broke off before its report, at least what was asked and what its text amount to. */
    public Tokens tokens() {
        return whole
                ? tokens
                : new Tokens(
                        tokens.input() > 0 ? tokens.input() : asked,
                        tokens.cachedInput(),
                        Math.max(tokens.output(), Math.ceilDiv(textBytes, BYTES_PER_TOKEN)));
    }

    /** From the beginning of the call; 0 when there was none. */
    public long firstTokenMillis() {
        return firstTokenMillis;
    }

    /** 0 when there was no answer. */
    public int httpStatus() {
        return httpStatus;
    }

    public ProviderLimits limits() {
        return limits;
    }
}
