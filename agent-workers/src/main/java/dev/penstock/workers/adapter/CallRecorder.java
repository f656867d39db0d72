package dev.penstock.workers.adapter;

import dev.penstock.schemas.v1.Usage;

/** Records the calls of one attempt to providers, so that no cost goes unaccounted for. */
public interface CallRecorder {
    /**
     * To be asked before each call. When it answers {@link Start.Go}, the call's start and its reserved price are durable.
     *
     * @param provider {@code anthropic}, {@code openai}, {@code ollama} or {@code webhook}
     * @throws InterruptedException when the run was stopped meanwhile; the call must not be made
     */
    Start started(String provider, String model) throws InterruptedException;

    /** Whether the call may be made. */
    sealed interface Start {
        record Go(Call call) implements Start {}

        /** Do not call; the run ends with this. */
        record No(Outcome outcome) implements Start {}
    }

    /** A call under way. */
    @FunctionalInterface
    interface Call {
        /**
         * To be told exactly once, however the call ended, unless its runtime has accepted the task: then whoever takes the callback tells. Returns
         * what it used and cost.
         */
        Usage finished(CallEnd end);

        default CallTicket ticket() {
            return CallTicket.NONE;
        }
    }
}
