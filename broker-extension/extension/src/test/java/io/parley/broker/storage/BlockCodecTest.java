package io.parley.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockCodecTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");

    private static final List<StoredMessage> TWO = List.of(
            new StoredMessage(300, new MessageId(1, 2), ALICE, "a1", 1_000, 0, "text/plain", Content.ofText("hi")),
            new StoredMessage(301, new MessageId(-1, -2), BOB, "a1", 999, 5_000, "", Content.EMPTY));

    /** Rows of this form are in people's databases: it may be added to under a new version, never changed. */
    private static final String GOLDEN = "01" + "02"
            + "05" + "05616c696365" + "026131" + "0a746578742f706c61696e" + "03626f62" + "00"
            + "ac02" + "e807"
            + "0000000000000001" + "0000000000000002" + "00" + "01" + "02" + "00" + "00" + "02" + "6869"
            + "ffffffffffffffff" + "fffffffffffffffe" + "03" + "01" + "04" + "01" + "8827" + "00";

    @Test
    void should_write_the_documented_bytes() {
        assertThat(hex(BlockCodec.encode(TWO))).isEqualTo(GOLDEN);
    }

    @Test
    void should_read_the_documented_bytes_and_leave_the_position() {
        ByteBuffer golden = ByteBuffer.wrap(HexFormat.of().parseHex(GOLDEN));
        assertThat(BlockCodec.decode(golden)).isEqualTo(TWO);
        assertThat(golden.position()).isZero();
    }

    @Test
    void should_round_trip_what_is_large_and_extreme() {
        List<StoredMessage> extreme = List.of(
                new StoredMessage(
                        Long.MAX_VALUE - 1,
                        new MessageId(7, 7),
                        ALICE,
                        "é-☎",
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        "x",
                        Content.wrap(new byte[256 * 1024])),
                new StoredMessage(Long.MAX_VALUE, new MessageId(7, 8), ALICE, "é-☎", 0, 0, "x", Content.EMPTY));
        assertThat(BlockCodec.decode(BlockCodec.encode(extreme))).isEqualTo(extreme);
    }

    @Test
    void should_write_repeated_names_once() {
        int one = BlockCodec.encode(TWO.subList(0, 1)).remaining();
        List<StoredMessage> many = new java.util.ArrayList<>();
        for (int i = 0; i < 64; i++) {
            many.add(new StoredMessage(
                    300 + i, new MessageId(1, i), ALICE, "a1", 1_000 + i, 0, "text/plain", Content.ofText("hi")));
        }
        assertThat(BlockCodec.encode(many).remaining()).isLessThan(one + 63 * 26);
    }

    @Test
    void should_refuse_every_cut_of_a_block() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> BlockCodec.decode(cut));
        }
    }

    @Test
    void should_refuse_what_follows_a_block_and_other_versions() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> BlockCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(GOLDEN + "00"))))
                .withMessageContaining("1 bytes follow");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> BlockCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex("02" + GOLDEN.substring(2)))))
                .withMessageContaining("format 2");
    }

    @Test
    void should_answer_damage_with_a_value_or_an_illegal_argument_and_nothing_else() {
        Random random = new Random(20);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = HexFormat.of().parseHex(GOLDEN);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(BlockCodec.decode(ByteBuffer.wrap(damaged))).isNotEmpty();
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void should_refuse_to_write_a_hole_or_nothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> BlockCodec.encode(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockCodec.encode(List.of(TWO.get(0), TWO.get(0))))
                .withMessageContaining("expected 301");
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
