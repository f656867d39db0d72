package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.FieldChange;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.TenantConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that come straight to the engine, each meant for the version that it follows. */
class ConfigChangesTest {
    private static final String ACME = "acme";
    private static final String COPY = "copywriter";

    @TempDir
    private Path stateDir;

    private AdmissionDriver slot;

    @BeforeEach
    void start() {
        slot = new AdmissionDriver(StoreKind.MEMORY, stateDir);
    }

    @AfterEach
    void stop() {
        slot.close();
    }

    @Test
    void shouldTellTheWholeConfigurationToThoseWhoFollowItAndInTheEventWhoChangedIt() {
        TenantConfig changed = config(2).toBuilder()
                .setFlow(Flow.FLOW_PAUSED)
                .setFlowChange(change("c2", 2))
                .addChanges(change("c1", 1))
                .addChanges(change("c2", 2))
                .build();

        slot.send(configure(changed));

        assertThat(slot.configs()).containsExactly(changed);
        Event event = slot.events().getFirst();
        assertThat(event.getConfigured().getChange()).isEqualTo(change("c2", 2));
        TenantConfig told = event.getConfigured().getConfig();
        assertThat(told.getFlowChange().getBy()).isEqualTo("operator key k1 (on call)");
        assertThat(told.getChangesList()).isEmpty();
        assertThat(told.getTokensPerMinute()).isZero();
        assertThat(told.getAllocations(0).getWebhookUrl()).isEmpty();
        assertThat(told.getAllocations(0).getGrantedMaxConcurrent()).isEqualTo(4);
    }

    @Test
    void shouldTakeTheFirstOfTwoChangesOfOneVersion() {
        slot.send(configure(config(2).toBuilder().addChanges(change("mine", 2)).build()));
        slot.send(configure(config(2).toBuilder()
                .setPlan("free")
                .addChanges(change("theirs", 2))
                .build()));

        assertThat(slot.configs()).hasSize(1);
        assertThat(slot.events())
                .extracting(event -> event.getConfigured().getChange().getId())
                .containsExactly("mine");
    }

    @Test
    void shouldNotTellWhatCameFromThere() {
        TenantConfig edited = config(3).toBuilder().addChanges(change("c2", 2)).build();

        slot.send(configure(edited));

        assertThat(slot.configs()).isEmpty();
        assertThat(slot.events().getFirst().getConfigured().hasChange()).isFalse();
    }

    @Test
    void shouldTellARolesLimitsToTheOtherSlots() {
        RoleLimits limits = RoleLimits.newBuilder()
                .setRole(COPY)
                .setVersion(1)
                .setMaxConcurrent(7)
                .setFlow(Flow.FLOW_DRAINING)
                .setFlowChange(change("r1", 1))
                .addChanges(change("r1", 1))
                .build();

        slot.send(Command.newBuilder().setLimitRole(limits).build());
        slot.send(Command.newBuilder().setLimitRole(limits).build());

        assertThat(slot.limits()).containsExactly(limits);
    }

    private static TenantConfig config(long version) {
        return TenantConfig.newBuilder()
                .setTenant(ACME)
                .setPlan("pro")
                .setVersion(version)
                .setWeight(1)
                .setTokensPerMinute(5_000)
                .setGrantedMonthlyBudgetMicros(9)
                .addAllocations(Allocation.newBuilder()
                        .setRole(COPY)
                        .setEnabled(true)
                        .setMaxConcurrent(2)
                        .setGrantedMaxConcurrent(4)
                        .setAdapterOverride("webhook")
                        .setWebhookUrl("https://runtime.example/tasks"))
                .addAllocations(Allocation.newBuilder().setRole("data-analyst").setEnabled(true))
                .build();
    }

    private static ConfigChange change(String id, long version) {
        return ConfigChange.newBuilder()
                .setId(id)
                .setVersion(version)
                .setBy("operator key k1 (on call)")
                .setByOperator(true)
                .setAtMillis(1_000)
                .setReason("review")
                .addFields(FieldChange.newBuilder()
                        .setField("flow")
                        .setFrom("open")
                        .setTo("paused"))
                .build();
    }

    private static Command configure(TenantConfig config) {
        return Command.newBuilder().setTenant(ACME).setConfigure(config).build();
    }
}
