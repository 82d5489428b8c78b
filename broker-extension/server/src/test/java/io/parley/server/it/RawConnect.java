package io.parley.server.it;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Packets of MQTT 3.1.1 (section 3) as bytes: for what a well-behaved client does not do. */
final class RawConnect {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int SUBSCRIBE = 0x82;
    private static final int PACKET_ID = 1;
    private static final int LEVEL_3_1_1 = 4;
    private static final int CLEAN = 0x02;
    private static final int WILL_QOS_1 = 0x04 | 0x08;
    private static final int NAME_AND_PASSWORD = 0xC0;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private RawConnect() {}

    static byte[] withWill(String user, String password, String topic, String content) throws IOException {
        return connect(CLEAN | WILL_QOS_1 | NAME_AND_PASSWORD, user, topic, content, user, password);
    }

    static byte[] plain(String user, String password) throws IOException {
        return connect(CLEAN | NAME_AND_PASSWORD, user, user, password);
    }

    private static byte[] connect(int flags, String user, String... payload) throws IOException {
        return packet(CONNECT, fields -> {
            fields.writeUTF("MQTT");
            fields.write(LEVEL_3_1_1);
            fields.write(flags);
            fields.writeShort(KEEP_ALIVE_SECONDS);
            fields.writeUTF("raw-" + user);
            for (String text : payload) {
                fields.writeUTF(text);
            }
        });
    }

    static byte[] subscribe(String filter) throws IOException {
        return packet(SUBSCRIBE, fields -> {
            fields.writeShort(PACKET_ID);
            fields.writeUTF(filter);
            fields.write(1);
        });
    }

    /** @param topic any bytes, be they UTF-8 or not */
    static byte[] publish(byte[] topic, String content) throws IOException {
        return packet(PUBLISH_QOS_1, fields -> {
            fields.writeShort(topic.length);
            fields.write(topic);
            fields.writeShort(PACKET_ID);
            fields.writeBytes(content);
        });
    }

    private interface Body {
        void write(DataOutputStream fields) throws IOException;
    }

    private static byte[] packet(int type, Body content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        content.write(new DataOutputStream(body));
        if (body.size() > 127) {
            throw new IllegalArgumentException("longer than one length byte can say: " + body.size());
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        packet.write(body.size());
        body.writeTo(packet);
        return packet.toByteArray();
    }
}
