package dev.penstock.ingest.campaigns;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a list of campaigns is asked for, checked. */
record CampaignQuery(
        @Nullable String state, int limit, @Nullable Before before) {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    private static final Set<String> STATES = Set.of("RUNNING", "SUCCEEDED", "FAILED", "CANCELLED");

    /** A position in a list of campaigns, newest first. */
    record Before(Instant startedAt, String campaign) {}

    static CampaignQuery of(@Nullable String state, @Nullable Integer limit, @Nullable String before) {
        if (state != null && !STATES.contains(state)) {
            throw malformed("state must be one of " + STATES.stream().sorted().toList() + ".");
        }
        int wanted = limit == null ? DEFAULT_LIMIT : limit;
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw malformed("limit must be 1 to " + MAX_LIMIT + ".");
        }
        return new CampaignQuery(state, wanted, before == null ? null : position(before));
    }

    /** The page of {@code found}, of which one more than {@link #limit} was asked for. */
    CampaignPage page(List<CampaignView> found) {
        if (found.size() <= limit) {
            return new CampaignPage(found, null);
        }
        CampaignView last = found.get(limit - 1);
        Instant at = last.startedAt();
        if (at == null) {
            throw new IllegalStateException("A projected campaign has no beginning");
        }
        return new CampaignPage(
                found.subList(0, limit), ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + last.campaign());
    }

    private static Before position(String before) {
        int cut = before.indexOf('_');
        try {
            Instant at = Instant.EPOCH.plus(Long.parseLong(before, 0, Math.max(cut, 0), 10), ChronoUnit.MICROS);
            return new Before(at, before.substring(cut + 1));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw malformed("before must be what an earlier page gave as next.");
        }
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, "The parameter " + detail)
                .exception();
    }
}
