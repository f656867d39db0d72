package dev.penstock.ingest.callbacks;

import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code callback_ends}: what each call's runtime said at its end, so that it may say so again. */
final class CallbackEnds {
    /** Rows are kept for longer than any token holds. */
    static final Duration KEPT = Duration.ofDays(14);

    private static final int SWEEP_ROWS = 1_000;

    private final JdbcClient jdbc;

    CallbackEnds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An end as it stands.
     *
     * @param same whether it was said in the same words
     * @param tries times that it was about to be written, this one included
     * @param written whether it is known to be on the log
     * @param outcome empty until the engine has spoken
     */
    record End(boolean same, int tries, boolean written, String outcome) {}

    /** Notes one more try, unless something else was said before. */
    End begin(String tenant, UUID callId, byte[] bodyHash) {
        jdbc.sql("INSERT INTO callback_ends AS e (tenant, call_id, body_hash, tries) VALUES (?, ?, ?, 1)"
                        + " ON CONFLICT (tenant, call_id) DO UPDATE SET tries = e.tries + 1"
                        + " WHERE e.body_hash = EXCLUDED.body_hash")
                .params(tenant, callId, bodyHash)
                .update();
        return jdbc.sql("SELECT body_hash, tries, written, outcome FROM callback_ends WHERE tenant = ? AND call_id = ?")
                .params(tenant, callId)
                .query((row, index) -> new End(
                        Arrays.equals(row.getBytes(1), bodyHash), row.getInt(2), row.getBoolean(3), row.getString(4)))
                .single();
    }

    void written(String tenant, UUID callId) {
        jdbc.sql("UPDATE callback_ends SET written = true WHERE tenant = ? AND call_id = ?")
                .params(tenant, callId)
                .update();
    }

    void ended(String tenant, UUID callId, String outcome) {
        jdbc.sql("UPDATE callback_ends SET outcome = ? WHERE tenant = ? AND call_id = ?")
                .params(outcome, tenant, callId)
                .update();
    }

    /** Deletes some of what is older than any token; returns how many rows went. */
    int sweep() {
        return jdbc.sql(
                        "DELETE FROM callback_ends WHERE (tenant, call_id) IN (SELECT tenant, call_id FROM callback_ends"
                                + " WHERE created_at < now() - make_interval(secs => ?) LIMIT ?)")
                .params((double) KEPT.toSeconds(), SWEEP_ROWS)
                .update();
    }
}
