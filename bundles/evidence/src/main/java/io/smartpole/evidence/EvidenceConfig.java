package io.smartpole.evidence;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be set about evidence. */
@ObjectClassDefinition(
        id = EvidenceService.PID,
        name = "Smart pole: signed readings",
        description =
                "How readings are signed, stored on the SD card, and kept until the platform has confirmed them. The"
                        + " defaults fit most poles.")
@interface EvidenceConfig {

    @AttributeDefinition(
            name = "Signing interval [s]",
            description = "Readings are collected for so long, and then signed and stored together, 1 to 900 s. It is"
                    + " what a power cut may cost. Shorter intervals wear the SD card more. Alarms never wait.",
            min = "1",
            max = "900")
    int batch_interval() default 10;

    @AttributeDefinition(
            name = "Most readings signed together [readings]",
            description = "When so many are collected, they are signed before the interval is over, 1 to 256 readings.",
            min = "1",
            max = "256")
    int batch_largest() default 256;

    @AttributeDefinition(
            name = "Space on the SD card [MiB]",
            description =
                    "Most space for signed readings, 32 to 1024 MiB. When it is full of readings that the platform"
                            + " has not confirmed, the oldest measurements give way; alarms give way last.",
            min = "32",
            max = "1024")
    int store_size() default 256;

    @AttributeDefinition(
            name = "Kept after confirmation [h]",
            description =
                    "How long readings that the platform has confirmed are kept, so that it can ask for them again,"
                            + " 0 to 8760 h. Only while there is space.",
            min = "0",
            max = "8760")
    int store_retain() default 48;

    @AttributeDefinition(
            name = "Sign of life [min]",
            description =
                    "Measurements and alarms each sign something at least so often, if need be an empty record, so"
                            + " that the platform sees if the end is missing, 1 to 15 min.",
            min = "1",
            max = "15")
    int heartbeat() default 15;
}
