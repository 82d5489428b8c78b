package io.parley.cli.messenger;

/**
 * What a call came to.
 *
 * @param reason code of the refusal, or {@code unknown} if there was no answer; empty if it went well
 * @param detail the refusal in words; empty if it went well
 * @param body what was answered; empty if refused
 */
public record Answer(String reason, String detail, Fields body) {
    public static Answer of(Fields body) {
        return new Answer("", "", body);
    }

    public static Answer refused(String reason, String detail) {
        return new Answer(reason, detail, Fields.NONE);
    }

    public boolean isOk() {
        return reason.isEmpty();
    }

    /** Why it was refused, for a person. */
    public String why() {
        return detail.isEmpty() || detail.equals(reason) ? reason : detail + " (" + reason + ")";
    }
}
