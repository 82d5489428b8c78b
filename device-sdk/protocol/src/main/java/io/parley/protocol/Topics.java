package io.parley.protocol;

import java.util.Optional;
import java.util.function.Consumer;

/** The topic grammar. Everything a client may publish or subscribe to is decided here, from the text alone. */
public final class Topics {
    public static final int TOPIC_LENGTH_MAX = 256;
    public static final String RECEIPT = "receipt";
    public static final String SYNC = "api/sync";
    public static final String CHAT = "chat/";
    public static final String GROUP = "group/";
    public static final String TYPING = "typing/";
    public static final String PRESENCE = "presence/";
    public static final String TRACK = "track/";
    /** Last level of a Response Topic that asks for acks in batches, see protocol.md. */
    public static final String ACKS_LEVEL = "acks";

    private static final String API = "api/";
    private static final String POINT = "/point";
    private static final int QUOTED_LENGTH_MAX = 80;

    private Topics() {}

    /**
     * Reads a topic a client publishes to.
     *
     * @param refused told why, once, if the result is empty
     */
    public static Optional<Address> parse(String topic, Consumer<Refusal> refused) {
        if (topic.length() > TOPIC_LENGTH_MAX) {
            return refuse(refused, "topic has " + topic.length() + " characters, at most " + TOPIC_LENGTH_MAX);
        }
        if (topic.equals(RECEIPT)) {
            return Optional.of(new Address.Receipts());
        }
        if (topic.startsWith(CHAT) || topic.startsWith(GROUP)) {
            return message(topic, refused);
        }
        if (topic.startsWith(TYPING)) {
            String to = topic.substring(TYPING.length());
            if (to.startsWith(CHAT) || to.startsWith(GROUP)) {
                return message(to, refused).map(Address.Typing::new);
            }
            return refuse(refused, "typing/{conversation} needs chat/{user} or group/{group}, was " + quote(topic));
        }
        if (topic.startsWith(TRACK)) {
            Optional<TrackName> track = pointOf(topic);
            return track.isPresent()
                    ? Optional.of(new Address.Track(track.get()))
                    : refuse(refused, "track/{track}/point needs a valid track name, was " + quote(topic));
        }
        if (topic.startsWith(OwnTracksTopic.ROOT)) {
            return OwnTracksTopic.parse(topic, refused).map(Address.OwnTracks::new);
        }
        if (topic.startsWith(API) && isCall(topic.substring(API.length()))) {
            return Optional.of(new Address.Api(topic.substring(API.length())));
        }
        refused.accept(new Refusal(
                Reason.NOT_ALLOWED,
                "publish to chat/{user}, group/{group}, typing/…, receipt, track/{track}/point, owntracks/… or api/{resource},"
                        + " not " + quote(topic)));
        return Optional.empty();
    }

    private static Optional<Address> message(String topic, Consumer<Refusal> refused) {
        String name = topic.substring(topic.indexOf('/') + 1);
        if (!UserName.isValid(name)) {
            return refuse(
                    refused,
                    topic.startsWith(CHAT)
                            ? "chat/{user} needs a valid user name, was " + quote(topic)
                            : "group/{group} needs a valid group name, was " + quote(topic));
        }
        return Optional.of(
                topic.startsWith(CHAT) ? new Address.Chat(new UserName(name)) : new Address.Group(new GroupName(name)));
    }

    private static Optional<Address> refuse(Consumer<Refusal> refused, String detail) {
        refused.accept(new Refusal(Reason.BAD_TOPIC, detail));
        return Optional.empty();
    }

    private static boolean isCall(String call) {
        if (call.isEmpty() || call.length() > 64) {
            return false;
        }
        for (int i = 0; i < call.length(); i++) {
            char c = call.charAt(i);
            if (!((c >= 'a' && c <= 'z') || c == '-' || c == '/')) {
                return false;
            }
        }
        return true;
    }

    /** For messages to people: quoted, cut, and without control characters. */
    public static String quote(String text) {
        String cut = text.length() <= QUOTED_LENGTH_MAX ? text : text.substring(0, QUOTED_LENGTH_MAX) + "…";
        return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    /** {@code inbox/{user}/#}: the one subscription a user needs. */
    public static String inbox(UserName user) {
        return "inbox/" + user + "/#";
    }

    /** {@code inbox/{user}/} and the conversation as {@code user} sees it. */
    public static String inboxOf(UserName user, ConversationId conversation) {
        return "inbox/" + user + "/" + conversation.seenBy(user);
    }

    public static String event(UserName user, String kind) {
        return "inbox/" + user + "/event/" + kind;
    }

    public static String reply(UserName user) {
        return "inbox/" + user + "/reply";
    }

    public static String ack(UserName user) {
        return "inbox/" + user + "/ack";
    }

    public static String acks(UserName user) {
        return "inbox/" + user + "/" + ACKS_LEVEL;
    }

    /** Whether every topic {@code filter} can match lies in the inbox of {@code user}. Shared subscriptions never do. */
    public static boolean isOwnInboxFilter(String filter, UserName user) {
        String own = "inbox/" + user + "/";
        return filter.startsWith(own) && filter.length() > own.length() && filter.length() <= TOPIC_LENGTH_MAX;
    }

    /** Whether {@code topic} may be a Response Topic of {@code user}: inside the own inbox, without wildcards. */
    public static boolean isOwnResponseTopic(String topic, UserName user) {
        return isOwnInboxFilter(topic, user) && topic.indexOf('#') < 0 && topic.indexOf('+') < 0;
    }

    /** Whether acks sent to this Response Topic are wanted in batches. */
    public static boolean wantsBatchedAcks(String responseTopic) {
        return responseTopic.endsWith("/" + ACKS_LEVEL);
    }

    /** {@code presence/{user}}: the user it is about, if {@code filter} is exactly that. */
    public static Optional<UserName> presenceOf(String filter) {
        return filter.startsWith(PRESENCE) ? UserName.parse(filter.substring(PRESENCE.length())) : Optional.empty();
    }

    public static String presence(UserName user) {
        return PRESENCE + user;
    }

    /** {@code track/{track}/point}: the track, if {@code topic} is exactly that. */
    public static Optional<TrackName> pointOf(String topic) {
        return topic.startsWith(TRACK) && topic.endsWith(POINT) && topic.length() > TRACK.length() + POINT.length()
                ? TrackName.parse(topic.substring(TRACK.length(), topic.length() - POINT.length()))
                : Optional.empty();
    }

    public static String point(TrackName track) {
        return TRACK + track + POINT;
    }
}
