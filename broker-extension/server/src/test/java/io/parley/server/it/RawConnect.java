package io.parley.server.it;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A CONNECT of MQTT 3.1.1 (section 3.1) as bytes: for what a well-behaved client does not do. */
final class RawConnect {
    private static final int CONNECT = 0x10;
    private static final int LEVEL_3_1_1 = 4;
    private static final int CLEAN = 0x02;
    private static final int WILL_QOS_1 = 0x04 | 0x08;
    private static final int NAME_AND_PASSWORD = 0xC0;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private RawConnect() {}

    static byte[] withWill(String user, String password, String topic, String content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF("MQTT");
        fields.write(LEVEL_3_1_1);
        fields.write(CLEAN | WILL_QOS_1 | NAME_AND_PASSWORD);
        fields.writeShort(KEEP_ALIVE_SECONDS);
        fields.writeUTF("raw-" + user);
        fields.writeUTF(topic);
        fields.writeUTF(content);
        fields.writeUTF(user);
        fields.writeUTF(password);
        if (body.size() > 127) {
            throw new IllegalArgumentException("longer than one length byte can say: " + body.size());
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(CONNECT);
        packet.write(body.size());
        body.writeTo(packet);
        return packet.toByteArray();
    }
}
