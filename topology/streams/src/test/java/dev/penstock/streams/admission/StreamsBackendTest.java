package dev.penstock.streams.admission;

import dev.penstock.admission.Backend;
import dev.penstock.admission.BackendContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** State stores of both kinds behave as the core expects of a back end. */
class StreamsBackendTest {
    abstract static class OnStores extends BackendContract {
        @TempDir
        private Path dir;

        private final List<AdmissionDriver> drivers = new ArrayList<>();
        private final StoreKind kind;

        OnStores(StoreKind kind) {
            this.kind = kind;
        }

        @Override
        protected Backend create() {
            AdmissionDriver driver = new AdmissionDriver(kind, dir.resolve("state-" + drivers.size()));
            drivers.add(driver);
            return driver.backend();
        }

        @AfterEach
        void close() {
            drivers.forEach(AdmissionDriver::close);
        }
    }

    @Nested
    class RocksDb extends OnStores {
        RocksDb() {
            super(StoreKind.ROCKSDB);
        }
    }

    @Nested
    class Memory extends OnStores {
        Memory() {
            super(StoreKind.MEMORY);
        }
    }
}
