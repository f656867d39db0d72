package dev.penstock.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How the modules depend on each other, checked where all of them are on the class path. Each rule says what to do instead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final String ENGINE = "dev.penstock.admission..";
    private static final String STREAMS = "dev.penstock.streams..";
    private static final String SIMULATION = "dev.penstock.simulation..";
    private static final String TORTURE = "dev.penstock.torture..";
    private static final String CORE_BENCH = "dev.penstock.corebench..";
    private static final String SCHEMAS = "dev.penstock.schemas..";
    private static final String RUNTIME = "dev.penstock.runtime..";
    private static final String LOCAL = "dev.penstock.local..";
    private static final String PENSTOCK = "dev.penstock..";
    private static final DescribedPredicate<JavaClass> GENERATED =
            resideInAnyPackage("dev.penstock.schemas.v1..", "dev.penstock.corebench.jmh_generated..");

    private JavaClasses all = new ClassFileImporter().importClasses();

    @BeforeAll
    void readClasses() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.penstock");
    }

    @Test
    void shouldSeeEveryModule() {
        assertThat(Stream.of(
                        "schemas",
                        "admission",
                        "simulation",
                        "torture",
                        "streams",
                        "corebench",
                        "runtime",
                        "embedded",
                        "simulator",
                        "projections",
                        "ingest",
                        "workers",
                        "audit",
                        "local",
                        "bench",
                        "chaos",
                        "cli"))
                .allMatch(module -> all.containPackage("dev.penstock." + module));
    }

    @Test
    void shouldKeepContractsFreeOfEverybodyElse() {
        noClasses()
                .that()
                .resideInAPackage(SCHEMAS)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(PENSTOCK).and(DescribedPredicate.not(resideInAnyPackage(SCHEMAS))))
                .because("everybody depends on schemas; move what needs another module there")
                .check(all);
    }

    @Test
    void shouldKeepTheRuntimeFreeOfTheApps() {
        noClasses()
                .that()
                .resideInAPackage(RUNTIME)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(PENSTOCK).and(DescribedPredicate.not(resideInAnyPackage(RUNTIME, SCHEMAS))))
                .because("runtime is what the apps share; what knows one of them belongs to it")
                .check(all);
    }

    @Test
    void shouldDependOnTheTopologyNowhere() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ENGINE, STREAMS, SIMULATION, TORTURE, CORE_BENCH, LOCAL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE, STREAMS)
                .because("the engine is reached by its topics only; put what both sides need into schemas."
                        + " The local stack may host it, the two simulations run it, and its bench measures it")
                .check(all);
    }

    @Test
    void shouldKeepKafkaOutOfTheModels() {
        noClasses()
                .that()
                .resideInAPackage(SIMULATION)
                .and()
                .resideOutsideOfPackage("dev.penstock.simulation.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "com.google.protobuf..", STREAMS, SCHEMAS)
                .because("models know the core alone; what reads a recorded log is in simulation.kafka")
                .check(all);
    }

    @Test
    void shouldKeepTheAppsApart() {
        for (String app :
                List.of(STREAMS, "dev.penstock.workers..", "dev.penstock.projections..", "dev.penstock.ingest..")) {
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            STREAMS, "dev.penstock.workers..", "dev.penstock.projections..", "dev.penstock.ingest..")
                    .and(DescribedPredicate.not(resideInAnyPackage(app)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(app)
                    .because("each app is a process of its own; they meet in topics and tables")
                    .check(all);
        }
    }

    @Test
    void shouldCheckThePromisesWithoutTheEnginesHelp() {
        noClasses()
                .that()
                .resideInAPackage("dev.penstock.audit..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(PENSTOCK)
                        .and(DescribedPredicate.not(resideInAnyPackage("dev.penstock.audit..", SCHEMAS))))
                .because("a checker that shares code with what it checks shares its mistakes; fold the events anew")
                .check(all);
    }

    @Test
    void shouldUseSpringInTheApiOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.penstock.ingest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .because("the other apps are plain Java, see docs/adr/0006")
                .check(all);
    }

    @Test
    void shouldKeepProvidersClientsInTheirAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.penstock.workers.anthropic..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.anthropic..")
                .because("a provider's client can be replaced only while no type of it leaves its adapter")
                .check(all);
    }

    @Test
    void shouldKeepNoStaticState() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(DescribedPredicate.not(GENERATED))
                .should()
                .beFinal()
                .because("the four apps share a JVM locally; hold state in objects")
                .check(all);
    }

    @Test
    void shouldMarkEveryPackageForNullChecks() {
        DescribedPredicate<JavaClass> marked = DescribedPredicate.describe(
                "be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
        classes()
                .that(DescribedPredicate.not(GENERATED))
                .should(ArchCondition.from(marked))
                .because("unmarked code is not checked; give its package a package-info.java")
                .check(all);
    }
}
