package dev.penstock.ingest.events;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.Progress;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** An event as one line of JSON. What is empty is left out; times are ISO 8601 in UTC, costs micro-dollars. */
final class EventJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;

    private EventJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(Event event, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new EventJson(json).event(event);
        }
    }

    private void event(Event event) {
        json.writeStartObject();
        if (event.hasTask()) {
            task(event.getTask());
        }
        time("at", event.getAtMillis());
        kind(event);
        json.writeEndObject();
    }

    private void task(TaskRef task) {
        text("taskId", task.getTaskId());
        text("role", task.getRole());
        if (task.getTier() != Tier.TIER_UNSPECIFIED && task.getTier() != Tier.UNRECOGNIZED) {
            text("tier", Topics.tierName(task.getTier()));
        }
        text("campaign", task.getCampaign());
    }

    private void kind(Event event) {
        switch (event.getKindCase()) {
            case ACCEPTED -> {
                number("maxAttempts", event.getAccepted().getMaxAttempts());
                time("notBefore", event.getAccepted().getNotBeforeMillis());
                text("plannerId", event.getAccepted().getPlannerId());
                text("name", event.getAccepted().getName());
                texts("after", event.getAccepted().getAfterList());
                labels(event.getAccepted().getLabelsMap());
            }
            case REJECTED -> {
                text("reason", event.getRejected().getReason());
                text("message", event.getRejected().getMessage());
            }
            case CONFLICT -> text("message", event.getConflict().getMessage());
            case GRANTED -> {
                number("attempt", event.getGranted().getAttempt());
                number("cap", event.getGranted().getCap());
                number("live", event.getGranted().getLive());
                time("startBy", event.getGranted().getStartByMillis());
            }
            case STARTED -> {
                number("attempt", event.getStarted().getAttempt());
                time("leaseUntil", event.getStarted().getLeaseUntilMillis());
                number("dispatchWaitMillis", event.getStarted().getDispatchWaitMillis());
            }
            case RETRY_SCHEDULED -> {
                var retry = event.getRetryScheduled();
                ended(retry.getAttempt(), retry.getCause(), retry.getMessage(), retry.getUsage());
                time("notBefore", retry.getNotBeforeMillis());
            }
            case DEFERRED -> {
                number("attempt", event.getDeferred().getAttempt());
                text("reason", event.getDeferred().getReason());
                time("notBefore", event.getDeferred().getNotBeforeMillis());
            }
            case SUCCEEDED -> {
                ended(
                        event.getSucceeded().getAttempt(),
                        "",
                        "",
                        event.getSucceeded().getUsage());
                json.writeStringProperty("output", event.getSucceeded().getOutput());
            }
            case DEAD ->
                ended(
                        event.getDead().getAttempt(),
                        event.getDead().getCause(),
                        event.getDead().getMessage(),
                        event.getDead().getUsage());
            case CANCELLED -> {
                text("reason", event.getCancelled().getReason());
                number("attempt", event.getCancelled().getAttempt());
            }
            case EXPIRED -> text("reason", event.getExpired().getReason());
            case RESULT_REJECTED -> {
                number("attempt", event.getResultRejected().getAttempt());
                text("signal", event.getResultRejected().getSignal());
                text("message", event.getResultRejected().getMessage());
            }
            case REPLAYED -> {
                number("attempt", event.getReplayed().getAttempt());
                number("maxAttempts", event.getReplayed().getMaxAttempts());
                text("reason", event.getReplayed().getReason());
            }
            case CAMPAIGN_CANCELLED -> {
                text("campaign", event.getCampaignCancelled().getCampaign());
                text("reason", event.getCampaignCancelled().getReason());
            }
            case CAMPAIGN_PROGRESSED -> campaign(event.getCampaignProgressed());
            case CONFIGURED -> {
                config(event.getConfigured().getConfig());
                if (event.getConfigured().hasChange()) {
                    change(event.getConfigured().getChange());
                }
            }
            case RENEWED -> {
                number("attempt", event.getRenewed().getAttempt());
                time("leaseUntil", event.getRenewed().getLeaseUntilMillis());
                progress(event.getRenewed().getProgress());
            }
            case DUPLICATE, QUEUED, KIND_NOT_SET -> {
                // Nothing beyond the task.
            }
        }
    }

    private void ended(int attempt, String cause, String message, Usage usage) {
        number("attempt", attempt);
        text("cause", cause);
        text("message", message);
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("inputTokens", usage.getInputTokens());
        json.writeNumberProperty("outputTokens", usage.getOutputTokens());
        json.writeNumberProperty("costMicros", usage.getCostMicros());
        json.writeEndObject();
    }

    private void config(TenantConfig config) {
        text("plan", config.getPlan());
        json.writeNumberProperty("version", config.getVersion());
        number("maxBacklog", config.getMaxBacklog());
        flow(config.getFlow());
        number("maxConcurrent", config.getMaxConcurrent());
        number("monthlyBudgetMicros", config.getMonthlyBudgetMicros());
        json.writeArrayPropertyStart("allocations");
        config.getAllocationsList().forEach(allocation -> {
            json.writeStartObject();
            text("role", allocation.getRole());
            json.writeBooleanProperty("enabled", allocation.getEnabled());
            json.writeNumberProperty("maxConcurrent", allocation.getMaxConcurrent());
            text("modelOverride", allocation.getModelOverride());
            number("monthlyTaskLimit", allocation.getMonthlyTaskLimit());
            flow(allocation.getFlow());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private void flow(Flow flow) {
        if (flow == Flow.FLOW_PAUSED) {
            text("flow", "paused");
        } else if (flow == Flow.FLOW_DRAINING) {
            text("flow", "draining");
        }
    }

    /** Who changed a configuration, why and what. */
    private void change(ConfigChange change) {
        text("changeId", change.getId());
        text("by", change.getBy());
        text("reason", change.getReason());
        json.writeArrayPropertyStart("fields");
        change.getFieldsList().forEach(field -> {
            json.writeStartObject();
            text("field", field.getField());
            text("from", field.getFrom());
            text("to", field.getTo());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private void progress(Progress progress) {
        text("from", progress.getFrom());
        text("to", progress.getTo());
        text("message", progress.getMessage());
    }

    private void campaign(CampaignProgressed campaign) {
        text("campaign", campaign.getCampaign());
        text("state", campaign.getState());
        json.writeNumberProperty("total", campaign.getTotal());
        json.writeNumberProperty("succeeded", campaign.getSucceeded());
        json.writeNumberProperty("failed", campaign.getFailed());
        json.writeNumberProperty("cancelled", campaign.getCancelled());
        json.writeNumberProperty("costMicros", campaign.getCostMicros());
    }

    private void texts(String name, List<String> values) {
        if (!values.isEmpty()) {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private void labels(Map<String, String> labels) {
        if (!labels.isEmpty()) {
            json.writeObjectPropertyStart("labels");
            new TreeMap<>(labels).forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private void number(String name, long value) {
        if (value != 0) {
            json.writeNumberProperty(name, value);
        }
    }

    private void time(String name, long millis) {
        if (millis > 0) {
            json.writeStringProperty(name, Instant.ofEpochMilli(millis).toString());
        }
    }
}
