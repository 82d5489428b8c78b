package io.parley.broker.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;

class HiveMqConfigTest {
    private static final NodeSettings SETTINGS =
            new NodeSettings(Path.of("d"), Path.of("e"), 1883, 8000, 9399, "127.0.0.1", false);

    @Test
    void should_satisfy_the_schema_that_HiveMQ_ships() throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(getClass().getResource("/config.xsd")));
        assertThatCode(() ->
                        schema.newValidator().validate(new StreamSource(new StringReader(HiveMqConfig.xml(SETTINGS)))))
                .doesNotThrowAnyException();
    }

    @Test
    void should_bind_both_listeners_to_the_given_address() {
        assertThat(HiveMqConfig.xml(SETTINGS).split("<bind-address>127.0.0.1</bind-address>", -1))
                .hasSize(3);
    }
}
