package dev.penstock.local;

import dev.penstock.embedded.EmbeddedMongo;
import dev.penstock.runtime.Health;
import java.nio.file.Path;
import java.time.InstantSource;

/** A server that speaks MongoDB's protocol, in this JVM, together with what expires its documents, which it does not do itself. */
record MongoPart(Path dir, int port) implements Part {
    @Override
    public String name() {
        return "mongo";
    }

    @Override
    public Running start() {
        EmbeddedMongo server = EmbeddedMongo.start(dir, port);
        MongoSweeper sweeper = MongoSweeper.start(server.url(), InstantSource.system());
        return new Server(new ServerParts.Server(server.url(), ProcessHandle.current(), port, server::close), sweeper);
    }

    private record Server(ServerParts.Server server, MongoSweeper sweeper) implements Part.Running {
        @Override
        public String url() {
            return server.url();
        }

        @Override
        public ProcessHandle process() {
            return server.process();
        }

        @Override
        public Health health() {
            return server.health();
        }

        @Override
        public void stop() {
            sweeper.close();
            server.stop();
        }
    }
}
