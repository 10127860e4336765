package io.smartpole.tools.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smartpole.tools.broker.BrokerConnection.Session;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that were kept, at brokers that send what waited before they answer (MQTT 3.1.1, 3.8.4 allows it). */
@Timeout(30)
class BrokerLinkTest {

    private static final Session KEPT = new Session("receiver", List.of("smartpole/v1/+/+/evidence"));

    private static final int PUBLISH = 0x30;
    private static final int DISCONNECT = 0xE0;

    private final StringWriter err = new StringWriter();

    private BrokerLink connect(Session session, PlayedBroker... brokers) {
        List<String> uris = List.of(brokers).stream().map(PlayedBroker::uri).toList();
        return BrokerLink.connect(new Brokers(uris, null), session, new PrintWriter(err, true), Duration.ofMillis(100));
    }

    @Test
    void moreThanAnyQueueHoldsMayComeBeforeTheSubscriptionIsAnswered() throws Exception {
        int many = 3000;
        try (PlayedBroker broker = PlayedBroker.listening()) {
            CompletableFuture<Void> played = broker.play(client -> {
                client.accept();
                for (int id = 1; id <= many; id++) {
                    client.publish(id);
                }
                client.answer(client.subscription());
                for (int id = 1; id <= many; id++) {
                    assertEquals(id, client.acknowledged());
                }
            });
            try (BrokerLink link = connect(KEPT, broker)) {
                List<Delivery> all = new ArrayList<>();
                while (all.size() < many) {
                    all.addAll(link.take(many));
                }
                all.forEach(Delivery::acknowledge);
                played.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void whatABrokerThatComesLateSendsBeforeItAnswersIsAcknowledgedToo() throws Exception {
        try (PlayedBroker first = PlayedBroker.listening()) {
            CompletableFuture<Void> there = first.play(client -> {
                client.accept();
                client.answer(client.subscription());
                client.nextOfType(DISCONNECT);
            });
            int port;
            try (ServerSocket later = PlayedBroker.socket(0)) {
                port = later.getLocalPort();
            }
            PlayedBroker away = new PlayedBroker(port);
            try (BrokerLink link = connect(KEPT, first, away)) {
                CompletableFuture<Void> played = away.listen().play(client -> {
                    client.accept();
                    byte[] subscription = client.subscription();
                    client.publish(7);
                    assertEquals(7, client.acknowledged());
                    client.answer(subscription);
                });
                link.take(1).forEach(Delivery::acknowledge);
                played.get(20, TimeUnit.SECONDS);
            } finally {
                away.close();
            }
            there.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatTheBrokerHasNotSaidThatItHasIsNotDelivered() throws Exception {
        try (PlayedBroker broker = PlayedBroker.listening()) {
            CompletableFuture<Void> played = broker.play(client -> {
                client.accept();
                client.answer(client.subscription());
                client.nextOfType(PUBLISH); // and the connection ends without a PUBACK
            });
            try (BrokerLink link = connect(new Session(null, List.of("x")), broker)) {
                assertFalse(link.deliver("smartpole/v1/s/p/trust", new byte[] {1}));
                played.get(20, TimeUnit.SECONDS);
            }
        }
    }
}
