package io.parley.protocol;

import java.util.Objects;

/**
 * One connected client of a user.
 *
 * @param user whose it is
 * @param clientId the MQTT client id, 1 to 128 characters, unique within the user
 */
public record EndpointId(UserName user, String clientId) {
    public static final int CLIENT_ID_LENGTH_MAX = 128;

    public EndpointId {
        Objects.requireNonNull(user);
        if (clientId.isEmpty() || clientId.length() > CLIENT_ID_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "client id must have 1 to " + CLIENT_ID_LENGTH_MAX + " characters, had " + clientId.length());
        }
    }

    @Override
    public String toString() {
        return user + "/" + clientId;
    }
}
