package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Policy;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.streams.Commands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTopologyTest {
    private static final String TENANT = "acme";
    private static final String COPY = "copywriter";
    private static final String TASK = Commands.taskId(TENANT, "k");

    @TempDir
    private Path stateDir;

    private AdmissionDriver slot;

    @BeforeEach
    void start() {
        slot = new AdmissionDriver(StoreKind.ROCKSDB, stateDir);
    }

    @AfterEach
    void stop() {
        slot.close();
    }

    @Test
    void shouldTakeATaskFromSubmissionToItsEnd() {
        configure(1);
        slot.send(Commands.submit(TENANT, "k", COPY, Tier.TIER_URGENT));
        Dispatch dispatch = slot.dispatches(COPY, Tier.TIER_URGENT).getFirst();
        slot.send(Commands.start(TENANT, dispatch.getTaskId(), dispatch.getAttempt()));
        slot.send(Commands.succeed(TENANT, dispatch.getTaskId(), dispatch.getAttempt()));

        List<Event> events = slot.events();
        assertThat(events)
                .extracting(Event::getKindCase)
                .containsExactly(
                        KindCase.CONFIGURED, KindCase.ACCEPTED, KindCase.GRANTED, KindCase.STARTED, KindCase.SUCCEEDED);
        assertThat(events).extracting(Event::getSeq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(events).extracting(Event::getTenant).containsOnly(TENANT);
        assertThat(dispatch.getTaskId()).isEqualTo(TASK);
        assertThat(dispatch.getInput()).isEqualTo("Write about k");
        assertThat(dispatch.getAttempt()).isEqualTo(1);
        assertThat(dispatch.getLeaseMillis()).isEqualTo(Policy.DEFAULT.lease().toMillis());
        assertThat(slot.signals()).isEmpty();
        assertThat(slot.deadLetters()).isEmpty();
    }

    @Test
    void shouldHoldWhatIsOverTheCapUntilASlotIsFree() {
        configure(1);
        slot.send(Commands.submit(TENANT, "a", COPY, Tier.TIER_NORMAL));
        slot.send(Commands.submit(TENANT, "b", COPY, Tier.TIER_NORMAL));
        assertThat(slot.dispatches(COPY, Tier.TIER_NORMAL)).hasSize(1);

        slot.send(Commands.start(TENANT, Commands.taskId(TENANT, "a"), 1));
        slot.send(Commands.succeed(TENANT, Commands.taskId(TENANT, "a"), 1));

        assertThat(slot.dispatches(COPY, Tier.TIER_NORMAL))
                .extracting(Dispatch::getTaskId)
                .containsExactly(Commands.taskId(TENANT, "b"));
    }

    @Test
    void shouldTellTheWorkerThatItsTaskIsCancelled() {
        configure(1);
        slot.send(Commands.submit(TENANT, "k", COPY, Tier.TIER_NORMAL));
        slot.send(Commands.start(TENANT, TASK, 1));
        slot.send(Commands.cancel(TENANT, TASK));

        assertThat(slot.signals())
                .containsExactly(AttemptEnded.newBuilder()
                        .setTenant(TENANT)
                        .setTaskId(TASK)
                        .setAttempt(1)
                        .setReason("cancelled")
                        .setRole(COPY)
                        .build());
    }

    @Test
    void shouldSignalNobodyWhenAWaitingTaskIsCancelled() {
        configure(0);
        slot.send(Commands.submit(TENANT, "k", COPY, Tier.TIER_NORMAL));
        slot.send(Commands.cancel(TENANT, TASK));

        assertThat(slot.events()).extracting(Event::getKindCase).contains(KindCase.CANCELLED);
        assertThat(slot.signals()).isEmpty();
    }

    @Test
    void shouldEndALeaseThatIsNotRenewedAndGrantTheNextAttempt() {
        configure(1);
        slot.send(Commands.submit(TENANT, "k", COPY, Tier.TIER_NORMAL));
        slot.send(Commands.start(TENANT, TASK, 1));
        slot.tickAfter(Policy.DEFAULT.lease().plusSeconds(1));
        slot.tickAfter(Policy.DEFAULT.backoffMax());

        assertThat(slot.events()).extracting(Event::getKindCase).contains(KindCase.RETRY_SCHEDULED);
        assertThat(slot.signals()).extracting(AttemptEnded::getReason).containsExactly("lease_lapsed");
        assertThat(slot.dispatches(COPY, Tier.TIER_NORMAL))
                .extracting(Dispatch::getAttempt)
                .containsExactly(1, 2);
    }

    @Test
    void shouldStopAWorkerWhoseStartIsRefused() {
        configure(1);
        slot.send(Commands.submit(TENANT, "k", COPY, Tier.TIER_NORMAL));
        slot.send(Commands.start(TENANT, TASK, 7));

        assertThat(slot.events()).extracting(Event::getKindCase).contains(KindCase.RESULT_REJECTED);
        assertThat(slot.signals())
                .containsExactly(AttemptEnded.newBuilder()
                        .setTenant(TENANT)
                        .setTaskId(TASK)
                        .setAttempt(7)
                        .setReason("refused")
                        .setWorkerId("w-1")
                        .setRole(COPY)
                        .build());
    }

    @Test
    void shouldMakeARolesTopicsBeforeItIsGranted() {
        slot.send(Commands.configure(Commands.config(TENANT, 1, "game-tester")));
        assertThat(slot.rolesEnsured).containsExactly("game-tester");

        slot.send(Commands.submit(TENANT, "k", "game-tester", Tier.TIER_BATCH));
        assertThat(slot.dispatches("game-tester", Tier.TIER_BATCH)).hasSize(1);
    }

    @Test
    void shouldDeadLetterAPoisonCommandAndGoOn() {
        configure(1);
        slot.send("acme".getBytes(StandardCharsets.UTF_8), "nonsense".getBytes(StandardCharsets.UTF_8));
        slot.send(null, null);
        slot.send(Command.newBuilder().setTenant(TENANT).build());
        slot.send(Commands.submit(TENANT, "k", COPY, Tier.TIER_NORMAL));

        assertThat(slot.deadLetters())
                .hasSize(3)
                .allSatisfy(letter -> assertThat(letter.getReason()).isEqualTo("poison_command"))
                .extracting(letter -> letter.getSource().getOffset())
                .containsExactly(1L, 2L, 3L);
        assertThat(slot.dispatches(COPY, Tier.TIER_NORMAL)).hasSize(1);
        assertThat(slot.metrics.get("penstock.engine.poison.commands").counter().count())
                .isEqualTo(3);
    }

    @Test
    void shouldRejectWhatAnUnknownTenantSubmits() {
        slot.send(Commands.submit("nobody", "k", COPY, Tier.TIER_NORMAL));

        assertThat(slot.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getRejected().getReason()).isEqualTo("unknown_tenant"));
    }

    @Test
    void shouldTickByTheWallClock() {
        slot.advance(Duration.ofSeconds(2));
        assertThat(slot.ticksSent).isEqualTo(1);

        slot.advance(Duration.ofSeconds(20));
        assertThat(slot.ticksSent).as("one tick under way at most").isEqualTo(1);

        slot.tickAfter(Duration.ZERO);
        slot.advance(Duration.ofSeconds(2));
        assertThat(slot.ticksSent).isEqualTo(2);
    }

    @Test
    void shouldShowWhatTheSlotHolds() {
        configure(1);
        slot.send(Commands.submit(TENANT, "a", COPY, Tier.TIER_NORMAL));
        slot.send(Commands.submit(TENANT, "b", COPY, Tier.TIER_NORMAL));
        slot.advance(Duration.ofSeconds(2));

        assertThat(tasks("queued")).isEqualTo(1);
        assertThat(tasks("granted")).isEqualTo(1);
        assertThat(slot.metrics
                        .get("penstock.engine.events")
                        .tag("kind", "accepted")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    private double tasks(String state) {
        return slot.metrics
                .get("penstock.engine.tasks")
                .tag("state", state)
                .gauge()
                .value();
    }

    private void configure(int cap) {
        slot.send(Commands.configure(Commands.config(TENANT, cap, COPY)));
    }
}
