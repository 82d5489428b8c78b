package io.parley.broker.storage;

/** What is remembered of an accepted message id: the first answer, and what it was an answer to. */
public record KnownId(long seq, long at, Digest digest) {}
