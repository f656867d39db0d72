package dev.penstock.local;

import dev.penstock.runtime.App;
import dev.penstock.runtime.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The four apps. */
enum AppKind {
    STREAMS,
    WORKERS,
    PROJECTIONS,
    API;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    App create(Settings settings, MeterRegistry metrics) {
        return switch (this) {
            case STREAMS -> new dev.penstock.streams.StreamsApp(settings, metrics);
            case WORKERS -> new dev.penstock.workers.WorkersApp(settings, metrics);
            case PROJECTIONS -> new dev.penstock.projections.ProjectionsApp(settings, metrics);
            case API -> new dev.penstock.ingest.IngestApiApp(settings, metrics);
        };
    }

    void main(String... args) throws Exception {
        switch (this) {
            case STREAMS -> dev.penstock.streams.StreamsMain.main(args);
            case WORKERS -> dev.penstock.workers.WorkersMain.main(args);
            case PROJECTIONS -> dev.penstock.projections.ProjectionsMain.main(args);
            case API -> dev.penstock.ingest.IngestApiMain.main(args);
        }
    }
}
