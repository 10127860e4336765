package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.ConfigurationDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationDocumentTest {

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        ObjectNode values = json("{'smartpole.uplink':{'cloud1.uri':'ssl://broker:8883','list':[1,2],'gone':null}}");
        ConfigurationDocument document = new ConfigurationDocument(
                7, values, Instant.parse("2026-11-21T22:00:00Z"), Duration.ofMinutes(5), true);

        assertEquals(document, ConfigurationDocument.fromJson(document.toJson()));
    }

    @Test
    void onlyRevisionAndValuesMustBeThere() throws Exception {
        ConfigurationDocument document = ConfigurationDocument.fromJson(json("{'revision':1,'values':{}}"));

        assertEquals(new ConfigurationDocument(1, json("{}"), null, Duration.ZERO, false), document);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'values':{}} | revision must be",
                "{'revision':0,'values':{}} | revision must be",
                "{'revision':1.5,'values':{}} | revision must be",
                "{'revision':9223372036854775808,'values':{}} | revision must be",
                "{'revision':'1','values':{}} | revision must be",
                "{'revision':1} | values must be",
                "{'revision':1,'values':[]} | values must be",
                "{'revision':1,'values':{'smartpole.uplink':7}} | values of a PID must be",
                "{'revision':1,'values':{'smartpole.uplink':{'a':{}}}} | a value must be",
                "{'revision':1,'values':{'smartpole.uplink':{'a':[[1]]}}} | a value must be",
                "{'revision':1,'values':{'smartpole.uplink':{'a':[null]}}} | a value must be",
                "{'revision':1,'values':{},'probation':-1} | probation must be",
                "{'revision':1,'values':{},'probation':86401} | probation must be",
                "{'revision':1,'values':{},'probation':'300'} | probation must be",
                "{'revision':1,'values':{},'notBefore':'tomorrow'} | notBefore must be",
                "{'revision':1,'values':{},'notBefore':7} | notBefore must be",
                "{'revision':1,'values':{},'overrule':'yes'} | overrule must be",
                "{'revision':1,'values':{},'probatoin':300} | but not probatoin",
            })
    void whatIsWrongIsNamed(String body, String expected) throws Exception {
        ObjectNode json = json(body);

        FormatException refused = assertThrows(FormatException.class, () -> ConfigurationDocument.fromJson(json));

        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused.getMessage());
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
