package dev.penstock.chaos;

import dev.penstock.local.LocalTenant;
import dev.penstock.schemas.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One task to hand in.
 *
 * @param key its idempotency key
 * @param cancelled whether it is cancelled a moment after it was handed in
 */
record Work(String tenant, String role, String tier, String key, String input, boolean cancelled) {
    /** Tenants of several plans, so that caps differ, and one with a runtime of its own. */
    static final List<LocalTenant> TENANTS = List.of(
            new LocalTenant(
                    "chaos-globex",
                    LocalTenant.Plan.ENTERPRISE,
                    Set.of(Roles.DATA_ANALYST, Roles.SOCIAL_MEDIA_MANAGER)),
            new LocalTenant("chaos-initech", LocalTenant.Plan.ENTERPRISE),
            new LocalTenant("chaos-north", LocalTenant.Plan.AGENCY),
            new LocalTenant("chaos-south", LocalTenant.Plan.AGENCY),
            new LocalTenant("chaos-bakery", LocalTenant.Plan.PRO));

    /** Parts of all tasks by tenant, roughly as their caps are. */
    private static final int[] SHARES = {38, 30, 14, 14, 4};

    /** Calls that fail on their own, of a hundred: half the provider's faults come with a cost, half without. Those of callbacks are for a runtime alone. */
    private static final int FAULTY = 12;

    private static final List<String> FAULTS = List.of(
            "[[sim:500 times=1]]",
            "[[sim:truncate times=1]]",
            "[[sim:429 retry-after=1 times=1]]",
            "[[sim:truncate times=1]]",
            "[[sim:callback=twice progress=2]]",
            "[[sim:callback=forged-signature]]",
            "[[sim:callback=retry times=1]]",
            "[[sim:callback=late patience=1 times=1]]");

    /** All tasks of a run, out of its seed. */
    static List<Work> plan(ChaosOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed() ^ 0x5DEECE66DL);
        List<Work> all = new ArrayList<>();
        for (int i = 0; i < options.tasks(); i++) {
            LocalTenant tenant = TENANTS.get(drawn(random));
            List<String> roles = tenant.plan().roles();
            int tier = random.nextInt(10);
            String fault = random.nextInt(100) < FAULTY ? FAULTS.get(random.nextInt(FAULTS.size())) + " " : "";
            all.add(new Work(
                    tenant.name(),
                    roles.get(random.nextInt(roles.size())),
                    tier < 2 ? "urgent" : tier < 8 ? "normal" : "batch",
                    "chaos-" + Long.toString(options.seed(), Character.MAX_RADIX) + "-" + i,
                    fault + "Write two lines about product number " + i + ".",
                    options.cancelEvery() > 0 && i % options.cancelEvery() == options.cancelEvery() - 1));
        }
        return all;
    }

    private static int drawn(SplittableRandom random) {
        int draw = random.nextInt(100);
        int tenant = 0;
        while (draw >= SHARES[tenant]) {
            draw -= SHARES[tenant++];
        }
        return tenant;
    }
}
