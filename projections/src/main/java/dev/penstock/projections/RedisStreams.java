package dev.penstock.projections;

import java.util.List;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** What Redis says to entries that are added with ids of ours. */
final class RedisStreams {
    private static final String DUPLICATE = "equal or smaller";

    private RedisStreams() {}

    /** How many it refused since it has them, or what follows them, already. */
    static int refused(List<Response<byte[]>> added) {
        int refused = 0;
        for (Response<byte[]> response : added) {
            try {
                response.get();
            } catch (JedisDataException e) {
                if (!String.valueOf(e.getMessage()).contains(DUPLICATE)) {
                    throw e;
                }
                refused++;
            }
        }
        return refused;
    }
}
