package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;

/** Plain QoS 1 through the bare broker: done is a PUBACK for the sender and the message at the receiver. */
final class BareLane extends Lane {
    private final MqttTopic topic;
    private final MqttLine sender;
    private final MqttLine receiver;

    BareLane(Clocks clocks, int number, int window, int inFlightMax, int port) {
        super(clocks, window, inFlightMax);
        topic = MqttTopic.of("bench/" + number);
        receiver = new MqttLine(
                port,
                new MqttLine.Identity("r-" + number, null, "", false),
                topic.toString(),
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(this::arrived, ignored -> {}, this::broken));
        sender = new MqttLine(
                port,
                new MqttLine.Identity("s-" + number, null, "", false),
                null,
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(ignored -> {}, this::published, this::broken));
    }

    @Override
    void transmit(long number, long intendedNanos) {
        sender.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(Payload.of(intendedNanos))
                .build());
    }

    private void published(Mqtt5PublishResult result) {
        onAck(lastAcked() + 1, result.getError().isEmpty());
    }

    private void arrived(Mqtt5Publish message) {
        message.getPayload().ifPresent(payload -> onReceived(Payload.intendedNanos(payload)));
        onReceipted(); // its PUBACK is the client library's
    }

    private void broken(Throwable error) {
        Faults.report(error);
    }

    @Override
    void giveReceipt() {}

    @Override
    void tick(long nowNanos) {}

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
