package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.parley.broker.storage.StorageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the driver's session. Blocks; used only while connecting. */
final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final long RETRY_MILLIS = 500;

    private Sessions() {}

    /** Tries until a node answers or the deadline passes; a refused login is not tried again. */
    static CqlSession open(StorageSettings settings) {
        long deadline = System.nanoTime() + settings.connectDeadline().toNanos();
        boolean told = false;
        while (true) {
            try {
                return builder(settings).build();
            } catch (AllNodesFailedException failure) {
                if (isLoginRefused(failure) || System.nanoTime() - deadline > 0) {
                    throw new StorageException(
                            "Cassandra at " + settings.contactPoints() + " cannot be reached: " + failure.getMessage(),
                            false,
                            failure);
                }
                if (!told) {
                    log.info("Waiting for Cassandra at {}", settings.contactPoints());
                    told = true;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        }
    }

    private static boolean isLoginRefused(AllNodesFailedException failure) {
        List<Throwable> errors =
                failure.getAllErrors().values().stream().flatMap(List::stream).toList();
        return !errors.isEmpty() && errors.stream().allMatch(AuthenticationException.class::isInstance);
    }

    private static CqlSessionBuilder builder(StorageSettings settings) {
        // The driver looks for classes and reference.conf; in the broker the thread's loader is not ours.
        ClassLoader loader = Sessions.class.getClassLoader();
        CqlSessionBuilder builder = CqlSession.builder()
                .withClassLoader(loader)
                .withConfigLoader(config(settings, loader))
                .withApplicationName("parley")
                .withLocalDatacenter(settings.localDatacenter());
        for (String point : settings.contactPoints()) {
            builder.addContactPoint(
                    new InetSocketAddress(StorageSettings.hostOf(point), StorageSettings.portOf(point)));
        }
        settings.login().ifPresent(login -> builder.withAuthCredentials(login.user(), password(login)));
        return builder;
    }

    private static DriverConfigLoader config(StorageSettings settings, ClassLoader loader) {
        return DriverConfigLoader.programmaticBuilder(loader)
                .withString(DefaultDriverOption.SESSION_NAME, "parley")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
                // Reads and time-stamped writes; transactions say otherwise themselves.
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.requestTimeout())
                .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, settings.connectionsPerNode())
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, 4096)
                .withInt(DefaultDriverOption.CONNECTION_MAX_ORPHAN_REQUESTS, 1024)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, Duration.ofSeconds(3))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(5))
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(5))
                // Health says it once; the driver would say it at every attempt.
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, Duration.ofSeconds(5))
                .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, Duration.ofSeconds(2))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(5))
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(settings.keyspace()))
                // A schema statement completes only when this window has passed, by default a second; a new keyspace is
                // a dozen of them.
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(20))
                .withBoolean(DefaultDriverOption.TIMESTAMP_GENERATOR_FORCE_JAVA_CLOCK, true)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build();
    }

    private static String password(StorageSettings.Login login) {
        try {
            List<String> lines = Files.readAllLines(login.passwordFile(), StandardCharsets.UTF_8);
            if (lines.isEmpty() || lines.get(0).isBlank()) {
                throw new StorageException("password file " + login.passwordFile() + " is empty", false, null);
            }
            return lines.get(0).strip();
        } catch (IOException unreadable) {
            throw new StorageException("password file " + login.passwordFile() + " cannot be read", false, unreadable);
        }
    }
}
