package dev.penstock.simulator.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The tenants' own runtimes: works on what it has accepted, each task on a virtual thread of its own, and calls back. */
public final class SimulatedRuntime implements AutoCloseable {
    /** One that is to be late and is told nothing is late by as much after its patience is over. */
    private static final Duration LATE_BY = Duration.ofSeconds(30);

    private static final int GONE = 410;
    private static final String COMPLETE = "complete";
    private static final String FAIL = "fail";

    private final RuntimeSecrets secrets;
    private final CallbackLog log = new CallbackLog();
    private final CallbackClient client;
    private final Map<Key, Thread> working = new ConcurrentHashMap<>();
    private volatile CountDownLatch held = new CountDownLatch(1);

    public SimulatedRuntime(RuntimeSecrets secrets) {
        this.secrets = secrets;
        this.client = new CallbackClient(secrets, log);
    }

    private record Key(String task, int attempt) {
        static Key of(RuntimeMessage message) {
            return new Key(message.taskId(), message.attempt());
        }
    }

    /** Who keeps account of an accepted task. Told on the thread that works on it. */
    public interface Account {
        /** @param share of the work that is done, from 0 to 1 */
        void did(double share);

        /** It is over, before anybody can be told so. The first word counts. */
        void ended(String outcome);
    }

    public RuntimeSecrets secrets() {
        return secrets;
    }

    public CallbackLog log() {
        return log;
    }

    /** Begins to work on a task; returns at once. */
    public void accept(AcceptedTask task, Account account) {
        if (task.kind() == CallbackKind.NEVER) {
            account.ended("forgotten");
            return;
        }
        Key key = Key.of(task.message());
        Thread thread = Thread.ofVirtual().unstarted(() -> work(task, account, key));
        Thread earlier = working.put(key, thread);
        if (earlier != null) {
            // Its worker died before it knew that the task was accepted. The attempt is the same, so one at work on it
            // is enough.
            earlier.interrupt();
        }
        thread.start();
    }

    /** Notes that it was told to stop a task, and does. */
    public void stop(RuntimeMessage message) {
        log.add(message, "stop", 200);
        Thread thread = working.get(Key.of(message));
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Has the tasks end that are held. */
    public synchronized void release() {
        CountDownLatch now = held;
        held = new CountDownLatch(1);
        now.countDown();
    }

    @Override
    public void close() {
        working.values().forEach(Thread::interrupt);
        client.close();
    }

    private void work(AcceptedTask task, Account account, Key key) {
        try {
            if (hasProgressed(task, account)) {
                end(task, account);
            } else {
                account.ended("gone");
            }
        } catch (InterruptedException e) {
            account.ended("stopped");
        } finally {
            // Ended already, unless something went wrong.
            account.ended("broken");
            working.remove(key, Thread.currentThread());
        }
    }

    /** False when it was told that nobody waits for it any more. */
    private boolean hasProgressed(AcceptedTask task, Account account) throws InterruptedException {
        int parts = task.progress() + 1;
        for (int part = 1; part <= task.progress(); part++) {
            TimeUnit.NANOSECONDS.sleep(task.nanos() / parts);
            account.did((double) part / parts);
            if (client.say(task.message(), "progress", task.progressed(part)) == GONE) {
                return false;
            }
        }
        TimeUnit.NANOSECONDS.sleep(task.nanos() / parts);
        if (task.kind() == CallbackKind.HELD) {
            held.await();
        } else if (task.kind() == CallbackKind.LATE) {
            awaitStop(Duration.ofSeconds(task.patienceSeconds()).plus(LATE_BY));
        }
        account.did(1);
        return true;
    }

    /** One that is late goes on though it was told to stop: no earlier, so that it is late for sure. */
    private static void awaitStop(Duration limit) {
        try {
            Thread.sleep(limit);
        } catch (InterruptedException e) {
            // Told, and it does not listen: the flag is taken off.
            Thread.interrupted();
        }
    }

    private void end(AcceptedTask task, Account account) throws InterruptedException {
        RuntimeMessage message = task.message();
        switch (task.kind()) {
            case FORGED_SIGNATURE -> client.forgeSignature(message, FAIL, task.failed(false));
            case FORGED_TOKEN -> client.forgeToken(message, FAIL, task.failed(false));
            case INVALID -> client.say(message, "invalid-complete", task.completedWrong());
            case ONCE, HELD, NONE, TWICE, CONFLICT, LATE, NEVER, FAIL, RETRY -> {
                // Nothing comes before their end.
            }
        }
        boolean fails = task.kind() == CallbackKind.FAIL || task.kind() == CallbackKind.RETRY;
        account.ended(fails ? "failed" : "ok");
        if (fails) {
            client.insist(message, FAIL, task.failed(task.kind() == CallbackKind.RETRY));
            return;
        }
        client.insist(message, COMPLETE, task.completed());
        if (task.kind() == CallbackKind.TWICE) {
            client.insist(message, COMPLETE, task.completed());
        } else if (task.kind() == CallbackKind.CONFLICT) {
            client.insist(message, FAIL, task.failed(false));
        }
    }
}
