package dev.penstock.ingest.campaigns;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.ingest.tasks.Lookups;
import dev.penstock.ingest.tasks.Note;
import dev.penstock.ingest.tasks.Notes;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds a tenant's campaigns: in the projection, or, right after its start, by a note in Redis that names its planner's task. */
public final class Campaigns {
    /** How long the note stays: longer than a projection lags. */
    private static final Duration NOTED = Duration.ofHours(1);

    private static final int RETRY_SECONDS = 2;

    private final CampaignTable table;
    private final Notes notes;
    private final Lookups tasks;
    private final InstantSource clock;

    public Campaigns(CampaignTable table, Notes notes, Lookups tasks, InstantSource clock) {
        this.table = table;
        this.notes = notes;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** The campaign's name: its own, or that of its planner's task, as in the engine. */
    static String name(String asked, UUID planner) {
        return asked.isEmpty() ? planner.toString() : asked;
    }

    /** Lets the campaign be found from now on; never fails. */
    void note(String tenant, String campaign, UUID planner) {
        Note note = new Note(
                planner.toString(), Roles.ACTIVITY_PLANNER, Topics.tierName(Tier.TIER_URGENT), clock.instant());
        notes.write(tenant, noteId(tenant, campaign), note, NOTED).join();
    }

    /** The campaign with its tasks; ends with the same problem for an unknown one and another tenant's. */
    CampaignView campaign(String tenant, String campaign) {
        return table.find(tenant, campaign)
                .map(found -> found.with(table.tasks(tenant, campaign)))
                .orElseGet(() -> noted(tenant, campaign));
    }

    /** The same without its tasks. */
    CampaignView summary(String tenant, String campaign) {
        return table.find(tenant, campaign).orElseGet(() -> noted(tenant, campaign));
    }

    List<CampaignView> list(String tenant, CampaignQuery query) {
        return table.list(tenant, query);
    }

    private CampaignView noted(String tenant, String campaign) {
        Optional<Note> note;
        try {
            note = notes.find(tenant, noteId(tenant, campaign));
        } catch (RedisBatch.Unavailable e) {
            throw Problem.unavailable(
                            "It cannot be told now whether the campaign was started a moment ago.", RETRY_SECONDS)
                    .exception();
        }
        UUID planner = note.map(found -> UUID.fromString(found.requestHash())).orElseThrow(Campaigns::unknown);
        return CampaignView.noted(campaign, tasks.task(tenant, planner));
    }

    /** No task has it: a producer's key holds no control characters. */
    private static UUID noteId(String tenant, String campaign) {
        return TaskIds.fromKey(tenant, "\0campaign\0" + campaign);
    }

    private static ProblemException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such campaign.").exception();
    }
}
