package dev.penstock.chaos;

import dev.penstock.audit.AuditReport;
import dev.penstock.local.LocalOptions;
import dev.penstock.local.LocalStack;
import dev.penstock.local.PartStatus;
import dev.penstock.local.Ports;
import dev.penstock.local.StackListener;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LlmCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run: a stack of its own with as many worker processes as asked for and a provider whose calls take long; tasks until so many executions are
 * under way at once; a look at the processes, and perhaps a fault; then quiet; then the accounts.
 */
public final class WorkerRun {
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration PARTS_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** What is still being written when the last task has ended: the ends of its call. */
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final WorkerOptions options;
    private final LocalStack stack;
    private final Crowd crowd;
    private final Exits exits;
    private final Consumer<String> progress;
    private final Tally tally = new Tally();
    private final LeaseEnds leaseEnds = new LeaseEnds();
    private final Canceller canceller = new Canceller();
    private final List<WorkerProbe> probes = new ArrayList<>();
    private final long start = System.nanoTime();
    private volatile double rampSeconds;

    private WorkerRun(WorkerOptions options, LocalStack stack, Crowd crowd, Exits exits, Consumer<String> progress) {
        this.options = options;
        this.stack = stack;
        this.crowd = crowd;
        this.exits = exits;
        this.progress = progress;
    }

    /** Remembers why processes were started again. */
    private static final class Exits implements StackListener {
        private final Map<String, String> causes = new ConcurrentHashMap<>();

        @Override
        public void restarting(String part, int restarts, String cause) {
            causes.putIfAbsent(part, cause);
        }

        String of(String part) {
            return causes.getOrDefault(part, "");
        }
    }

    /**
     * Runs it and writes the report where {@code options} says.
     *
     * @param folder for the stack's files; should be new
     * @param progress told what happens, and every ten seconds how far the work is
     */
    public static WorkerReport run(WorkerOptions options, Path folder, Consumer<String> progress) throws Exception {
        Crowd crowd = Crowd.of(options);
        LocalOptions stackOptions = LocalOptions.in(folder)
                .withPorts(Ports.FREE)
                .withProcesses(true)
                .withLease(options.lease())
                .withWorkerSlots(options.slots())
                .withTenants(crowd.tenants())
                .withSetting(SettingNames.LOCAL_WORKERS, Integer.toString(options.processes()))
                .withSetting(SettingNames.WORKER_DRAIN, DRAIN.toMillis() + "ms")
                .withSetting(
                        SettingNames.WORKER_CALL_TIMEOUT,
                        options.call().multipliedBy(3).toMillis() + "ms");
        progress.accept("starting the stack, a process for each part, %d for workers".formatted(options.processes()));
        Exits exits = new Exits();
        WorkerReport report;
        try (LocalStack stack = LocalStack.start(stackOptions, exits)) {
            report = new WorkerRun(options, stack, crowd, exits, progress).run();
        }
        Path file = options.report();
        if (file != null) {
            Files.writeString(
                    file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        }
        return report;
    }

    private WorkerReport run() throws Exception {
        crowd.configure(stack.settings());
        List<Work> works = crowd.works();
        try (Producers producers = new Producers(stack.info(), options.perSecond());
                ProviderDesk desk = new ProviderDesk(stack.simulatorUrl());
                Tail<Event> events = new Tail<>(stack.settings(), Topics.EVENTS, Event.parser(), this::apply)) {
            CompletableFuture<@Nullable Void> handingIn = Chaos.aside("crowd-producers", () -> {
                producers.run(works);
                return null;
            });
            CompletableFuture<WorkerTrouble> trouble = Chaos.aside("crowd-trouble", () -> trouble(desk, handingIn));
            long deadline = Long.MAX_VALUE;
            long shown = start;
            while (System.nanoTime() < deadline && !isOver(producers, handingIn, trouble)) {
                events.poll();
                if (handingIn.isDone() && deadline == Long.MAX_VALUE) {
                    deadline = System.nanoTime() + options.patience().toNanos();
                }
                if (System.nanoTime() - shown > PROGRESS.toNanos()) {
                    shown = System.nanoTime();
                    progress.accept("%,d of %,d tasks taken, %,d ended, %,d calls under way"
                            .formatted(
                                    producers.answered(),
                                    works.size(),
                                    tally.ended(),
                                    desk.atOnce().now()));
                }
            }
            Chaos.joined(handingIn);
            double seconds = seconds();
            return account(works.size(), producers, desk, Chaos.joined(trouble), seconds);
        }
    }

    private boolean isOver(Producers producers, CompletableFuture<?> handingIn, CompletableFuture<?> trouble) {
        return handingIn.isDone() && trouble.isDone() && tally.open() == 0 && tally.accepted() >= producers.answered();
    }

    private void apply(Event event) {
        tally.apply(event);
        leaseEnds.apply(event);
    }

    /** Waits until as many executions are under way as are wanted, looks at the processes, and makes the fault. */
    private WorkerTrouble trouble(ProviderDesk desk, CompletableFuture<?> handingIn)
            throws IOException, InterruptedException {
        long deadline = Long.MAX_VALUE;
        while (desk.atOnce().now() < options.executions()) {
            if (handingIn.isDone() && deadline == Long.MAX_VALUE) {
                deadline = System.nanoTime() + options.patience().toNanos();
            }
            if (System.nanoTime() > deadline || handingIn.isDone() && tally.open() == 0) {
                return new WorkerTrouble(options.fault(), 0, 0, 0, Duration.ZERO, false);
            }
            Thread.sleep(LOOK);
        }
        rampSeconds = seconds();
        progress.accept("%,d calls under way at once".formatted(desk.atOnce().now()));
        if (options.fault() == WorkerFault.NONE || options.fault() == WorkerFault.CANCEL) {
            for (PartStatus part : stack.parts()) {
                if (part.name().startsWith("workers")) {
                    probes.add(WorkerProbe.of(part));
                }
            }
        }
        if (options.fault() == WorkerFault.CANCEL) {
            canceller.cancel(stack.info(), desk.calls(), options.call());
        }
        return WorkerTrouble.make(options.fault(), stack, options.lease(), progress);
    }

    private WorkerReport account(
            int submitted, Producers producers, ProviderDesk desk, WorkerTrouble trouble, double seconds)
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
        List<ProviderCall> calls = desk.calls();
        List<ProviderCall> broken = calls.stream().filter(call -> !call.isOk()).toList();
        return new WorkerReport(
                options.executions(),
                desk.atOnce().most(),
                submitted,
                producers.answered(),
                seconds,
                rampSeconds,
                probes,
                trouble,
                exits.of("workers"),
                canceller.measured(calls, records, leaseEnds),
                quiet,
                tally.open(),
                tally.ends(),
                tally.attempts(),
                Concurrency.of(calls, crowd.cap(), leaseEnds),
                broken.size(),
                broken.stream().mapToLong(call -> call.input() + call.output()).sum(),
                Rows.await(stack.settings(), expected),
                expected,
                ProviderBill.of(calls.stream().map(ProviderCall::billed).toList(), records),
                audit);
    }

    private void awaitParts() throws InterruptedException {
        long deadline = System.nanoTime() + PARTS_LIMIT.toNanos();
        while (stack.parts().stream().anyMatch(part -> part.state() != PartStatus.State.UP)
                && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
