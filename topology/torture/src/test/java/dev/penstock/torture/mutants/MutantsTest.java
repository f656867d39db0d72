package dev.penstock.torture.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.torture.mutants.Verdict.Killed;
import dev.penstock.torture.mutants.Verdict.Survived;
import dev.penstock.torture.mutants.Verdict.Unfit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Puts one bug after the other into the core and lets the simulation find it. Runs a sample that changes by the day;
 * {@code -Dpenstock.mutants=all} runs all, {@code -Dpenstock.mutants=NAME} a single one.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutantsTest {
    /** Schedules that a mutant may live through before it counts as survivor. */
    private static final int SCHEDULES = 1_000;

    private static final int SAMPLE = 10;
    private static final int LEAST_MUTANTS = 30;

    private final Workshop workshop = new Workshop();

    @Test
    void shouldCatchEveryMutant() throws Exception {
        List<Mutant> chosen = chosen();
        List<Future<Verdict>> verdicts = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                // What a mutant makes hang must not keep the build from ending.
                Thread.ofPlatform().daemon().factory());
        for (Mutant mutant : chosen) {
            verdicts.add(threads.submit(() -> judge(mutant)));
        }
        threads.shutdown();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Mutant mutant = chosen.get(i);
            Verdict verdict = verdicts.get(i).get();
            System.out.printf("%-36s %s%n", mutant.name(), verdict);
            if (!(verdict instanceof Killed)) {
                wrong.add(mutant.name() + " (" + mutant.bug() + "): " + verdict);
            }
        }
        assertThat(wrong)
                .as("mutants that live: strengthen the simulation's checks, not the mutant; and unfit ones: adapt them")
                .isEmpty();
    }

    @Test
    void shouldLetTheUnchangedCoreLive() throws Exception {
        String file = "Engine.java";
        World world = new World(workshop.compile(file, workshop.read(file)));
        assertThat(Verdict.of(world.schedules(), everything() ? SCHEDULES : SCHEDULES / 20))
                .isInstanceOf(Survived.class);
    }

    @Test
    void shouldFindEveryAnchorOnce() {
        assertThat(Mutants.all())
                .hasSizeGreaterThanOrEqualTo(LEAST_MUTANTS)
                .allSatisfy(mutant -> assertThat(workshop.mutate(mutant)).isNotEqualTo(workshop.read(mutant.file())));
    }

    @Test
    void shouldSayWhatToDoWhenAnAnchorIsNotThereOnce() {
        Mutant mutant = new Mutant("off-by-one", "one too many", "Engine.java", "a < b", "a <= b");
        assertThat(mutant.applyTo("if (a < b) {}")).isEqualTo("if (a <= b) {}");
        assertThatThrownBy(() -> mutant.applyTo("if (a > b) {}"))
                .hasMessageContaining("it is there nowhere")
                .hasMessageContaining("adapt the anchor");
        assertThatThrownBy(() -> mutant.applyTo("a < b && a < b")).hasMessageContaining("it is there more than once");
    }

    private Verdict judge(Mutant mutant) throws ReflectiveOperationException {
        Map<String, byte[]> mutated;
        try {
            mutated = workshop.compile(mutant.file(), workshop.mutate(mutant));
        } catch (IllegalStateException e) {
            return new Unfit(String.valueOf(e.getMessage()));
        }
        return Verdict.of(new World(mutated).schedules(), SCHEDULES);
    }

    private static boolean everything() {
        return System.getProperty("penstock.mutants", "").equals("all");
    }

    private static List<Mutant> chosen() {
        String wanted = System.getProperty("penstock.mutants", "");
        List<Mutant> all = new ArrayList<>(Mutants.all());
        if (everything()) {
            return all;
        }
        if (!wanted.isEmpty()) {
            all.removeIf(mutant -> !mutant.name().equals(wanted));
            assertThat(all).as("mutants named %s", wanted).isNotEmpty();
            return all;
        }
        int seed = LocalDate.now(ZoneOffset.UTC).getDayOfYear();
        Collections.shuffle(all, new Random(seed));
        List<Mutant> sample = all.subList(0, Math.min(SAMPLE, all.size()));
        System.out.println("Mutants of the day, by seed " + seed + ": "
                + sample.stream().map(Mutant::name).toList());
        return sample;
    }
}
