package io.parley.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.cassandra.auth.CassandraRoleManager;
import org.apache.cassandra.cql3.QueryProcessor;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Cassandra's role manager, knowing the role {@code parley} instead of the well-known superuser {@code cassandra}.
 *
 * <p>Cassandra makes its default superuser in a task it schedules some seconds after start. Here that task is replaced by
 * a write that is done before CQL opens: so there is no moment in which the well-known password is good, and the first
 * connection finds its role. Changing the secret in the file changes it at the next start.
 */
public final class SingleRoleManager extends CassandraRoleManager {
    static final String ROLE = "parley";
    static final String PASSWORD_FILE = "password_file";
    /** The secret has no dictionary to defend against, and the hash is made at every start: 2^6 rounds take a few ms. */
    private static final int LOG2_ROUNDS = 6;

    private final Path passwordFile;

    /** Called by Cassandra with the parameters of {@code role_manager}. */
    public SingleRoleManager(Map<String, String> parameters) {
        this.passwordFile = Path.of(Objects.requireNonNull(parameters.get(PASSWORD_FILE), PASSWORD_FILE));
    }

    @Override
    protected void scheduleSetupTask(Callable<Void> defaultSuperuser) {
        try {
            String hash = BCrypt.hashpw(Secret.read(passwordFile).reveal(), BCrypt.gensalt(LOG2_ROUNDS));
            QueryProcessor.executeInternal(
                    "INSERT INTO system_auth.roles (role, is_superuser, can_login, salted_hash) VALUES (?, true, true, ?)",
                    ROLE,
                    hash);
            // Left behind when these data once ran without a password.
            if (!QueryProcessor.executeInternal("SELECT role FROM system_auth.roles WHERE role = 'cassandra'")
                    .isEmpty()) {
                QueryProcessor.executeInternal("DELETE FROM system_auth.roles WHERE role = 'cassandra'");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
