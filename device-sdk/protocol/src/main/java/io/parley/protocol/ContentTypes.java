package io.parley.protocol;

import io.parley.protocol.batch.Batches;

/** Content Types that mean something to Parley itself. All other content is opaque to it. */
public final class ContentTypes {
    /** What happened to a conversation: joined, removed, renamed, asked to be a contact. Made by the server's answer to an api call. */
    public static final String CHANGE = "application/vnd.parley.change+json";
    /** An entry of a side log: an edit, a recall, a reaction. Made by the server's answer to an api call. */
    public static final String AMENDMENT = "application/vnd.parley.amendment+json";
    /** Somebody came into a fence, or left it: {@link io.parley.protocol.json.FenceEvent}. Made by the server. */
    public static final String FENCE = "application/vnd.parley.fence+json";
    /** A ride came to its next stage: {@link io.parley.protocol.json.RideEvent}. Made by the server. */
    public static final String RIDE = "application/vnd.parley.ride+json";
    /** Text with a reply, a forward or mentions; a matter between apps, see protocol.md. */
    public static final String RICH = "application/vnd.parley.rich+json";

    private ContentTypes() {}

    /** Whether a client may not publish it itself. */
    public static boolean isReserved(String contentType) {
        return contentType.equals(CHANGE)
                || contentType.equals(AMENDMENT)
                || contentType.equals(FENCE)
                || contentType.equals(RIDE)
                || contentType.equals(Batches.CONTENT_TYPE);
    }
}
