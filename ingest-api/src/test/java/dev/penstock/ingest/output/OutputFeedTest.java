package dev.penstock.ingest.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.sse.SseSource.Next;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputFeedTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private FakeOutput source = new FakeOutput();
    private Client client = new Client();

    /** What a client makes of the frames, over all its connections. */
    private static final class Client {
        final StringBuilder text = new StringBuilder();
        final List<String> events = new ArrayList<>();
        Frame.@Nullable End end;

        @Nullable
        Mark last;

        void take(Frame frame) {
            events.add(frame.event());
            last = Mark.parse(frame.id()).orElseThrow();
            switch (frame) {
                case Frame.Chunk chunk -> text.append(chunk.text());
                case Frame.Restart restart -> text.setLength(0);
                case Frame.End ended -> end = ended;
            }
        }
    }

    @Test
    void shouldShowPiecesAsTheyComeAndThenTheEnd() {
        source.grant(false);
        OutputFeed feed = feed(null);
        assertThat(drain(feed)).isEqualTo(Next.IDLE);
        source.piece("Rain ");
        assertThat(drain(feed)).isEqualTo(Next.SOON);
        assertThat(client.text).hasToString("Rain ");
        source.last("or shine");
        assertThat(drain(feed)).isEqualTo(Next.SOON);
        source.end("SUCCEEDED", "Rain or shine");

        assertThat(drain(feed)).isEqualTo(Next.END);

        assertThat(client.events).containsExactly("chunk", "chunk", "end");
        assertThat(client.text).hasToString("Rain or shine");
        assertThat(client.end.bytes()).isEqualTo(13);
        assertThat(client.end.sha256()).isEqualTo(Shown.hex("Rain or shine".getBytes(StandardCharsets.UTF_8)));
        assertThat(client.end.end().state()).isEqualTo("SUCCEEDED");
    }

    @Test
    void shouldGoOnAfterAPieceThatTheClientHas() {
        source.grant(false);
        source.piece("Rain ");
        Mark after = source.mark();
        source.piece("or ");
        source.piece("shine");
        client.text.append("Rain ");

        drain(feed(after));

        assertThat(client.events).containsExactly("chunk", "chunk");
        assertThat(client.text).hasToString("Rain or shine");
    }

    @Test
    void shouldTakeAMarkWithoutItsGrantForTheLatestOne() {
        source.grant(false);
        source.piece("Rain ");
        source.piece("or shine");
        client.text.append("Rain ");

        drain(feed(Mark.parse("1-1").orElseThrow()));

        assertThat(client.text).hasToString("Rain or shine");
    }

    @Test
    void shouldBeginAnewWithAnotherCallAndAnotherAttempt() {
        source.grant(false);
        OutputFeed feed = feed(null);
        source.piece("{ wrong");
        drain(feed);
        source.restart("{ right");
        drain(feed);
        assertThat(client.text).hasToString("{ right");
        source.grant(false);
        source.piece("{ better");
        drain(feed);

        assertThat(client.text).hasToString("{ better");
        assertThat(client.events).containsExactly("chunk", "restart", "chunk", "restart", "chunk");
    }

    @Test
    void shouldNotTakeTheSameAttemptGrantedAgainForItsFirstGrant() {
        source.grant(false);
        source.piece("one ");
        source.piece("two");
        Mark after = source.mark();
        client.text.append("one two");
        source.grant(true);
        source.piece("uno ");
        source.piece("dos ");
        source.piece("tres");

        drain(feed(after));

        assertThat(client.events.getFirst()).isEqualTo("restart");
        assertThat(client.text).hasToString("uno dos tres");
    }

    @Test
    void shouldBringWhatWasLostAtTheEnd() {
        source.grant(false);
        OutputFeed feed = feed(null);
        source.piece("Rain ");
        source.lose();
        source.last("shine");
        drain(feed);
        assertThat(client.text).hasToString("Rain ");
        source.end("SUCCEEDED", "Rain or shine");
        drain(feed);

        assertThat(client.events).containsExactly("chunk", "chunk", "end");
        assertThat(client.text).hasToString("Rain or shine");
    }

    @Test
    void shouldBeginAnewForAClientThatCannotBeChecked() {
        source.grant(false);
        source.piece("Rain ");
        Mark after = source.mark();
        client.text.append("Rain ");
        source.forget();
        source.end("SUCCEEDED", "Rain or shine");

        drain(feed(after));

        assertThat(client.events).containsExactly("restart", "chunk", "end");
        assertThat(client.text).hasToString("Rain or shine");
    }

    @Test
    void shouldGiveALateReaderTheOutputInOnePiece() {
        source.grant(false);
        source.end("SUCCEEDED", "Rain or shine");

        drain(feed(null));

        assertThat(client.events).containsExactly("chunk", "end");
        assertThat(client.text).hasToString("Rain or shine");
        Mark rest = new Mark.Rest(1);
        client.events.clear();
        drain(feed(rest));
        assertThat(client.events).containsExactly("end");
    }

    @Test
    void shouldTellHowAFailedTaskEnded() {
        source.grant(false);
        source.last("half a sen");
        source.end("DEAD", null);

        assertThat(drain(feed(null))).isEqualTo(Next.END);

        assertThat(client.events).containsExactly("chunk", "end");
        assertThat(client.end.end().state()).isEqualTo("DEAD");
        assertThat(client.end.sha256()).isNull();
    }

    @Test
    void shouldEndWithoutTheWindowAndWaitWithoutTheState() {
        source.grant(false);
        source.windowAway = true;
        assertThat(drain(feed(null))).isEqualTo(Next.BLIND);
        source.end("SUCCEEDED", "Rain or shine");
        source.endsAway = true;
        OutputFeed feed = feed(null);
        assertThat(drain(feed)).isEqualTo(Next.BLIND);
        source.endsAway = false;
        assertThat(drain(feed)).isEqualTo(Next.END);
        assertThat(client.text).hasToString("Rain or shine");
    }

    @Test
    void shouldNotAskForTheStateWithEveryPiece() {
        source.grant(false);
        OutputFeed feed = feed(null);
        drain(feed);
        source.endsAway = true;
        source.piece("a");
        assertThat(drain(feed)).as("no look-up").isEqualTo(Next.SOON);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(drain(feed)).isEqualTo(Next.BLIND);
    }

    @Test
    void shouldStopLookingForAnEndThatDoesNotCome() {
        source.grant(false);
        source.last("a");
        OutputFeed feed = feed(null);
        Next next = drain(feed);
        int looks = 0;
        while (next == Next.SOON) {
            looks++;
            next = drain(feed);
        }
        assertThat(looks).isEqualTo(OutputFeed.NEAR_LOOKS);
        assertThat(next).isEqualTo(Next.IDLE);
    }

    @Test
    void shouldGiveEveryClientTheOutputWhateverIsLostAndHoweverOftenItReconnects() {
        for (long seed = 0; seed < 3_000; seed++) {
            play(new Random(seed));
            assertThat(client.text.toString())
                    .as("seed %d", seed)
                    .isEqualTo(client.end.end().output());
            assertThat(client.end.bytes())
                    .as("seed %d", seed)
                    .isEqualTo(client.text.toString().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    /** A task's whole life with everything that can go wrong, and a client that leaves and comes back. */
    private void play(Random random) {
        source = new FakeOutput();
        client = new Client();
        StringBuilder output = new StringBuilder();
        OutputFeed feed = feed(null);
        int grants = 1 + random.nextInt(3);
        for (int g = 0; g < grants; g++) {
            source.grant(random.nextBoolean());
            output.setLength(0);
            int pieces = random.nextInt(8);
            for (int p = 0; p < pieces; p++) {
                String text = random.nextInt(6) == 0
                        ? ""
                        : "ab🏗é".substring(random.nextInt(2)).repeat(1 + random.nextInt(2));
                boolean restarts = p > 0 && random.nextInt(5) == 0;
                if (restarts) {
                    output.setLength(0);
                }
                output.append(text);
                if (random.nextInt(10) == 0) {
                    source.lose();
                } else if (restarts) {
                    source.restart(text);
                } else if (p == pieces - 1) {
                    source.last(text);
                } else {
                    source.piece(text);
                }
                feed = shake(feed, random);
            }
        }
        source.end("SUCCEEDED", output.toString());
        int visits = random.nextInt(4);
        for (int visit = 0; visit < visits; visit++) {
            feed = shake(feed, random);
        }
        source.endsAway = false;
        Next next = Next.AGAIN;
        while (client.end == null) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            next = drain(feed);
        }
        assertThat(next).isIn(Next.END, Next.AGAIN);
    }

    private OutputFeed shake(OutputFeed feed, Random random) {
        if (random.nextInt(30) == 0) {
            source.forget();
        }
        source.windowAway = random.nextInt(10) == 0;
        source.endsAway = random.nextInt(10) == 0;
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
        if (random.nextBoolean()) {
            // It may leave after any frame.
            for (int step = random.nextInt(3); step >= 0 && client.end == null; step--) {
                for (Frame frame : feed.next().frames()) {
                    client.take(frame);
                    if (random.nextInt(4) == 0) {
                        step = 0;
                        break;
                    }
                }
            }
            return client.end == null ? feed(client.last) : feed;
        }
        return feed;
    }

    private Next drain(OutputFeed feed) {
        OutputFeed.Step step;
        do {
            step = feed.next();
            step.frames().forEach(client::take);
        } while (step.next() == Next.AGAIN);
        return step.next();
    }

    private OutputFeed feed(@Nullable Mark after) {
        return new OutputFeed(FakeOutput.TENANT, source.task, after, source, source::ends, nanos::get);
    }
}
