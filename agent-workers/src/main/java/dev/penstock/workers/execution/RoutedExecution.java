package dev.penstock.workers.execution;

import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.CallTicket;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.output.OutputCheck;
import dev.penstock.workers.output.Repair;
import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import dev.penstock.workers.routing.Choice;
import dev.penstock.workers.routing.Decisions;
import dev.penstock.workers.routing.Need;
import dev.penstock.workers.routing.OutputEstimates;
import dev.penstock.workers.routing.ProviderHealth;
import dev.penstock.workers.routing.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs an attempt on the first model of its chain that can be had: one that is rate limited, out of order or used up is passed over, or waited for where that is
 * the better deal, and one that fails is followed by the next. An attempt for which none can be had goes back unspent until one can. An output that is not what the role
 * has to make is sent back to its model once.
 */
public final class RoutedExecution implements Execution {
    /** Calls of one attempt, however long its chain is. */
    static final int MAX_CALLS = 8;

    /** Those who wait for the same thing come back spread over this part of the wait. */
    private static final double JITTER = 0.2;

    private final Map<String, RuntimeAdapter> adapters;
    private final Chains chains;
    private final Router router;
    private final OutputEstimates estimates;
    private final Decisions decisions;
    private final Waiting waiting;
    private final CallMeters meters;

    /** @param adapters by name; each that a chain may name */
    public RoutedExecution(
            Map<String, RuntimeAdapter> adapters,
            Chains chains,
            Router router,
            OutputEstimates estimates,
            Decisions decisions,
            Waiting waiting,
            CallMeters meters) {
        this.adapters = Map.copyOf(adapters);
        this.chains = chains;
        this.router = router;
        this.estimates = estimates;
        this.decisions = decisions;
        this.waiting = waiting;
        this.meters = meters;
    }

    @Override
    public Outcome run(Run run) {
        List<ModelRef> chain = chains.of(run.dispatch(), run.profile());
        if (chain.isEmpty()) {
            return Outcome.Failure.of(FailureKind.NOT_CONFIGURED, chains.howToConfigure(run.profile()));
        }
        Need need = Need.of(run.dispatch(), run.profile(), chain, router.nowMillis());
        return new Journey(run, need).go();
    }

    /** One attempt under way. */
    private final class Journey {
        private final Run run;
        private final RoleProfile profile;
        private final Need need;
        private final OutputCheck check;
        private final Map<ModelRef, FailureKind> failed = new HashMap<>();
        private List<Turn> turns;
        private ModelRef current;
        private Usage spent = Usage.getDefaultInstance();
        private int repairs;
        private boolean waits;
        private Outcome.@Nullable Failure last;

        Journey(Run run, Need need) {
            this.run = run;
            this.profile = run.profile();
            this.need = need;
            this.check = OutputCheck.of(profile);
            this.turns = List.of(Turn.user(profile.turn(run.input())));
            this.current = need.chain().getFirst();
        }

        /** What was spent counts though it is stopped between two calls. */
        Outcome go() {
            try {
                return calls();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome.Failure(FailureKind.INTERNAL_ERROR, "The run was stopped", Duration.ZERO, spent);
            }
        }

        private Outcome calls() throws InterruptedException {
            for (int calls = 0; calls < MAX_CALLS; calls++) {
                switch (choose()) {
                    case Choice.Use use -> {
                        tell(use);
                        Outcome outcome = call(use);
                        if (!goesOn(use, outcome)) {
                            return outcome;
                        }
                    }
                    case Choice.None none -> {
                        return nothingToCall(none);
                    }
                }
            }
            return failure();
        }

        /** The model to call, after a wait where one may soon be had. */
        private Choice choose() throws InterruptedException {
            // Each tier waits in lines of its own, which are served besides each other.
            String tier = run.dispatch().getTier() + "|";
            String tenants = tier + run.dispatch().getTenant() + "|"
                    + need.chain().getFirst().provider();
            Choice choice = failed.isEmpty() && waiting.isBusy(tenants) ? router.behindOthers(need) : ask();
            if (!(choice instanceof Choice.None none) || none.delay() == null || !failed.isEmpty()) {
                // Who has called in vain tells the engine: there are few of those.
                return choice;
            }
            waits(none);
            String line = none.ofTenant() ? tenants : tier + need.chain().getFirst();
            return waiting.await(line, none, router.mayWait(need), run.place(), this::ask);
        }

        private Choice ask() {
            return router.choose(need, failed, inputChars());
        }

        private void told(String to, String why) {
            meters.routed(current.toString(), to);
            decisions.routed(run.dispatch(), current.toString(), to, why);
        }

        private void waits(Choice.None none) {
            if (!waits) {
                waits = true;
                told("", none.why());
            }
        }

        private Outcome nothingToCall(Choice.None none) {
            Duration delay = none.delay();
            if (delay == null) {
                return failure();
            }
            waits(none);
            long millis = delay.toMillis();
            long spread = ThreadLocalRandom.current().nextLong(1 + (long) (millis * JITTER));
            return new Outcome.Deferred(none.reason(), Duration.ofMillis(millis + spread), spent);
        }

        private Outcome failure() {
            Outcome.Failure failure = last;
            if (failure == null) {
                throw new IllegalStateException("Expected a call that failed");
            }
            return new Outcome.Failure(failure.kind(), failure.message(), failure.retryAfter(), spent);
        }

