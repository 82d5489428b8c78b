package io.parley.sdk;

import io.parley.protocol.ContentTypes;
import io.parley.protocol.Limits;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a message is sent.
 *
 * @param type MIME type of the content, at most 128 characters; null: not said. What {@link ContentTypes#isReserved} is
 *     refused with IllegalArgumentException
 * @param lifetime after this it is worthless and is not delivered any more: 1 s and up, whole seconds; null: for ever
 */
public record SendOptions(@Nullable String type, @Nullable Duration lifetime) {
    public static final SendOptions DEFAULT = new SendOptions(null, null);
    public static final SendOptions TEXT = new SendOptions("text/plain; charset=utf-8", null);

    private static final long LIFETIME_SECONDS_MAX = 0xFFFFFFFFL;

    public SendOptions {
        if (type != null && (type.isEmpty() || type.length() > Limits.DEFAULT.contentTypeLengthMax())) {
            throw new IllegalArgumentException("content type must have 1 to " + Limits.DEFAULT.contentTypeLengthMax()
                    + " characters, had " + type.length());
        }
        if (type != null && ContentTypes.isReserved(type)) {
            throw new IllegalArgumentException("content type " + type + " is reserved");
        }
        if (lifetime != null && (lifetime.toSeconds() < 1 || lifetime.toSeconds() > LIFETIME_SECONDS_MAX)) {
            throw new IllegalArgumentException(
                    "expiry must be 1 to " + LIFETIME_SECONDS_MAX + " seconds, was " + lifetime);
        }
    }

    public SendOptions contentType(String contentType) {
        return new SendOptions(contentType, lifetime);
    }

    public SendOptions expiry(Duration expiry) {
        return new SendOptions(type, expiry);
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(type);
    }

    public Optional<Duration> expiry() {
        return Optional.ofNullable(lifetime);
    }
}
