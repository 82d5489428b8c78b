package io.parley.broker.edge;

/** The parts of one established connection, to end them together. */
record Peer(SignedIn signedIn, EndpointConnection connection, Answers answers, Inbox inbox) {
    /** Safe to call twice. */
    void close() {
        connection.close();
        inbox.close();
        answers.close();
    }
}
