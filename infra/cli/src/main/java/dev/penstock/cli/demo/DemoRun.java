package dev.penstock.cli.demo;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.Auditor;
import dev.penstock.cli.Terminal;
import dev.penstock.cli.board.Board;
import dev.penstock.cli.board.EventTail;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.local.LocalTenant;
import dev.penstock.local.StackInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** One morning on a running stack that was started for it: hand in, show, wait until all has ended, account. */
public final class DemoRun {
    private static final Duration FRAME = Duration.ofMillis(200);

    private final StackInfo stack;
    private final Terminal terminal;
    private final PrintWriter out;
    private final Duration patience;

    /** @param patience how long the work may take before the run counts as failed */
    public DemoRun(StackInfo stack, Terminal terminal, PrintWriter out, Duration patience) {
        this.stack = stack;
        this.terminal = terminal;
        this.out = out;
        this.patience = patience;
    }

    /** Runs it and prints the summary. */
    public DemoReport run(int tasks, long seed, String runId) throws IOException, InterruptedException {
        List<Order> orders = Morning.plan(LocalTenant.DEFAULT, tasks, seed, runId);
        Board board = new Board();
        long start = System.nanoTime();
        try (Handover handover = new Handover(stack)) {
            try (EventTail tail = EventTail.fromStart(stack.kafkaBootstrap(), board::apply);
                    Progress progress = new Progress(out, terminal, board)) {
                handover.begin(orders);
                follow(start, orders.size(), handover, board, tail, progress);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            DemoReport report = account(handover, board);
            new Summary(out, terminal.style()).print(report, handover, seconds);
            return report;
        }
    }

    private void follow(long start, int orders, Handover handover, Board board, EventTail tail, Progress progress)
            throws InterruptedException {
        while (true) {
            tail.check();
            boolean handedIn = handover.done();
            List<TaskKey> answered = handover.answered();
            long settled = board.settled(answered);
            long elapsed = System.nanoTime() - start;
            progress.show(elapsed / 1_000_000, settled, orders);
            if (handedIn && settled == answered.size() && !board.totals().anyOpen() || elapsed > patience.toNanos()) {
                return;
            }
            Thread.sleep(FRAME);
        }
    }

    private DemoReport account(Handover handover, Board board) throws IOException, InterruptedException {
        AuditReport audit =
                Auditor.of(stack.kafkaBootstrap()).audit(AuditOptions.DEFAULT.withQuiet(true), handover.submissions());
        List<TaskKey> answered = handover.answered();
        return DemoReport.of(
                handover.submissions().size(),
                answered.size(),
                board.settled(answered),
                board.totals(),
                board.rows(),
                ProviderJournal.read(stack.simulatorUrl()),
                audit);
    }
}
