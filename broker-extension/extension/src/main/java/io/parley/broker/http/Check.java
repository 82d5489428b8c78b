package io.parley.broker.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that must be right before clients are sent here.
 *
 * @param fault why it is not, for people; empty if it is. Cheap, called on HTTP threads
 */
public record Check(String name, Supplier<Optional<String>> fault) {}
