package dev.penstock.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A subcommand that changes limits. */
abstract class ChangeCommand implements Callable<Integer> {
    @Mixin
    ChangeOptions change = new ChangeOptions();

    @Spec
    CommandSpec spec;

    /** Of what is changed. */
    abstract String path();

    /** What is changed of it. */
    abstract Map<String, Object> patch();

    @Override
    public final Integer call() throws InterruptedException {
        return change.send(path(), patch(), spec.commandLine().getOut());
    }

    /** Of a tenant. */
    abstract static class OfTenant extends ChangeCommand {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Whose.")
        String tenant = "";

        @Override
        final String path() {
            return LimitPaths.tenant(tenant);
        }
    }

    /** Of one of a tenant's lanes. */
    abstract static class OfLane extends ChangeCommand {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Whose.")
        String tenant = "";

        @Parameters(index = "1", paramLabel = "ROLE", description = "Which of its lanes.")
        String role = "";

        /** What is changed of the lane. */
        abstract Map<String, Object> lane();

        @Override
        final String path() {
            return LimitPaths.tenant(tenant);
        }

        @Override
        final Map<String, Object> patch() {
            return Map.of("roles", Map.of(role, lane()));
        }
    }

    /** Of a role. */
    abstract static class OfRole extends ChangeCommand {
        @Parameters(index = "0", paramLabel = "ROLE", description = "Which.")
        String role = "";

        @Override
        final String path() {
            return LimitPaths.role(role);
        }
    }
}
