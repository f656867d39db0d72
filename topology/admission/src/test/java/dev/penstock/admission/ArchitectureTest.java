package dev.penstock.admission;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How the core is cut, as rules. Each says what to do instead. */
class ArchitectureTest {
    private static final String CORE = "dev.penstock.admission..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.penstock.admission");

    @Test
    void shouldDependOnNothingButJava() {
        classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", CORE)
                .because("the core must run in a test, a simulation and a stream processor alike:"
                        + " let the caller hand in what it needs")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoTimeChanceOrThreadsOfItsOwn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Instant.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .because("the same commands must always bring the same events: take the time from View.now(),"
                        + " and derive what looks like chance from ids")
                .check(CLASSES);
    }

    @Test
    void shouldDecideOnTheReadViewAlone() {
        noClasses()
                .that()
                .resideInAPackage("..decide..")
                .should()
                .dependOnClassesThat(resideInAPackage("..state..")
                        .and(not(simpleName("View")))
                        .and(not(simpleName("TenantView"))))
                .because("a decider changes nothing: return an event and let the Applier do it;"
                        + " what a decider needs to know, add to View")
                .check(CLASSES);
    }

    @Test
    void shouldWriteInTheApplierAlone() {
        methods()
                .that()
                .areDeclaredInClassesThat(resideInAPackage("..state..")
                        .and(simpleName("Tasks")
                                .or(simpleName("Payloads"))
                                .or(simpleName("Tenants"))
                                .or(simpleName("Slot"))))
                .and()
                .haveNameMatching("insert|update|delete.*|set.*|configure|advance")
                .should()
                .onlyBeCalled()
                .byClassesThat(simpleName("Applier"))
                .because("replay must find every change in an event: add or widen an event and apply it in the Applier")
                .check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat(simpleName("WorkIndex"))
                .and()
                .haveNameMatching("inserted|updated|firstMarkerDeleted|roleChanged")
                .should()
                .onlyBeCalled()
                .byClassesThat(simpleName("Applier"))
                .because("indexes follow the rows: change a row in the Applier, and the index with it")
                .check(CLASSES);
    }

    @Test
    void shouldBeLayered() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(CORE)
                .layer("facade")
                .definedBy("dev.penstock.admission")
                .layer("decide")
                .definedBy("..decide..")
                .layer("state")
                .definedBy("..state..")
                .layer("index")
                .definedBy("..index..")
                .layer("row")
                .definedBy("..row..")
                .whereLayer("decide")
                .mayOnlyBeAccessedByLayers("facade")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("facade", "decide")
                .whereLayer("index")
                .mayOnlyBeAccessedByLayers("state", "decide")
                .whereLayer("row")
                .mayOnlyBeAccessedByLayers("index", "state", "decide")
                .because("rows know nothing of indexes, indexes nothing of tables, tables nothing of rules")
                .check(CLASSES);
    }
}
