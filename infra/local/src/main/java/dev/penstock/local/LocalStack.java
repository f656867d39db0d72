package dev.penstock.local;

import dev.penstock.runtime.Settings;
import java.util.List;

/** A running stack in this process (its broker and, on demand, its apps in processes of their own). All of it ends with this process. */
public interface LocalStack extends AutoCloseable {
    /**
     * Starts everything and returns once tasks can be submitted; the listener hears of each part.
     *
     * @throws LocalStackException when it cannot, such as for a taken port; what was started is stopped again
     */
    static LocalStack start(LocalOptions options, StackListener listener) {
        RunningStack stack = new RunningStack(options, listener);
        stack.start();
        return stack;
    }

    /** Where everything is, and how each part is now. */
    StackInfo info();

    default String apiUrl() {
        return info().apiUrl();
    }

    default String kafkaBootstrap() {
        return info().kafkaBootstrap();
    }

    /** JDBC URL. */
    default String postgresUrl() {
        return info().postgresUrl();
    }

    default String redisUrl() {
        return info().redisUrl();
    }

    /** Empty where the simulator is not used. */
    default String simulatorUrl() {
        return info().simulatorUrl();
    }

    default List<TenantAccess> tenants() {
        return info().tenants();
    }

    default List<PartStatus> parts() {
        return info().parts();
    }

    /** The apps' settings. */
    default Settings settings() {
        return info().settings();
    }

    /** Stops every part in order: apps first, each within its drain limit. Data stays in the folder. */
    @Override
    void close();
}