        private void tell(Choice.Use use) {
            if (waits || !use.model().equals(current)) {
                told(use.model().toString(), why(use));
                waits = false;
                current = use.model();
            }
        }

        private String why(Choice.Use use) {
            Outcome.Failure failure = last;
            if (failure != null && !waits) {
                return failure.kind().code() + ": " + failure.message();
            }
            return use.why().isEmpty() ? "it can be had again" : use.why();
        }

        /** Whether another call is to follow. */
        private boolean goesOn(Choice.Use use, Outcome outcome) {
            if (run.isStopped()) {
                return false;
            }
            switch (outcome) {
                case Outcome.Success success -> {
                    if (repairs < Repair.MAX && check.check(success.output()) instanceof OutputCheck.Invalid invalid) {
                        repairs++;
                        turns = Repair.turns(turns, success.output(), invalid.message());
                        last = new Outcome.Failure(invalid.kind(), invalid.message(), Duration.ZERO, spent);
                        return true;
                    }
                    return false;
                }
                case Outcome.Failure failure -> {
                    boolean keyIsWrong = ProviderHealth.refusesAccount(failure.kind())
                            && !use.apiKey().isEmpty();
                    if (!profile.fallbackOn().contains(failure.kind()) || keyIsWrong) {
                        return false;
                    }
                    failed.put(use.model(), failure.kind());
                    last = failure;
                    return true;
                }
                default -> {
                    return false;
                }
            }
        }

        private Outcome call(Choice.Use use) throws InterruptedException {
            RuntimeAdapter adapter = adapters.get(use.model().provider());
            if (adapter == null) {
                throw new IllegalStateException("Expected an adapter for " + use.model());
            }
            if (!adapter.isMetered()) {
                return call(use, adapter, end -> Usage.getDefaultInstance());
            }
            CallRecorder.Start start;
            try {
                start = run.calls().started(adapter.name(), use.model().model());
            } catch (InterruptedException e) {
                use.notMade();
                throw e;
            }
            return switch (start) {
                case CallRecorder.Start.No(Outcome outcome) -> {
                    use.notMade();
                    yield withSpent(outcome);
                }
                case CallRecorder.Start.Go(CallRecorder.Call call) -> call(use, adapter, call);
            };
        }

        private Outcome call(Choice.Use use, RuntimeAdapter adapter, CallRecorder.Call call) {
            run.output().restart();
            Answer answer = new Answer(run.output()::piece);
            CallResult result;
            CallEnd end;
            try {
                CallTicket ticket = call.ticket().after(spent, profile.plans(), profile.schema());
                result = adapter.call(request(use, ticket), answer);
                switch (result) {
                    case CallResult.Answered _ -> end = CallEnd.of(CallEnd.OK, answer, "");
                    case CallResult.Failed failed ->
                        end = CallEnd.of(failed.kind().code(), answer, failed.message());
                    case CallResult.Accepted(Duration patience) -> {
                        use.ended(result, answer);
                        return new Outcome.Accepted(patience);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                result = CallResult.Failed.of(FailureKind.INTERNAL_ERROR, "The call was broken off");
                end = CallEnd.of(CallEnd.STOPPED, answer, "The call was broken off");
            } catch (RuntimeException e) {
                use.ended(CallResult.Failed.of(FailureKind.INTERNAL_ERROR, "The worker failed"), answer);
                call.finished(CallEnd.of(FailureKind.INTERNAL_ERROR.code(), answer, "The worker failed"));
                throw e;
            }
            Tokens tokens = answer.tokens();
            if (result instanceof CallResult.Answered && tokens.isPlausible()) {
                estimates.learn(profile, use.model(), tokens.output());
            }
            if (run.isStopped()) {
                // However it ended, that says nothing of the provider.
                use.broken(answer);
            } else {
                use.ended(result, answer);
            }
            meters.ended(adapter.name(), end);
            spent = sum(spent, call.finished(end));
            return switch (result) {
                case CallResult.Answered _ -> new Outcome.Success(answer.text(), spent);
                case CallResult.Failed(var kind, var message, var retryAfter) ->
                    new Outcome.Failure(kind, message, retryAfter, spent);
                case CallResult.Accepted(var patience) -> new Outcome.Accepted(patience);
            };
        }

        private Outcome withSpent(Outcome outcome) {
            return outcome instanceof Outcome.Deferred(var reason, var delay, var used)
                    ? new Outcome.Deferred(reason, delay, sum(spent, used))
                    : outcome instanceof Outcome.Failure(var kind, var message, var retryAfter, var used)
                            ? new Outcome.Failure(kind, message, retryAfter, sum(spent, used))
                            : outcome;
        }

        private CallRequest request(Choice.Use use, CallTicket ticket) {
            return new CallRequest(
                    run.origin(),
                    use.model().model(),
                    use.apiKey(),
                    profile.system(),
                    turns,
                    profile.maxTokens(),
                    profile.timeout(),
                    ticket);
        }

        private long inputChars() {
            return turns.stream().mapToLong(turn -> turn.text().length()).sum();
        }
    }

    private static Usage sum(Usage first, Usage second) {
        return Usage.newBuilder()
                .setInputTokens(first.getInputTokens() + second.getInputTokens())
                .setCachedInputTokens(first.getCachedInputTokens() + second.getCachedInputTokens())
                .setOutputTokens(first.getOutputTokens() + second.getOutputTokens())
                .setCostMicros(first.getCostMicros() + second.getCostMicros())
                .build();
    }
}
