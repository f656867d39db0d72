package dev.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final String TENANT = "acme";

    private final FakeStores stores = new FakeStores(new Random(7));

    @Test
    void shouldNotAskTheLogWhileTheWindowProvesThatNothingIsMissing() throws Exception {
        // given
        commit(3);
        stores.bridgeAll();
        Feed feed = Feed.fromNow(TENANT, stores, stores);

        // when
        commit(5);
        stores.bridgeAll();
        List<Long> seqs = drain(feed);

        // then
        assertThat(seqs).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(feed.next().next()).isEqualTo(Feed.Next.IDLE);
        assertThat(stores.logReads).isZero();
    }

    @Test
    void shouldReadTheGapFromTheLogWhenTheWindowWasTrimmed() throws Exception {
        // given
        List<TenantEvent> events = commit(10);
        stores.bridgeAll();
        stores.trim(TENANT, 2);

        // when
        Feed feed = Feed.after(events.get(2).id(), TENANT, stores, stores);

        // then
        assertThat(drain(feed)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(feed.next().next()).isEqualTo(Feed.Next.IDLE);
    }

    @Test
    void shouldGoOnFromTheLogWhenTheWindowIsEmpty() throws Exception {
        // given
        List<TenantEvent> events = commit(4);
        stores.bridgeAll();
        stores.flush();

        // when
        Feed feed = Feed.after(events.get(0).id(), TENANT, stores, stores);

        // then
        assertThat(drain(feed)).containsExactly(2L, 3L, 4L);
        assertThat(feed.next().next()).isEqualTo(Feed.Next.UNPROVEN);
    }

    @Test
    void shouldGoOnFromTheLogWhileTheWindowDoesNotAnswer() throws Exception {
        // given
        commit(2);
        stores.windowAway = true;
        Feed feed = Feed.fromNow(TENANT, stores, stores);

        // when
        commit(3);

        // then
        assertThat(drain(feed)).containsExactly(3L, 4L, 5L);
        assertThat(feed.next().next()).isEqualTo(Feed.Next.BLIND);
    }

    @Test
    void shouldBeginAtTheOldestRetainedEvent() throws Exception {
        // given
        List<TenantEvent> events = commit(6);
        stores.retain(events.get(3).id().offset());

        // when
        Feed feed = Feed.fromStart(TENANT, stores, stores);

        // then
        assertThat(drain(feed)).containsExactly(4L, 5L, 6L);
    }

    @Test
    void shouldSayThatEventsAreGoneWhenRetentionHasPassedTheId() throws Exception {
        // given
        List<TenantEvent> events = commit(6);
        stores.retain(events.get(3).id().offset());

        // when
        Feed feed = Feed.after(events.get(1).id(), TENANT, stores, stores);

        // then
        assertThatThrownBy(feed::next).isInstanceOf(Feed.GoneException.class).hasMessageContaining("between 2 and 4");
    }

    @Test
    void shouldRefuseAnIdOfAnotherLog() {
        // given
        commit(3);
        stores.bridgeAll();

        // then
        assertThatThrownBy(() -> Feed.after(new EventId(9, 1_000), TENANT, stores, stores))
                .isInstanceOf(Feed.GoneException.class);
        assertThatThrownBy(() -> Feed.after(new EventId(2, 1_000), TENANT, stores, stores))
                .isInstanceOf(Feed.GoneException.class);
    }

    @Test
    void shouldDeliverNothingTwiceForAnIdWhoseOffsetIsTooLow() throws Exception {
        // given
        List<TenantEvent> events = commit(5);

        // when
        Feed feed = Feed.after(new EventId(3, events.get(0).id().offset()), TENANT, stores, stores);

        // then
        assertThat(drain(feed)).containsExactly(4L, 5L);
    }

    @Test
    void shouldNotHideThatTheLogDoesNotAnswer() {
        // given
        stores.logAway = true;

        // when
        Feed feed = Feed.fromNow(TENANT, stores, stores);

        // then
        assertThatThrownBy(feed::next).isInstanceOf(EventLog.UnavailableException.class);
    }

    private List<TenantEvent> commit(int count) {
        List<TenantEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(stores.commit(TENANT));
            stores.commit("other");
        }
        return events;
    }

    private static List<Long> drain(Feed feed) throws Feed.GoneException {
        List<Long> seqs = new ArrayList<>();
        Feed.Step step = feed.next();
        while (step.next() == Feed.Next.AGAIN) {
            step.events().forEach(event -> seqs.add(event.seq()));
            step = feed.next();
        }
        return seqs;
    }
}
