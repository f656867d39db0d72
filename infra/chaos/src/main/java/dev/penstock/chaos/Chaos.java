package dev.penstock.chaos;

import dev.penstock.audit.AuditReport;
import dev.penstock.local.LocalOptions;
import dev.penstock.local.LocalStack;
import dev.penstock.local.PartStatus;
import dev.penstock.local.Ports;
import dev.penstock.local.StackListener;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LlmCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One run: a stack of its own, each part a process; tasks go in while processes are killed; then quiet; then the accounts. */
public final class Chaos {
    /** Of realistic provider latency: most calls take half a second. */
    private static final double PROVIDER_PACE = 0.25;

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration PARTS_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** What is still being written when the last task has ended: the ends of its call. */
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final ChaosOptions options;
    private final LocalStack stack;
    private final Consumer<String> progress;
    private final Tally tally = new Tally();

    private Chaos(ChaosOptions options, LocalStack stack, Consumer<String> progress) {
        this.options = options;
        this.stack = stack;
        this.progress = progress;
    }

    /**
     * Runs it and writes the report where {@code options} says.
     *
     * @param folder for the stack's files; should be new
     * @param progress told each kill, and every ten seconds how far the work is
     */
    public static ChaosReport run(ChaosOptions options, Path folder, Consumer<String> progress) throws Exception {
        LocalOptions stackOptions = LocalOptions.in(folder)
                .withPorts(Ports.FREE)
                .withProcesses(true)
                .withLease(LEASE)
                .withSimulatorScale(PROVIDER_PACE)
                .withTenants(Work.TENANTS);
        progress.accept("starting the stack, a process for each part");
        ChaosReport report;
        try (LocalStack stack = LocalStack.start(stackOptions, StackListener.SILENT)) {
            report = new Chaos(options, stack, progress).run();
        }
        Path file = options.report();
        if (file != null) {
            Files.writeString(
                    file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        }
        return report;
    }

    private ChaosReport run() throws Exception {
        Budgets.set(stack.settings(), stack.info().runtimeUrl());
        List<Work> works = Work.plan(options);
        long start = System.nanoTime();
        try (Producers producers = new Producers(stack.info(), options.perSecond());
                Killer killer = new Killer(stack, producers::answered, progress);
                Tail<Event> events = new Tail<>(stack.settings(), Topics.EVENTS, Event.parser(), tally::apply)) {
            CompletableFuture<@Nullable Void> handingIn = aside("chaos-producers", () -> {
                producers.run(works);
                return null;
            });
            CompletableFuture<@Nullable Void> killing = aside("chaos-killer", () -> {
                killer.run(KillPlan.of(options));
                return null;
            });
            // Should tasks be refused, no kill may wait for them.
            handingIn.whenComplete((done, failure) -> killer.noMore());
            long deadline = Long.MAX_VALUE;
            long shown = start;
            while (true) {
                events.poll();
                boolean handedIn = handingIn.isDone() && killing.isDone();
                if (handedIn && deadline == Long.MAX_VALUE) {
                    deadline = System.nanoTime() + options.patience().toNanos();
                }
                if (handedIn && tally.open() == 0 && tally.accepted() >= producers.answered()
                        || System.nanoTime() > deadline) {
                    break;
                }
                if (System.nanoTime() - shown > PROGRESS.toNanos()) {
                    shown = System.nanoTime();
                    progress.accept("%,d of %,d tasks taken, %,d ended, %,d under way"
                            .formatted(producers.answered(), works.size(), tally.ended(), tally.open()));
                }
            }
            joined(handingIn);
            joined(killing);
            double seconds = (System.nanoTime() - start) / 1e9;
            return account(works.size(), producers, killer.faults(), seconds);
        }
    }

    private ChaosReport account(int submitted, Producers producers, List<Fault> faults, double seconds)
            throws Exception {
        progress.accept("all quiet; waiting for every part to be up, then auditing");
        awaitParts();
        Thread.sleep(SETTLE);
        boolean quiet = tally.open() == 0;
        AuditReport audit = FinalAudit.of(stack, quiet, producers.submissions());
        List<LlmCall> records = new ArrayList<>();
        try (Tail<LlmCall> calls = new Tail<>(stack.settings(), Topics.LLM_CALLS, LlmCall.parser(), records::add)) {
            calls.readToEnd();
        }
        Rows expected = Rows.expected(tally, records);
        return new ChaosReport(
                options.seed(),
                faults,
                submitted,
                producers.answered(),
                producers.repeats(),
                seconds,
                quiet,
                tally.open(),
                tally.ends(),
                tally.attempts(),
                Rows.await(stack.settings(), expected),
                expected,
                ProviderBill.of(ProviderBill.read(stack.simulatorUrl()), records),
                audit);
    }

    private void awaitParts() throws InterruptedException {
        long deadline = System.nanoTime() + PARTS_LIMIT.toNanos();
        while (stack.parts().stream().anyMatch(part -> part.state() != PartStatus.State.UP)
                && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
        }
    }

    static <T> CompletableFuture<T> aside(String name, Callable<T> job) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                done.complete(job.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    static <T> T joined(CompletableFuture<T> job) throws Exception {
        try {
            return job.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
