package io.parley.server;

import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Trace;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes what is known of a message for a person, in the order it happened. */
final class LifeOfMessage {
    private static final String NO_TIME = " ".repeat(23);

    private final Trace trace;
    private final DateTimeFormatter time;

    private LifeOfMessage(Trace trace, ZoneId zone) {
        this.trace = trace;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone);
    }

    static List<String> lines(Trace trace, ZoneId zone) {
        return new LifeOfMessage(trace, zone).lines();
    }

    private List<String> lines() {
        StoredMessage message = trace.message();
        List<String> lines = new ArrayList<>();
        lines.add("message " + message.id() + "   " + trace.conversation() + "   seq " + message.seq());
        if (message.id().isTimeOrdered()) {
            lines.add(at(message.id().unixMillis()) + "  made by " + message.from() + " (the sender's clock)");
        }
        lines.add(at(message.at()) + "  accepted from " + message.from() + "/" + message.endpoint() + ": "
                + message.content().size() + " bytes" + type(message) + ", owner's epoch " + trace.epoch());
        trace.endpoints().stream()
                .filter(mark -> mark.received() >= message.seq())
                .sorted(Comparator.comparingLong(Trace.EndpointMark::at))
                .forEach(mark -> lines.add(at(mark.at()) + "  " + mark.endpoint() + " has everything up to "
                        + mark.received() + ", said last at this time"));
        if (message.expiresAt() != 0) {
            lines.add(at(message.expiresAt()) + "  expires for whoever has not received it by then");
        }
        recipients().forEach(user -> lines.add(NO_TIME + "  " + user + ": " + state(user)));
        return lines;
    }

    private Stream<UserName> recipients() {
        UserName from = trace.message().from();
        return Stream.of(trace.conversation().first(), trace.conversation().second())
                .filter(user ->
                        !user.equals(from) || trace.conversation().peerOf(from).equals(from))
                .distinct();
    }

    private String state(UserName user) {
        UserMarks marks = trace.marks().getOrDefault(user, UserMarks.NONE);
        String received = trace.isReceivedBy(user) ? "received" : "not received yet";
        String read = trace.isReadBy(user) ? "read" : "not read yet";
        return received + " (has up to " + marks.received() + "), " + read + " (up to " + marks.read() + ")";
    }

    private static String type(StoredMessage message) {
        return message.contentType().isEmpty() ? "" : " of " + message.contentType();
    }

    private String at(long unixMillis) {
        return time.format(Instant.ofEpochMilli(unixMillis));
    }
}
