package io.parley.simulator.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** The three measurements of one broker. */
record Series(Measurement few, Measurement many, Measurement paced) {
    /** @param told what is being done, for people */
    static Series of(Subject subject, BenchPlan plan, Consumer<String> told) throws IOException {
        Measurement few;
        Measurement paced;
        told.accept(subject.name() + ": connecting " + plan.few().chats() + " chats");
        try (Load load = new Load(subject, 0, plan.few())) {
            told.accept(subject.name() + ": closed loop " + plan.few());
            few = load.closedLoop(plan.warmUp(), plan.measured());
            told.accept(subject.name() + ": open loop, " + plan.ratePerSecond() + " messages a second");
            paced = load.openLoop(plan.ratePerSecond(), plan.warmUp(), plan.measured());
        }
        told.accept(subject.name() + ": connecting " + plan.many().chats() + " chats");
        try (Load load = new Load(subject, plan.few().chats(), plan.many())) {
            told.accept(subject.name() + ": closed loop " + plan.many());
            return new Series(few, load.closedLoop(plan.warmUp(), plan.measured()), paced);
        }
    }

    boolean isDisturbed() {
        return few.isDisturbed() || many.isDisturbed() || paced.isDisturbed();
    }

    boolean hasAnomalies() {
        return few.anomalies().any()
                || many.anomalies().any()
                || paced.anomalies().any();
    }
}
