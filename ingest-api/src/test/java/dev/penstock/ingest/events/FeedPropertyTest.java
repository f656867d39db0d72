package dev.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of the window, a client that reconnects as it likes gets every event once and in order. */
class FeedPropertyTest {
    private static final List<String> TENANTS = List.of("a", "b", "c");
    private static final int SEEDS = 3_000;
    private static final int STEPS = 150;

    @Test
    void shouldDeliverEveryEventOnceWhateverHappensToTheWindow() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed);
        }
    }

    /** Seeds that once found a fault go here. */
    @ParameterizedTest
    @ValueSource(longs = {1})
    void shouldDeliverEveryEventOnceForSeedsOfThePast(long seed) {
        run(seed);
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        FakeStores stores = new FakeStores(random);
        List<Client> clients = new ArrayList<>();
        try {
            for (int step = 0; step < STEPS; step++) {
                act(random, stores, clients);
            }
            stores.windowAway = false;
            stores.bridgeAll();
            for (Client client : clients) {
                client.drain();
                client.check();
            }
        } catch (Throwable e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static void act(Random random, FakeStores stores, List<Client> clients) throws Feed.GoneException {
        String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> stores.commit(tenant);
            case 6, 7, 8 -> stores.bridge(1 + random.nextInt(5));
            case 9 -> stores.bridgeAll();
            case 10 -> stores.flush();
            case 11 -> stores.trim(tenant, random.nextInt(4));
            case 12 -> stores.windowAway = random.nextInt(3) == 0;
            case 13 -> stores.bridgeAgain(random.nextInt(6));
            case 14 -> {
                if (clients.size() < 6) {
                    clients.add(new Client(random, stores, tenant));
                }
            }
            case 15 -> {
                if (!clients.isEmpty()) {
                    clients.get(random.nextInt(clients.size())).reconnect();
                }
            }
            default -> {
                if (!clients.isEmpty()) {
                    clients.get(random.nextInt(clients.size())).step();
                }
            }
        }
    }

    /** One that keeps what it got, and may lose its connection with the last frames on their way. */
    private static final class Client {
        private final Random random;
        private final FakeStores stores;
        private final String tenant;

        /** What it must have got in the end, at least. */
        private final long committedAtStart;

        private final boolean fromStart;
        private final List<TenantEvent> got = new ArrayList<>();
        private Feed feed;

        Client(Random random, FakeStores stores, String tenant) {
            this.random = random;
            this.stores = stores;
            this.tenant = tenant;
            fromStart = random.nextBoolean();
            committedAtStart = fromStart ? 0 : stores.all(tenant).size();
            feed = fromStart ? Feed.fromStart(tenant, stores, stores) : Feed.fromNow(tenant, stores, stores);
        }

        void step() throws Feed.GoneException {
            got.addAll(feed.next().events());
        }

        void reconnect() throws Feed.GoneException {
            int lost = got.isEmpty() ? 0 : random.nextInt(Math.min(got.size(), 4));
            for (int i = 0; i < lost; i++) {
                got.removeLast();
            }
            if (!got.isEmpty()) {
                feed = Feed.after(got.getLast().id(), tenant, stores, stores);
            }
        }

        void drain() throws Feed.GoneException {
            int quiet = 0;
            for (int i = 0; quiet < 3; i++) {
                assertThat(i).as("steps until quiet").isLessThan(10_000);
                Feed.Step step = feed.next();
                got.addAll(step.events());
                quiet = step.next() == Feed.Next.AGAIN ? 0 : quiet + 1;
            }
        }

        void check() {
            List<TenantEvent> all = stores.all(tenant);
            int missing = all.size() - got.size();
            assertThat(missing).as("events before its first").isBetween(0, (int) committedAtStart);
            assertThat(got).isEqualTo(all.subList(missing, all.size()));
            assertThat(got)
                    .allSatisfy(event -> assertThat(event.event().getTenant()).isEqualTo(tenant));
        }
    }
}
