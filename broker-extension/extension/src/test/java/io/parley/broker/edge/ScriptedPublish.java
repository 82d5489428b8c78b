package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.PayloadFormatIndicator;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A PUBLISH as HiveMQ would show it. */
final class ScriptedPublish implements PublishPacket, UserProperties {
    private final String topic;
    private final List<UserProperty> properties = new ArrayList<>();
    private Qos qos = Qos.AT_LEAST_ONCE;
    private Optional<Long> expiry = Optional.empty();
    private Optional<String> responseTopic = Optional.empty();
    private Optional<ByteBuffer> correlation = Optional.empty();
    private Optional<String> contentType = Optional.empty();
    private Optional<ByteBuffer> payload = Optional.empty();
    private int packetId = 1;

    ScriptedPublish(String topic) {
        this.topic = topic;
    }

    ScriptedPublish qos(int number) {
        qos = Qos.valueOf(number);
        return this;
    }

    ScriptedPublish packetId(int id) {
        packetId = id;
        return this;
    }

    ScriptedPublish expiry(long seconds) {
        expiry = Optional.of(seconds);
        return this;
    }

    ScriptedPublish responseTopic(String to) {
        responseTopic = Optional.of(to);
        return this;
    }

    ScriptedPublish correlation(byte[] bytes) {
        correlation = Optional.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        return this;
    }

    ScriptedPublish contentType(String type) {
        contentType = Optional.of(type);
        return this;
    }

    ScriptedPublish payload(byte[] bytes) {
        payload = Optional.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        return this;
    }

    ScriptedPublish body(String json) {
        return payload(json.getBytes(StandardCharsets.UTF_8));
    }

    ScriptedPublish property(String name, String value) {
        properties.add(new UserProperty() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public String getValue() {
                return value;
            }
        });
        return this;
    }

    @Override
    public boolean getDupFlag() {
        return false;
    }

    @Override
    public Qos getQos() {
        return qos;
    }

    @Override
    public boolean getRetain() {
        return false;
    }

    @Override
    public String getTopic() {
        return topic;
    }

    @Override
    public int getPacketId() {
        return packetId;
    }

    @Override
    public Optional<PayloadFormatIndicator> getPayloadFormatIndicator() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> getMessageExpiryInterval() {
        return expiry;
    }

    @Override
    public Optional<String> getResponseTopic() {
        return responseTopic;
    }

    @Override
    public Optional<ByteBuffer> getCorrelationData() {
        return correlation;
    }

    @Override
    public List<Integer> getSubscriptionIdentifiers() {
        return List.of();
    }

    @Override
    public Optional<String> getContentType() {
        return contentType;
    }

    @Override
    public Optional<ByteBuffer> getPayload() {
        return payload;
    }

    @Override
    public UserProperties getUserProperties() {
        return this;
    }

    @Override
    public long getTimestamp() {
        return 0;
    }

    @Override
    public Optional<String> getFirst(String name) {
        return properties.stream()
                .filter(it -> it.getName().equals(name))
                .map(UserProperty::getValue)
                .findFirst();
    }

    @Override
    public List<String> getAllForName(String name) {
        return properties.stream()
                .filter(it -> it.getName().equals(name))
                .map(UserProperty::getValue)
                .toList();
    }

    @Override
    public List<UserProperty> asList() {
        return properties;
    }

    @Override
    public boolean isEmpty() {
        return properties.isEmpty();
    }
}
