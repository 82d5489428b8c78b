package io.parley.broker.http;

/**
 * Where operators ask, and users' programs call. Operators are not asked for a password, and tokens travel in the clear,
 * hence loopback unless set otherwise.
 *
 * @param port 0 for any free one
 */
public record HttpSettings(String bind, int port) {
    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 9399);
}
