package io.parley.cli.messenger;

/**
 * What has become of an own message.
 *
 * @param reason {@link Stage#FAILED}: why, for a person; else empty
 * @param received in a group: how many members have it; else 0
 * @param read in a group: how many members have read it; else 0
 * @param of in a group: how many members there are besides the sender; 0 in a chat, or if not known yet
 */
public record Delivery(Stage stage, String reason, int received, int read, int of) {
    public static final Delivery NONE = at(Stage.NONE);

    /** In the order in which they follow each other. */
    public enum Stage {
        NONE,
        WAITING,
        ACCEPTED,
        RECEIVED,
        READ,
        FAILED
    }

    public static Delivery at(Stage stage) {
        return new Delivery(stage, "", 0, 0, 0);
    }

    public static Delivery failed(String reason) {
        return new Delivery(Stage.FAILED, reason, 0, 0, 0);
    }

    /** @param members besides the sender */
    public static Delivery counted(int received, int read, int members) {
        Stage stage = members > 0 && read >= members ? Stage.READ : received > 0 ? Stage.RECEIVED : Stage.ACCEPTED;
        return new Delivery(stage, "", received, read, members);
    }

    /** Whichever knows more of the two: nothing is ever taken back. */
    public Delivery merge(Delivery other) {
        Stage later = stage.compareTo(other.stage) >= 0 ? stage : other.stage;
        return new Delivery(
                later,
                reason.isEmpty() ? other.reason : reason,
                Math.max(received, other.received),
                Math.max(read, other.read),
                Math.max(of, other.of));
    }
}
