package dev.penstock.workers.dispatch;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One role of this process: its slots, and the loops that fill them. Urgent tasks have a loop of their own where there are slots enough.
 *
 * <p>Loops are replaced when the number of slots changes, since what they ask for at once depends on it. Attempts that run go on.
 */
final class ServedRole implements AutoCloseable {
    private final String role;
    private final Map<String, Object> clients;
    private final RolePool.Work work;
    private final SlotPool slots;
    private final RoleMeters meters;
    private volatile List<RoleLoop> loops = List.of();

    /** @param clients settings of the Kafka clients that it opens */
    ServedRole(String role, Map<String, Object> clients, RolePool.Work work, SlotPool slots, RoleMeters meters) {
        this.role = role;
        this.clients = clients;
        this.work = work;
        this.slots = slots;
        this.meters = meters;
    }

    void start() {
        BatchStarter starter = new BatchStarter(
                role,
                work.attempts(),
                work.commands(),
                work.deadLetters(),
                work.runner(),
                slots,
                meters,
                work.deliveryLimit());
        loops = slots.isSplit()
                ? List.of(
                        loop(SlotPool.Line.URGENT, ShareGroupSource.Take.URGENT, starter),
                        loop(SlotPool.Line.OTHERS, ShareGroupSource.Take.NOT_URGENT, starter))
                : List.of(loop(SlotPool.Line.OTHERS, ShareGroupSource.Take.ALL, starter));
        loops.forEach(RoleLoop::start);
    }

    int size() {
        return slots.size();
    }

    /** Has so many slots from now on. Returns once what its loops held is started or handed back. */
    void resize(int size) {
        close();
        slots.resize(size);
        start();
    }

    /** Takes nothing more. Attempts that were started go on. */
    void stop() {
        loops.forEach(RoleLoop::stop);
    }

    /** Stops it and waits until it holds no delivery. */
    @Override
    public void close() {
        stop();
        loops.forEach(RoleLoop::close);
    }

    /** What keeps it from being served; empty for nothing. */
    String trouble() {
        return loops.stream()
                .map(RoleLoop::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    boolean isAlive() {
        return loops.stream().allMatch(RoleLoop::isAlive);
    }

    private RoleLoop loop(SlotPool.Line line, ShareGroupSource.Take take, BatchStarter starter) {
        int batch = slots.batch(line);
        return new RoleLoop(
                role,
                () -> new ShareGroupSource(clients, role, take, batch, meters::unsettled),
                slots,
                line,
                work.ceiling(),
                starter);
    }
}
