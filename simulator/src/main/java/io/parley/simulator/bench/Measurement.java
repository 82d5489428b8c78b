package io.parley.simulator.bench;

/**
 * What one load did to one broker.
 *
 * @param messages done while measured
 * @param seconds measured
 * @param received latency from intended send to the receiver
 * @param acked latency from intended send to the sender's ack: hop 1 of Parley, PUBACK of the bare broker
 * @param otherCpuSeconds used by anything else on this machine meanwhile
 * @param dataBytes growth of the data folder
 */
record Measurement(
        long messages,
        double seconds,
        Latency received,
        Latency acked,
        Usage broker,
        Usage database,
        double clientCpuSeconds,
        double otherCpuSeconds,
        long dataBytes,
        Anomalies anomalies) {
    private static final double OTHER_SHARE_MAX = 0.10;

    /** Milliseconds. */
    record Latency(double p50, double p99, double p999, double max) {}

    /** What a healthy run has none of. */
    record Anomalies(long refused, long outOfOrder, long unfinished) {
        boolean any() {
            return refused + outOfOrder + unfinished > 0;
        }
    }

    /** Whether something else kept this machine busy, so that the numbers say little. */
    boolean isDisturbed() {
        return otherCpuSeconds
                > OTHER_SHARE_MAX * seconds * Runtime.getRuntime().availableProcessors();
    }

    double perSecond() {
        return messages / seconds;
    }

    double perMillion(double quantity) {
        return messages == 0 ? 0 : quantity * 1_000_000 / messages;
    }

    double perMessage(long bytes) {
        return messages == 0 ? 0 : (double) bytes / messages;
    }
}
