package dev.penstock.simulation;

import dev.penstock.simulation.model.CommandSink;
import dev.penstock.simulation.model.Model;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.report.Machine;
import dev.penstock.simulation.report.WhatIfReport;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plays a recorded stretch of work on the real admission core twice: under the recorded policy, which shows how far the model can be trusted, and
 * under a changed one.
 */
public final class WhatIf {
    private WhatIf() {}

    /**
     * The same recording and changes give the same report, apart from what it says of the machine.
     *
     * @param workers by role or {@code *} for any: how many attempts can run at once, {@code peak} for the most that did in the record, or {@code
     *     unlimited}; what is left out follows from the record
     * @throws IllegalArgumentException when workers are given that cannot be
     */
    public static WhatIfReport run(
            Recording recording, PolicyChanges changes, Map<String, String> workers, Consumer<WhatIfProgress> listener)
            throws InterruptedException {
        Machine.Watch watch = Machine.watch();
        Map<String, Integer> places = WorkerPlaces.of(recording, workers);
        Model.Result model = run("model", recording, PolicyChanges.NONE, places, listener);
        Model.Result changed = run("what if", recording, changes, places, listener);
        return new WhatIfReport(
                recording,
                changes.effects(recording.policy(), recording.tenants().values(), recording.limitsOfAll()),
                places,
                model,
                changed,
                watch.stop(model.commands() + changed.commands()));
    }

    private static Model.Result run(
            String part,
            Recording recording,
            PolicyChanges changes,
            Map<String, Integer> places,
            Consumer<WhatIfProgress> listener)
            throws InterruptedException {
        long all = recording.asked();
        return new Model(recording, changes, places, CommandSink.NONE)
                .run(asked -> listener.accept(new WhatIfProgress(part, asked, all)));
    }
}
