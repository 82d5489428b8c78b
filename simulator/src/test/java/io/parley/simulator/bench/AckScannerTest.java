package io.parley.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Bodies;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckScannerTest {
    @Test
    void should_read_what_the_server_writes() {
        byte[] body = Bodies.writeAcks(List.of(
                Ack.accepted(id(1), 41, 1_700_000_000_000L),
                Ack.duplicate(id(0xABCDEFL), 42, 1_700_000_000_001L),
                Ack.rejected(id(281_474_976_710_655L), Reason.BUSY, 500)));
        List<String> read = new ArrayList<>();
        AckScanner.scan(ByteBuffer.wrap(body), (number, accepted) -> read.add(number + " " + accepted));
        assertThat(read).containsExactly("1 true", "11259375 true", "281474976710655 false");
    }

    @Test
    void should_read_from_within_a_buffer() {
        byte[] body = Bodies.writeAcks(List.of(Ack.accepted(id(7), 1, 2)));
        ByteBuffer buffer = ByteBuffer.allocateDirect(body.length + 20);
        buffer.position(10).put(body).flip().position(10);
        List<Long> read = new ArrayList<>();
        AckScanner.scan(buffer, (number, accepted) -> read.add(number));
        assertThat(read).containsExactly(7L);
    }

    private static MessageId id(long number) {
        return new MessageId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }
}
