package io.parley.broker.identity;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;

/**
 * Argon2id in PHC string format, with the first of OWASP's recommended parameters (19 MiB, 2 passes, 1 lane). Some 50 ms
 * and 19 MiB a call: only on threads made for it.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private static final Argon2Function ARGON2ID =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

    private Passwords() {}

    public static String hash(byte[] password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2ID).getResult();
    }

    /** @return false also if {@code hash} is none of ours, so that a damaged account lets nobody in */
    static boolean matches(byte[] password, String hash) {
        try {
            return Password.check(password, hash.getBytes(StandardCharsets.US_ASCII))
                    .with(Argon2Function.getInstanceFromHash(hash));
        } catch (RuntimeException unreadable) {
            return false;
        }
    }
}
