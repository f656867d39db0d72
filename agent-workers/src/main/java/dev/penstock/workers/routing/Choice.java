package dev.penstock.workers.routing;

import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.limit.MinuteLimiter;
import dev.penstock.workers.role.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom to call. */
public sealed interface Choice {

    /** A model that may be called now. One of {@link #ended}, {@link #broken} and {@link #notMade} has to be called, once. */
    final class Use implements Choice {
        private final ModelRef model;
        private final String apiKey;
        private final String why;
        private final ProviderHealth.Visit visit;
        private final MinuteLimiter.Reservation reservation;
        private final List<Boolean> countsCalls;
        private final long estimate;
        private final Router router;

        Use(
                ModelRef model,
                String apiKey,
                String why,
                ProviderHealth.Visit visit,
                MinuteLimiter.Reservation reservation,
                List<Boolean> countsCalls,
                long estimate,
                Router router) {
            this.model = model;
            this.apiKey = apiKey;
            this.why = why;
            this.visit = visit;
            this.reservation = reservation;
            this.countsCalls = List.copyOf(countsCalls);
            this.estimate = estimate;
            this.router = router;
        }

        public ModelRef model() {
            return model;
        }

        /** Empty for the installation's. */
        public String apiKey() {
            return apiKey;
        }

        /** Why the models before it are passed over; empty when none is. */
        public String why() {
            return why;
        }

        public void ended(CallResult result, Answer answer) {
            visit.ended(result, answer.limits());
            router.learn(model, apiKey, answer.limits());
            settle(answer.tokens());
        }

        /** It was broken off from this side. */
        public void broken(Answer answer) {
            visit.notMade();
            settle(answer.tokens());
        }

        public void notMade() {
            visit.notMade();
            reservation.settle(countsCalls.stream().map(calls -> 0L).toList());
        }

        private void settle(Tokens tokens) {
            // Nobody should wait for what a provider made up.
            long total = tokens.isPlausible() ? tokens.input() + tokens.output() : estimate;
            List<Long> used = new ArrayList<>(countsCalls.size());
            for (boolean calls : countsCalls) {
                used.add(calls ? 1 : total);
            }
            reservation.settle(used);
        }
    }

    /**
     * None of them.
     *
     * @param reason stable, lower case
     * @param why one line for people
     * @param delay until one of them may be had again; null for never, since all have failed
     * @param ofTenant whether it is the tenant's own limit that it would have to wait for
     */
    record None(String reason, String why, @Nullable Duration delay, boolean ofTenant) implements Choice {}
}
