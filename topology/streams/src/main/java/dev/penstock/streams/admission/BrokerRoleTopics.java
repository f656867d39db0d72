package dev.penstock.streams.admission;

import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a custom role's topics, intake and dispatch alike, when a tenant is first allowed the role: on the stream's own thread, so that no grant
 * can overtake it. Roles are few and appear rarely. A failure stops the thread before anything of the transaction is visible, and the command is
 * taken up again. The admin client's own timeout bounds the wait.
 */
public final class BrokerRoleTopics implements RoleTopics {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerRoleTopics.class);

    private final Admin admin;
    private final int intakePartitions;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param known roles whose topics have been seen to exist */
    public BrokerRoleTopics(Admin admin, int intakePartitions, Set<String> known) {
        this.admin = admin;
        this.intakePartitions = intakePartitions;
        this.known.addAll(known);
    }

    @Override
    public void ensure(String role) {
        if (known.contains(role)) {
            return;
        }
        try {
            TopicAdmin.ensure(admin, Topics.forRoles(List.of(role), intakePartitions, Topics.DISPATCH_PARTITIONS));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException k
                    ? k
                    : new KafkaException("Cannot make the topics of the role " + role, e.getCause());
        }
        LOG.info("The topics of the role {} are there", role);
        known.add(role);
    }
}
