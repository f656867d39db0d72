package dev.penstock.workers.limit;

import java.time.Duration;
import java.util.List;

/**
 * Keeps what is used within any minute, wherever it begins, under its limits: a call reserves what it will probably use, and tells in the end what it
 * did use. What is reserved counts as used until then, and what was used counts for a minute from then on. So a limit is passed by no more than
 * calls under way turn out to use above their reservations.
 */
public interface MinuteLimiter extends AutoCloseable {

    /** What became of a reservation. */
    sealed interface Answer {
        /** All of it is reserved. {@link Reservation#settle} must follow. */
        record Reserved(Reservation reservation) implements Answer {}

        /**
         * Nothing of it is.
         *
         * @param key the limit that has too little left, the one that will for longest
         * @param delay until there is enough, as far as can be told now; above zero
         */
        record Full(String key, Duration delay) implements Answer {}
    }

    /** What a call has reserved. */
    @FunctionalInterface
    interface Reservation {
        /**
         * The call is over. Only the first time counts.
         *
         * @param used in the order of the claims, each 0 or more
         */
        void settle(List<Long> used);
    }

    /**
     * Reserves all of it or nothing. One that is above a limit by itself is let through when nothing else counts against that limit: it would wait for ever.
     *
     * @param hold how long the call may take; one that was not settled by then counts as having used what it reserved
     */
    Answer reserve(List<Claim> claims, Duration hold);

    @Override
    default void close() {}
}
