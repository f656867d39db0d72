package dev.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.FakeEngine;
import dev.penstock.ingest.SseClient;
import dev.penstock.ingest.SseClient.Frame;
import dev.penstock.ingest.keys.ApiKeys;
import dev.penstock.schemas.v1.LeaseRenewed;
import dev.penstock.schemas.v1.Progress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsIntegrationTest {
    private final Api api = Api.shared();
    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);
    private final FakeEngine engine = new FakeEngine(api.settings(), tenant);
    private final UUID task = UUID.randomUUID();

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void shouldStreamATasksWayFromTheMomentItIsReady() {
        // given
        engine.accept(UUID.randomUUID());
        try (SseClient client = open("/v1/events")) {
            // when
            String accepted = engine.accept(task).id();
            String granted = engine.grant(task).id();
            String succeeded =
                    engine.succeed(task, "Rain\nor \"shine\" \u2028 ☂").id();

            // then
            List<Frame> frames = client.frames(3);
            assertThat(frames).extracting(Frame::id).containsExactly(accepted, granted, succeeded);
            assertThat(frames).extracting(Frame::event).containsExactly("accepted", "granted", "succeeded");
            assertThat(frames.get(0).data())
                    .isEqualTo(
                            "{\"taskId\":\"" + task
                                    + "\",\"role\":\"copywriter\",\"tier\":\"normal\",\"at\":\"2026-01-01T00:00:00Z\",\"maxAttempts\":3}");
            assertThat(frames.get(2).data()).contains("\"output\":\"Rain\\nor \\\"shine\\\"");
        }
    }

    @Test
    void shouldBeginWithTheFirstEventOfANewTenant() {
        try (SseClient client = open("/v1/events")) {
            String first = engine.accept(task).id();
            assertThat(client.frames(1)).extracting(Frame::id).containsExactly(first);
        }
    }

    @Test
    void shouldShowNothingOfOtherTenants() {
        try (FakeEngine other = new FakeEngine(api.settings(), Api.newTenant());
                SseClient client = open("/v1/events")) {
            other.accept(UUID.randomUUID());
            engine.accept(task);
            other.accept(UUID.randomUUID());
            engine.grant(task);
            assertThat(client.frames(2)).hasSize(2).allSatisfy(frame -> assertThat(frame.data())
                    .contains(task.toString()));
        }
    }

    @Test
    void shouldShowOneTaskOnlyWhenAskedTo() {
        try (SseClient client = open("/v1/events?task=" + task)) {
            engine.accept(UUID.randomUUID());
            engine.accept(task);
            engine.accept(UUID.randomUUID());
            engine.grant(task);
            assertThat(client.frames(2)).hasSize(2).allSatisfy(frame -> assertThat(frame.data())
                    .contains(task.toString()));
        }
    }

    @Test
    void shouldNotShowRenewals() {
        try (SseClient client = open("/v1/events")) {
            engine.accept(task);
            engine.bridge(engine.commit(
                    engine.event(task).setRenewed(LeaseRenewed.newBuilder().setAttempt(1))));
            engine.grant(task);
            assertThat(client.frames(2)).extracting(Frame::event).containsExactly("accepted", "granted");
        }
    }

    @Test
    void shouldShowRenewalsThatTellOfSomething() {
        try (SseClient client = open("/v1/events")) {
            engine.accept(task);
            engine.bridge(engine.commit(engine.event(task).setRenewed(telling("routed", "rate limited"))));
            engine.bridge(engine.commit(engine.event(task).setRenewed(telling("progress", "half way"))));

            var frames = client.frames(3);

            assertThat(frames).extracting(Frame::event).containsExactly("accepted", "routed", "progress");
            assertThat(frames.get(1).data()).contains("\"from\":\"anthropic/a\",\"to\":\"openai/b\"");
            assertThat(frames.get(2).data()).contains("half way").contains("\"attempt\":1");
        }
    }

    private static LeaseRenewed.Builder telling(String kind, String message) {
        Progress.Builder progress = Progress.newBuilder().setKind(kind).setMessage(message);
        return LeaseRenewed.newBuilder()
                .setAttempt(1)
                .setProgress(
                        kind.equals("routed") ? progress.setFrom("anthropic/a").setTo("openai/b") : progress);
    }

    @Test
    void shouldResumeAfterTheLastFrame() {
        // given
        engine.accept(task);
        String seen = engine.grant(task).id();
        String missed = engine.succeed(task, "done").id();

        // when
        try (SseClient byHeader = SseClient.open(api.request(key, "/v1/events").header("Last-Event-ID", seen));
                SseClient byParameter = open("/v1/events?from=start&lastEventId=" + seen)) {
            String later = engine.accept(UUID.randomUUID()).id();

            // then
            assertThat(byHeader.frames(2)).extracting(Frame::id).containsExactly(missed, later);
            assertThat(byParameter.frames(2)).extracting(Frame::id).containsExactly(missed, later);
        }
    }

    @Test
    void shouldResumeWithoutGapOrDuplicateAfterRedisLostEverything() {
        // given
        String seen = engine.accept(task).id();
        String granted = engine.grant(task).id();
        String first;
        try (SseClient client = open("/v1/events")) {
            first = engine.accept(UUID.randomUUID()).id();
            client.frames(1);

            // when
            engine.redis().flushAll();
            String second = engine.accept(UUID.randomUUID()).id();
            String third = engine.accept(UUID.randomUUID()).id();

            // then
            assertThat(client.frames(3)).extracting(Frame::id).containsExactly(first, second, third);
            try (SseClient resumed =
                    SseClient.open(api.request(key, "/v1/events").header("Last-Event-ID", seen))) {
                assertThat(resumed.frames(4)).extracting(Frame::id).containsExactly(granted, first, second, third);
                String fourth = engine.succeed(task, "done").id();
                assertThat(resumed.frames(5).getLast().id()).isEqualTo(fourth);
            }
        }
    }

    @Test
    void shouldGoOnWhenRedisIsFlushedAndNothingIsBridgedAnyMore() {
        // given
        String seen = engine.accept(task).id();
        String granted = engine.grant(task).id();
        engine.redis().flushAll();
        String unbridged = engine.commit(engine.event(task)
                        .setStarted(
                                dev.penstock.schemas.v1.TaskStarted.newBuilder().setAttempt(1)))
                .id();

        // when
        try (SseClient resumed = SseClient.open(api.request(key, "/v1/events").header("Last-Event-ID", seen))) {
            // then
            assertThat(resumed.frames(2)).extracting(Frame::id).containsExactly(granted, unbridged);
        }
    }

    @Test
    void shouldGoOnWhenTheSubscriptionIsCut() {
        // given
        engine.accept(task);
        try (SseClient client = open("/v1/events")) {
            engine.redis().executeCommand(kill());

            // when
            String after = engine.grant(task).id();

            // then
            assertThat(client.frames(1)).extracting(Frame::id).containsExactly(after);
        }
    }

    @Test
    void shouldBeginAtTheOldestEventWhenAskedTo() {
        // given
        String first = engine.accept(task).id();
        String second = engine.grant(task).id();
        engine.redis().flushAll();

        // when
        try (SseClient client = open("/v1/events?from=start")) {
            String third = engine.succeed(task, "done").id();

            // then
            assertThat(client.frames(3)).extracting(Frame::id).containsExactly(first, second, third);
        }
    }

    @Test
    void shouldRefuseIdsThatAreNone() {
        Answer malformed = api.send(api.request(key, "/v1/events").header("Last-Event-ID", "yesterday"));
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.text("detail")).contains("id of a frame");
        assertThat(api.get(key, "/v1/events?lastEventId=5-99999999").status()).isEqualTo(410);
        assertThat(api.get(key, "/v1/events?from=yesterday").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/events?task=mine").status()).isEqualTo(400);
    }

    @Test
    void shouldLimitTheStreamsOfATenant() {
        try (SseClient one = open("/v1/events");
                SseClient two = open("/v1/events");
                SseClient three = open("/v1/events")) {
            // when
            Answer answer = api.get(key, "/v1/events");

            // then
            assertThat(List.of(one, two, three)).hasSize(3);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(api.metrics().scrape()).contains("penstock_api_sse_clients");
        }
    }

    @Test
    void shouldEndTheStreamsOfAKeyThatIsRevoked() throws Exception {
        try (SseClient client = open("/v1/events")) {
            ApiKeys.revoke(api.database(), ApiKeys.keyId(key).orElseThrow());
            assertThat(client.awaitEnd(Duration.ofSeconds(5))).isTrue();
        }
    }

    private SseClient open(String path) {
        return SseClient.open(api.request(key, path));
    }

    private static redis.clients.jedis.CommandObject<Long> kill() {
        return new redis.clients.jedis.CommandObject<>(
                new redis.clients.jedis.CommandArguments(redis.clients.jedis.Protocol.Command.CLIENT)
                        .add("KILL")
                        .add("TYPE")
                        .add("pubsub"),
                redis.clients.jedis.BuilderFactory.LONG);
    }
}
