package dev.penstock.workers.dispatch;

import dev.penstock.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the topics now and then, so that a role whose intake or dispatch topics are new is served without a restart. */
public final class RoleDiscovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleDiscovery.class);

    private final Admin admin;
    private final RolePool pool;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-discovery").factory());
    private boolean saidFull;

    public RoleDiscovery(Admin admin, RolePool pool) {
        this.admin = admin;
        this.pool = pool;
    }

    public void start(Duration interval) {
        scheduler.scheduleWithFixedDelay(
                this::discover, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    static Set<String> roles(Collection<String> topics) {
        Set<String> roles = new TreeSet<>();
        for (String topic : topics) {
            for (Pattern pattern : Set.of(Topics.TASKS_PATTERN, Topics.DISPATCH_PATTERN)) {
                Matcher matcher = pattern.matcher(topic);
                if (matcher.matches()) {
                    roles.add(matcher.group(1));
                }
            }
        }
        return roles;
    }

    private void discover() {
        try {
            Set<String> found = roles(admin.listTopics().names().get());
            found.removeAll(pool.roles());
            if (!found.isEmpty() && pool.isFull() && !saidFull) {
                saidFull = true;
                LOG.error("Not served, since this process serves {} roles already: {}", RolePool.MAX_ROLES, found);
            }
            pool.serve(found);
        } catch (ExecutionException | RuntimeException e) {
            // The next round tries again; what is served already goes on.
            LOG.warn("Cannot look for new roles: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
