package io.smartpole.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.moquette.interception.messages.InterceptConnectMessage;
import io.moquette.interception.messages.InterceptConnectionLostMessage;
import io.moquette.interception.messages.InterceptDisconnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetainedWillsTest {

    private final Set<String> connected = new HashSet<>();
    private final List<String> published = new ArrayList<>();
    private final RetainedWills wills = new RetainedWills(
            connected::contains,
            (topic, payload, retained) ->
                    published.add(topic + " " + new String(payload, StandardCharsets.UTF_8) + " " + retained));

    @Test
    void theWillOfALostClientIsKeptOnce() {
        connect("pole", true);
        lose("pole");
        lose("pole");
        assertEquals(List.of("state offline true"), published);
    }

    @Test
    void aWillThatDoesNotAskToBeKeptIsNot() {
        connect("pole", false);
        lose("pole");
        assertEquals(List.of(), published);
    }

    @Test
    void aClientThatSaysGoodbyeHasNoWillAnyMore() {
        connect("pole", true);
        wills.onDisconnect(new InterceptDisconnectMessage("pole", null));
        lose("pole");
        assertEquals(List.of(), published);
    }

    @Test
    void aClientThatIsBackAlreadyIsNotOverwrittenByItsWill() {
        connect("pole", true);
        connected.add("pole");
        lose("pole");
        assertEquals(List.of(), published);
        connected.clear();
        lose("pole");
        assertEquals(List.of("state offline true"), published, "the next loss counts again");
    }

    private void connect(String client, boolean retain) {
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(client)
                .willFlag(true)
                .willTopic("state")
                .willMessage("offline".getBytes(StandardCharsets.UTF_8))
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willRetain(retain)
                .build();
        wills.onConnect(new InterceptConnectMessage(connect));
    }

    private void lose(String client) {
        wills.onConnectionLost(new InterceptConnectionLostMessage(client, null));
    }
}
