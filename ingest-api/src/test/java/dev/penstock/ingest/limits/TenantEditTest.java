package dev.penstock.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.FieldChange;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.TenantConfig;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantEditTest {
    private static final Caller OPERATOR = new Caller("_operators", "k0", Scope.ofOperators(), "on call");
    private static final Caller TENANT = new Caller("acme", "k1", Scope.all(), "");
    private static final TenantConfig CONFIG = TenantConfig.newBuilder()
            .setTenant("acme")
            .setPlan("pro")
            .setVersion(7)
            .setMonthlyBudgetMicros(100)
            .addAllocations(lane("copywriter").setMonthlyTaskLimit(30).setModelOverride("small"))
            .addAllocations(lane("seo-specialist"))
            .build();

    @Test
    void shouldChangeWhatIsNamedAndNothingElse() {
        TenantConfig next = edit(OPERATOR, CONFIG, "{'roles':{'copywriter':{'maxConcurrent':3}},'reason':' more '}")
                .next();

        TenantConfig.Builder expected = CONFIG.toBuilder().setVersion(8);
        expected.getAllocationsBuilder(0).setMaxConcurrent(3);
        assertThat(next.toBuilder().clearChanges().build()).isEqualTo(expected.build());
        ConfigChange change = next.getChanges(0);
        assertThat(change.getBy()).isEqualTo("operator key k0 (on call)");
        assertThat(change.getReason()).isEqualTo("more");
        assertThat(change.getVersion()).isEqualTo(8);
        assertThat(change.getFieldsList())
                .containsExactly(FieldChange.newBuilder()
                        .setField("copywriter.maxConcurrent")
                        .setFrom("2")
                        .setTo("3")
                        .build());
    }

    @Test
    void shouldTellThatNothingChanges() {
        Edit<TenantConfig> edit = edit(TENANT, CONFIG, "{'monthlyBudgetMicros':100,'flow':'open','plan':'pro'}");

        assertThat(edit.fields()).isEmpty();
        assertThat(edit.next()).isEqualTo(CONFIG);
    }

    @Test
    void shouldLetATenantLowerItsLimitsAndGoBackUpToWhatItWasGranted() {
        TenantConfig lower = edit(
                        TENANT,
                        CONFIG,
                        "{'maxConcurrent':3,'monthlyBudgetMicros':60,'roles':{'copywriter':{'maxConcurrent':0,'monthlyTaskLimit':5}}}")
                .next();
        assertThat(lower.getMaxConcurrent()).isEqualTo(3);
        assertThat(lower.hasGrantedMaxConcurrent()).isTrue();
        assertThat(lower.getGrantedMonthlyBudgetMicros()).isEqualTo(100);
        assertThat(lower.getAllocations(0).getGrantedMaxConcurrent()).isEqualTo(2);
        assertThat(lower.getAllocations(0).getGrantedMonthlyTaskLimit()).isEqualTo(30);

        TenantConfig back = edit(
                        TENANT,
                        lower,
                        "{'maxConcurrent':null,'monthlyBudgetMicros':100,'roles':{'copywriter':{'maxConcurrent':2,'monthlyTaskLimit':30}}}")
                .next();
        assertThat(back.toBuilder().clearChanges().setVersion(7).build()).isEqualTo(CONFIG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'monthlyBudgetMicros':101}                                | ABOVE_GRANTED
        {'monthlyBudgetMicros':0}                                  | ABOVE_GRANTED
        {'roles':{'copywriter':{'maxConcurrent':3}}}               | ABOVE_GRANTED
        {'roles':{'copywriter':{'monthlyTaskLimit':31}}}           | ABOVE_GRANTED
        {'roles':{'copywriter':{'monthlyTaskLimit':null}}}         | ABOVE_GRANTED
        {'roles':{'copywriter':{'enabled':false}}}                 | OPERATOR_ONLY
        {'roles':{'copywriter':{'modelOverride':'large'}}}         | OPERATOR_ONLY
        {'roles':{'copywriter':{'webhookUrl':'https://a.example'}}} | OPERATOR_ONLY
        {'roles':{'copywriter':null}}                              | OPERATOR_ONLY
        {'plan':'enterprise'}                                      | OPERATOR_ONLY
        {'usePlanDefaults':true}                                   | OPERATOR_ONLY
        {'weight':2}                                               | OPERATOR_ONLY
        {'maxBacklog':5}                                           | OPERATOR_ONLY
        {'tokensPerMinute':5}                                      | OPERATOR_ONLY
        {'roles':{'data-analyst':{'flow':'paused'}}}               | INVALID_REQUEST
        """)
    void shouldNotLetATenantTakeMoreThanItHas(String patch, ProblemType problem) {
        assertThat(problem(TENANT, CONFIG, patch)).isEqualTo(problem);
    }

    @Test
    void shouldNotLetATenantOpenWhatTheOperatorClosed() {
        TenantConfig closed = edit(OPERATOR, CONFIG, "{'flow':'paused'}").next();
        assertThat(problem(TENANT, closed, "{'flow':'open'}")).isEqualTo(ProblemType.HELD_BY_OPERATOR);
        TenantConfig byTopic = CONFIG.toBuilder().setFlow(Flow.FLOW_DRAINING).build();
        assertThat(problem(TENANT, byTopic, "{'flow':'paused'}")).isEqualTo(ProblemType.HELD_BY_OPERATOR);

        TenantConfig own = edit(TENANT, CONFIG, "{'flow':'paused'}").next();
        TenantConfig opened = edit(TENANT, own, "{'flow':'open'}").next();
        assertThat(opened.hasFlowChange()).isFalse();
        TenantConfig takenOver = edit(OPERATOR, own, "{'flow':'paused'}").next();
        assertThat(problem(TENANT, takenOver, "{'flow':'open'}")).isEqualTo(ProblemType.HELD_BY_OPERATOR);
    }

    @Test
    void shouldLeaveWhatTheTenantSetItselfWhereAnOperatorChangesSomethingElse() {
        TenantConfig own = edit(
                        TENANT,
                        CONFIG,
                        "{'flow':'paused','monthlyBudgetMicros':60,'roles':{'copywriter':{'maxConcurrent':1,'flow':'draining'}}}")
                .next();

        Edit<TenantConfig> edit = edit(
                OPERATOR,
                own,
                "{'weight':2,'roles':{'copywriter':{'modelOverride':''},'seo-specialist':{'enabled':false}}}");

        assertThat(edit.fields())
                .extracting(FieldChange::getField)
                .containsExactly("weight", "copywriter.modelOverride", "seo-specialist.enabled");
        assertThat(edit.next().getGrantedMonthlyBudgetMicros()).isEqualTo(100);
        assertThat(edit.next().getFlowChange().getByOperator()).isFalse();
        assertThat(edit.next().getAllocations(0).getGrantedMaxConcurrent()).isEqualTo(2);
        assertThat(edit.next().getAllocations(0).getFlowChange().getByOperator())
                .isFalse();
    }

    @Test
    void shouldLetAnOperatorsLimitStandAgainstTheTenantsOwn() {
        TenantConfig lower = edit(TENANT, CONFIG, "{'monthlyBudgetMicros':60}").next();
        TenantConfig settled =
                edit(OPERATOR, lower, "{'monthlyBudgetMicros':60}").next();

        assertThat(settled.hasGrantedMonthlyBudgetMicros()).isFalse();
        assertThat(problem(TENANT, settled, "{'monthlyBudgetMicros':61}")).isEqualTo(ProblemType.ABOVE_GRANTED);
    }

    @Test
    void shouldTakeAPlansRolesAndCapsWhenAskedTo() {
        TenantConfig free =
                edit(OPERATOR, CONFIG, "{'plan':'free','usePlanDefaults':true}").next();
        assertThat(free.getPlan()).isEqualTo("free");
        assertThat(free.getAllocationsList()).allMatch(lane -> lane.getMaxConcurrent() == 1 && lane.getEnabled());

        TenantConfig agency =
                edit(OPERATOR, free, "{'plan':'agency','usePlanDefaults':true}").next();
        assertThat(agency.getAllocationsCount()).isEqualTo(7);
        TenantConfig back =
                edit(OPERATOR, agency, "{'plan':'pro','usePlanDefaults':true}").next();
        assertThat(back.getAllocationsList().stream().filter(Allocation::getEnabled))
                .hasSize(4)
                .allMatch(lane -> lane.getMaxConcurrent() == 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'flow'",
                "{'flow':3}",
                "{'maxConcurent':3}",
                "{'maxConcurrent':'3'}",
                "{'maxConcurrent':1.5}",
                "{'roles':[]}",
                "{'roles':{'copywriter':{'cap':1}}}",
                "{'weight':1,'weight':2}"
            })
    void shouldRefuseWhatIsNotInTheForm(String patch) {
        assertThat(problem(OPERATOR, CONFIG, patch)).isEqualTo(ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'flow':'stopped'}",
                "{'maxConcurrent':1000001}",
                "{'maxConcurrent':-1}",
                "{'weight':1001}",
                "{'plan':'gold'}",
                "{'roles':{'No':{'maxConcurrent':1}}}",
                "{'roles':{'copywriter':{'adapterOverride':'fax'}}}",
                "{'roles':{'copywriter':{'adapterOverride':'webhook','webhookUrl':'http://a.example'}}}"
            })
    void shouldRefuseWhatIsOutOfBounds(String patch) {
        assertThat(problem(OPERATOR, CONFIG, patch)).isEqualTo(ProblemType.INVALID_REQUEST);
    }

    @Test
    void shouldRememberTheLastSixteenChanges() {
        TenantConfig config = CONFIG;
        for (int weight : IntStream.rangeClosed(2, 20).toArray()) {
            config = edit(OPERATOR, config, "{'weight':" + weight + "}").next();
        }
        assertThat(config.getChangesList()).hasSize(16);
        assertThat(config.getChanges(15).getVersion()).isEqualTo(config.getVersion());
    }

    private static Allocation.Builder lane(String role) {
        return Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(2);
    }

    private static Edit<TenantConfig> edit(Caller caller, TenantConfig before, String patch) {
        byte[] body = patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return TenantEdit.of(body, before, new Ask(caller, "id", ByteString.EMPTY, null, false, 1_000), false);
    }

    private static ProblemType problem(Caller caller, TenantConfig before, String patch) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> edit(caller, before, patch));
        assertThat(refused).as(patch).isNotNull();
        return refused.problem().type();
    }
}
