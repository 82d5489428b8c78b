package io.parley.broker.http;

/**
 * Where operators ask. Nobody is asked for a password here, hence loopback unless set otherwise.
 *
 * @param port 0 for any free one
 */
public record HttpSettings(String bind, int port) {
    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 9399);
}
