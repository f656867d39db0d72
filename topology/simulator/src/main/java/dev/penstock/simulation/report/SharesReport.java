package dev.penstock.simulation.report;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.ShareOptions;
import dev.penstock.simulation.world.Tally;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What two tenants got of workers that both wanted all of.
 *
 * @param places tasks that the workers run at once
 * @param unknown with all tasks handed in before anything was known of what they cost; {@code learned} with tasks that kept coming
 */
public record SharesReport(ShareOptions options, int places, Tally unknown, Tally learned, Machine machine) {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long MICROS_PER_DOLLAR = 1_000_000;

    /** Cost served to a tenant, in micro-dollars. */
    public static long cost(Tally tally, int tenant) {
        return of(tally.laneCost, tenant);
    }

    /** Attempts of a tenant that were started. */
    public static long starts(Tally tally, int tenant) {
        return of(tally.laneStarts, tenant);
    }

    /**
     * What the first tenant was served for each micro-dollar of the second, over what their weights say: 1 is right, and so much as it is off it
     * is wrong.
     */
    public double ratioOverWeights(Tally tally) {
        double wanted = (double) options.weights().get(0) / options.weights().get(1);
        return DayReport.ratio(cost(tally, 0), cost(tally, 1)) / wanted;
    }

    /** Part of the time that the tenant of the two that competed less had tasks queued and room under its cap. */
    public double competed(Tally tally) {
        long millis = options.hours() * HOUR_MILLIS;
        return IntStream.range(0, options.weights().size())
                .mapToDouble(tenant -> (double) IntStream.range(0, Tier.values().length)
                                .mapToLong(tier -> tally.laneCompeted[tenant * Tier.values().length + tier])
                                .max()
                                .orElse(0)
                        / millis)
                .min()
                .orElse(0);
    }

    /** For a terminal. */
    public String render() {
        Text text = new Text();
        text.line(
                "Two tenants of one slot want all of %d workers for %d hours, seed %d. Fairness is per slot: tenants of different slots share by windows.",
                places, options.hours(), options.seed());
        text.line("");
        text.line(
                "%-26s %14s %8s %10s %12s %8s %8s",
                "estimates", "tokens a task", "weight", "attempts", "cost", "share", "wanted");
        render(text, "the default, all wrong", unknown);
        render(text, "learned from earlier tasks", learned);
        text.line("");
        text.line(
                "cost of the first to that of the second, over their weights: %.3f and %.3f (1 is right); both had work queued %.1f %% and %.1f %% of the time",
                ratioOverWeights(unknown), ratioOverWeights(learned), 100 * competed(unknown), 100 * competed(learned));
        machine.render(text);
        return text.toString();
    }

    /** The same, for programs; the member {@code machine} alone differs from run to run. */
    public String json() {
        Json.Arr tokens = new Json.Arr();
        options.tokens().forEach(each -> tokens.add(new Json.Plain(each.toString())));
        Json.Arr weights = new Json.Arr();
        options.weights().forEach(each -> weights.add(new Json.Plain(each.toString())));
        return Json.text(new Json.Obj()
                .put("hours", options.hours())
                .put("seed", options.seed())
                .put("places", places)
                .put("tokensPerTask", tokens)
                .put("weights", weights)
                .put("withDefaultEstimates", json(unknown))
                .put("withLearnedEstimates", json(learned))
                .put("machine", machine.toJson()));
    }

    private void render(Text text, String estimates, Tally tally) {
        double all = cost(tally, 0) + cost(tally, 1);
        int weights = options.weights().get(0) + options.weights().get(1);
        for (int tenant = 0; tenant < options.weights().size(); tenant++) {
            text.line(
                    "%-26s %,14d %8d %,10d %12s %6.1f %% %6.1f %%",
                    tenant == 0 ? estimates : "",
                    options.tokens().get(tenant),
                    options.weights().get(tenant),
                    starts(tally, tenant),
                    String.format(Locale.ROOT, "$%,.2f", (double) cost(tally, tenant) / MICROS_PER_DOLLAR),
                    100 * DayReport.ratio(cost(tally, tenant), all),
                    100.0 * options.weights().get(tenant) / weights);
        }
    }

    private Json json(Tally tally) {
        Json.Obj json = new Json.Obj();
        Json.Arr tenants = new Json.Arr();
        for (int tenant = 0; tenant < options.weights().size(); tenant++) {
            tenants.add(new Json.Obj()
                    .put("costMicros", cost(tally, tenant))
                    .put("attemptsStarted", starts(tally, tenant)));
        }
        return json.put("tenants", tenants)
                .put("costRatioOverWeights", ratioOverWeights(tally))
                .put("competed", competed(tally));
    }

    private static long of(long[] perTier, int tenant) {
        int from = Tally.place(tenant, Tier.URGENT);
        return IntStream.range(from, from + Tier.values().length)
                .mapToLong(i -> perTier[i])
                .sum();
    }
}
