package io.smartpole.uplink;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What can be set. The four endpoints stand in fixed slots, so that a form can show them and a document can name them. */
@ObjectClassDefinition(
        id = Uplink.PID,
        name = "Smart pole: connection to the platform",
        description = "The MQTT brokers over which the platform receives readings and sends commands. The first that"
                + " works is used, the next is held ready. Cloud brokers take readings to the platform; local ones carry"
                + " live data and commands while no cloud can be reached.")
@interface UplinkConfig {

    String BROKER =
            "Address of the MQTT broker: ssl://host:port, wss://host:port/path, or tcp://host:port on this machine"
                    + " only. Empty: not used.";
    String CLIENT_ID =
            "The pole's name at the broker (MQTT client id), at most 256 characters, different for each pole and each"
                    + " broker.";
    String USER = "For the login at the broker, at most 256 characters. Empty: log in without user name and password.";
    String PASSWORD = "For the login at the broker, with that user name. Empty: none.";
    String KEEP_ALIVE = "How often a silent connection is checked, 5 to 1200 seconds.";
    String PRIORITY =
            "The broker with the lowest number that works is used, 1 to 100. All cloud brokers come before all local ones.";

    @AttributeDefinition(name = "Cloud 1: broker", description = BROKER, required = false)
    String cloud1_uri() default "";

    @AttributeDefinition(
            name = "Cloud 1: client id",
            description = CLIENT_ID + " Empty: smartpole-{site}-{pole}.",
            required = false)
    String cloud1_client$_$id() default "";

    @AttributeDefinition(name = "Cloud 1: user name", description = USER, required = false)
    String cloud1_user() default "";

    @AttributeDefinition(
            name = "Cloud 1: password",
            description = PASSWORD,
            type = AttributeType.PASSWORD,
            required = false)
    String cloud1_password() default "";

    @AttributeDefinition(name = "Cloud 1: keep alive [s]", description = KEEP_ALIVE, min = "5", max = "1200")
    int cloud1_keep$_$alive() default 60;

    @AttributeDefinition(name = "Cloud 1: priority", description = PRIORITY, min = "1", max = "100")
    int cloud1_priority() default 10;

    @AttributeDefinition(name = "Cloud 2: broker", description = BROKER, required = false)
    String cloud2_uri() default "";

    @AttributeDefinition(
            name = "Cloud 2: client id",
            description = CLIENT_ID + " Empty: smartpole-{site}-{pole}-cloud2.",
            required = false)
    String cloud2_client$_$id() default "";

    @AttributeDefinition(name = "Cloud 2: user name", description = USER, required = false)
    String cloud2_user() default "";

    @AttributeDefinition(
            name = "Cloud 2: password",
            description = PASSWORD,
            type = AttributeType.PASSWORD,
            required = false)
    String cloud2_password() default "";

    @AttributeDefinition(name = "Cloud 2: keep alive [s]", description = KEEP_ALIVE, min = "5", max = "1200")
    int cloud2_keep$_$alive() default 60;

    @AttributeDefinition(name = "Cloud 2: priority", description = PRIORITY, min = "1", max = "100")
    int cloud2_priority() default 20;

    @AttributeDefinition(name = "Local 1: broker", description = BROKER, required = false)
    String local1_uri() default "";

    @AttributeDefinition(
            name = "Local 1: client id",
            description = CLIENT_ID + " Empty: smartpole-{site}-{pole}-local1.",
            required = false)
    String local1_client$_$id() default "";

    @AttributeDefinition(name = "Local 1: user name", description = USER, required = false)
    String local1_user() default "";

    @AttributeDefinition(
            name = "Local 1: password",
            description = PASSWORD,
            type = AttributeType.PASSWORD,
            required = false)
    String local1_password() default "";

    @AttributeDefinition(name = "Local 1: keep alive [s]", description = KEEP_ALIVE, min = "5", max = "1200")
    int local1_keep$_$alive() default 60;

    @AttributeDefinition(name = "Local 1: priority", description = PRIORITY, min = "1", max = "100")
    int local1_priority() default 30;

    @AttributeDefinition(name = "Local 2: broker", description = BROKER, required = false)
    String local2_uri() default "";

    @AttributeDefinition(
            name = "Local 2: client id",
            description = CLIENT_ID + " Empty: smartpole-{site}-{pole}-local2.",
            required = false)
    String local2_client$_$id() default "";

    @AttributeDefinition(name = "Local 2: user name", description = USER, required = false)
    String local2_user() default "";

    @AttributeDefinition(
            name = "Local 2: password",
            description = PASSWORD,
            type = AttributeType.PASSWORD,
            required = false)
    String local2_password() default "";

    @AttributeDefinition(name = "Local 2: keep alive [s]", description = KEEP_ALIVE, min = "5", max = "1200")
    int local2_keep$_$alive() default 60;

    @AttributeDefinition(name = "Local 2: priority", description = PRIORITY, min = "1", max = "100")
    int local2_priority() default 40;

    @AttributeDefinition(
            name = "Trusted authorities (PEM)",
            description =
                    "Certificates of the authorities whose brokers are trusted, and their revocation lists, one after"
                            + " the other in PEM. Empty: those that the Java runtime trusts.|TextArea",
            required = false)
    String tls_trusted() default "";

    @AttributeDefinition(
            name = "This pole's certificate (PEM)",
            description = "For one of the pole's own keys, with the chain up to the authority, in PEM. Empty: the pole"
                    + " shows none.|TextArea",
            required = false)
    String tls_certificate() default "";

    @AttributeDefinition(
            name = "Batches are freed by",
            description = "What allows a stored batch of readings to be deleted: the platform's signed receipt, or"
                    + " only the cloud broker's acknowledgement, for a broker that is trusted to be durable.",
            options = {
                @Option(label = "the platform's signed receipt", value = "platform"),
                @Option(label = "the broker's acknowledgement (PUBACK)", value = "puback")
            })
    String acknowledge() default "platform";

    @AttributeDefinition(
            name = "Acknowledgement timeout [s]",
            description =
                    "A broker that leaves messages unacknowledged for so long is given up, 2 to 300 seconds. Less than"
                            + " 15 gives up slow mobile lines that still work.",
            min = "2",
            max = "300")
    int acknowledge_timeout() default 15;

    @AttributeDefinition(
            name = "Return after [s]",
            description = "A better broker is used again when its connection has held for so long, 5 to 3600 seconds.",
            min = "5",
            max = "3600")
    int return$_$after() default 60;

    @AttributeDefinition(
            name = "Limit [KiB/s]",
            description =
                    "Stored measurements are sent no faster. 0 to 1000000 KiB/s, 0: no limit. Alarms, answers and live"
                            + " data are counted, but do not wait.",
            min = "0",
            max = "1000000")
    int limit_second() default 0;

    @AttributeDefinition(
            name = "Limit [MiB in 24 h]",
            description =
                    "For a mobile contract: stored measurements wait and live data is left out when so much was sent. 0"
                            + " to 1000000 MiB, 0: no limit. Alarms and answers are counted, but do not wait.",
            min = "0",
            max = "1000000")
    int limit_day() default 0;
}
