package dev.penstock.streams.query;

import dev.penstock.admission.LaneSummary;
import dev.penstock.admission.TenantSummary;
import dev.penstock.admission.Tier;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How a tenant and its lanes stand, in JSON. Times are ISO 8601 in UTC, amounts micro-dollars. */
final class SummaryJson {
    private static final JsonFactory JSON = new JsonFactory();

    private SummaryJson() {}

    /** @param closers who closed what is around the lane of a role */
    static byte[] of(TenantSummary tenant, long now, Function<String, Closers> closers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("tenant", tenant.tenant());
            json.writeStringProperty("plan", tenant.plan());
            json.writeNumberProperty("configVersion", tenant.configVersion());
            json.writeStringProperty("now", WhyJson.at(now));
            json.writeStringProperty("flow", WhyJson.name(tenant.flow()));
            json.writeNumberProperty("pending", tenant.pending());
            json.writeNumberProperty("live", tenant.live());
            json.writeNumberProperty("cap", tenant.cap());
            json.writeObjectPropertyStart("month");
            json.writeNumberProperty("spentMicros", tenant.spentMicros());
            json.writeNumberProperty("unknownMicros", tenant.unknownMicros());
            json.writeNumberProperty("reservedMicros", tenant.reservedMicros());
            json.writeNumberProperty("budgetMicros", tenant.budgetMicros());
            json.writeEndObject();
            json.writeArrayPropertyStart("lanes");
            tenant.lanes().forEach(lane -> write(json, lane, now, closers.apply(lane.role())));
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, LaneSummary lane, long now, Closers closers) {
        json.writeStartObject();
        json.writeStringProperty("role", lane.role());
        json.writeObjectPropertyStart("queued");
        for (Tier tier : Tier.values()) {
            json.writeNumberProperty(WhyJson.name(tier), lane.queued().get(tier.ordinal()));
        }
        json.writeEndObject();
        json.writeNumberProperty("live", lane.live());
        json.writeNumberProperty("cap", lane.cap());
        json.writeObjectPropertyStart("window");
        json.writeNumberProperty("unstarted", lane.roleUnstarted());
        json.writeNumberProperty("size", lane.roleWindow());
        json.writeEndObject();
        if (lane.headSince() > 0) {
            json.writeStringProperty("oldestSince", WhyJson.at(lane.headSince()));
            json.writeNumberProperty("oldestWaitedMillis", Math.max(0, now - lane.headSince()));
        }
        HoldJson.write(json, lane.holds(), lane.role(), closers);
        Double pace = lane.millisPerTask();
        if (pace != null) {
            json.writeNumberProperty("millisPerTask", Math.round(pace));
        }
        json.writeEndObject();
    }
}
