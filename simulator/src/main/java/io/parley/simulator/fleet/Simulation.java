package io.parley.simulator.fleet;

import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.fault.FaultPlan;
import io.parley.simulator.history.Fate;
import io.parley.simulator.judge.Judge;
import io.parley.simulator.judge.Verdict;
import io.parley.simulator.report.Progress;
import io.parley.simulator.report.SimulationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** One run: start everything, live the scenario through the faults, bring everybody back, wait, judge. */
final class Simulation {
    /** What was asked for. */
    record Wish(int users, int ratePerSecond, Duration run, long seed, Set<FaultKind> faults, int nodes) {}

    private final Wish wish;
    private final Path folder;
    private final Progress progress;

    Simulation(Wish wish, Path folder, Progress progress) {
        this.wish = wish;
        this.folder = folder;
        this.progress = progress;
    }

    SimulationReport run() throws IOException, InterruptedException, SQLException {
        Population population = Population.of(wish.seed(), wish.users(), Stage.HOSTS);
        Scenario scenario = Scenario.of(wish.seed(), population, wish.run(), wish.ratePerSecond());
        FaultPlan plan = FaultPlan.of(wish.seed(), wish.run(), wish.faults());
        try (Stage stage = Stage.open(folder, wish.nodes(), Cast.of(population), progress, (who, line) -> {})) {
            stage.play(scenario.acts(), plan, wish.run());
            boolean settled = stage.bringBack();
            settled &= stage.settle(() -> missing(stage.fleet()));
            double seconds = stage.seconds();
            stage.dump();
            stage.fleet().close();
            var histories = stage.fleet().histories();
            Verdict verdict = Judge.judge(histories);
            long refused = stage.fleet().books().refusedAtOnce()
                    + histories.stream()
                            .flatMap(it -> it.sent().stream())
                            .filter(it -> it.fate() instanceof Fate.Refused)
                            .count();
            return new SimulationReport(verdict, wish.seed(), stage.inflicted(), refused, seconds, settled);
        }
    }

    private static String missing(Fleet fleet) {
        long missing = fleet.members().stream()
                .mapToLong(it -> fleet.books().missing(it.endpoint()))
                .sum();
        return missing == 0 ? "" : missing + " messages not handed yet,";
    }
}
