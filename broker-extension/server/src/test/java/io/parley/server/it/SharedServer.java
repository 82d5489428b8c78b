package io.parley.server.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server for all test classes that do no harm to it: started for the first, stopped after the last. */
final class SharedServer implements ParameterResolver {
    /** @param up the running server */
    record Server(UpProcess.Place place, UpProcess up, Directory directory) implements AutoCloseable {
        static Server start() {
            UpProcess.Place place = UpProcess.Place.fresh("shared", 1);
            UpProcess up = place.up();
            return new Server(place, up, Directory.of(place));
        }

        Mosquitto mosquitto() {
            return new Mosquitto(place.folder(), place.mqtt());
        }

        /** A user nobody else uses, with password {@code NAME-secret}. */
        String user(String prefix) {
            return directory.user(prefix);
        }

        void newPassword(String user, String password) {
            directory.newPassword(user, password);
        }

        @Override
        public void close() {
            directory.close();
            up.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Server.class, absent -> Server.start(), Server.class);
    }
}
