package io.parley.broker.conversation;

/** One thing asked of the store: asked, answered, or to be asked again after a growing pause. */
final class Step {
    private static final int DOUBLINGS_MAX = 16;

    private final ConversationSettings settings;
    private boolean running;
    private int failures;
    private long retryAt;

    Step(ConversationSettings settings) {
        this.settings = settings;
    }

    /** Starts it unless it runs or pauses. */
    boolean start(long now) {
        // a wall clock set back must not turn a pause into an eternity
        boolean pausing = now < retryAt && retryAt - now <= settings.backoffMaxMillis();
        if (running || pausing) {
            return false;
        }
        running = true;
        return true;
    }

    void succeeded() {
        running = false;
        failures = 0;
        retryAt = 0;
    }

    void failed(long now) {
        running = false;
        long pause = settings.backoffMinMillis() << Math.min(failures, DOUBLINGS_MAX);
        failures++;
        retryAt = now + Math.min(pause, settings.backoffMaxMillis());
    }

    boolean isRunning() {
        return running;
    }

    /** When a failed step may be tried again; never if it runs or did not fail. */
    long retryAt() {
        return running || failures == 0 ? Conversation.NEVER : retryAt;
    }
}
