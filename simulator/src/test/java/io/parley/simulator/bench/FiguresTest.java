package io.parley.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    private final Figures figures = new Figures();

    @Test
    void should_give_ours_theirs_and_the_ratio() throws Exception {
        figures.count("members", 1_000);
        figures.compare("deliveries_per_second", 30_000, 60_000);
        assertThat(figures.json())
                .isEqualTo("{\"members\":1000,\"deliveries_per_second_parley\":30000.000,"
                        + "\"deliveries_per_second_bare\":60000.000,\"ratio_deliveries_per_second\":0.500}");
        assertThat(figures.table()).contains("ratio deliveries per second");
    }

    @Test
    void should_write_what_is_no_number_as_0() throws Exception {
        figures.number("rate", 1.0 / 0);
        assertThat(figures.json()).isEqualTo("{\"rate\":0}");
    }
}
