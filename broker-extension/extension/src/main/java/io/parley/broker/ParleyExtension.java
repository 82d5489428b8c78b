package io.parley.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import io.parley.broker.edge.Edge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What HiveMQ starts, before it listens.
 *
 * <p>A start that fails is not reported to HiveMQ with {@code preventExtensionStartup}: HiveMQ would drop the extension and
 * go on without it, with whatever other extension lets people in. Instead the extension stays and refuses everybody, the
 * log says why at ERROR, and no health endpoint answers, which a supervisor takes for dead.
 */
public final class ParleyExtension implements ExtensionMain {
    private static final Logger LOG = LoggerFactory.getLogger(ParleyExtension.class);

    private @Nullable Node node;

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader own = ParleyExtension.class.getClassLoader();
        // Driver and Pekko find their configuration, and Jetty its services, by the context loader.
        thread.setContextClassLoader(own);
        try {
            NodeSettings settings = NodeSettings.load(
                    input.getExtensionInformation().getExtensionHomeFolder().toPath(), System.getProperties());
            node = Node.start(settings, Services.metricRegistry(), own);
        } catch (SettingsFaults faults) {
            LOG.error("Parley did not start, everybody is refused. Its settings are wrong:\n{}", faults.getMessage());
            Edge.denyEverybody();
        } catch (RuntimeException | LinkageError failed) {
            LOG.error("Parley did not start, everybody is refused: {}", failed.getMessage(), failed);
            Edge.denyEverybody();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        if (node != null) {
            node.close();
            node = null;
        }
    }
}
