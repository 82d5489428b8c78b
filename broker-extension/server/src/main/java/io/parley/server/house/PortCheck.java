package io.parley.server.house;

import io.parley.server.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Tries each port for a moment, so that a port in use is named before anything has been started. */
final class PortCheck {
    private PortCheck() {}

    static List<String> faults(List<Settings.NamedPort> ports) {
        List<String> faults = new ArrayList<>();
        for (Settings.NamedPort port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(port.address()), port.port()));
            } catch (IOException taken) {
                faults.add(port.name() + " " + port.address() + ":" + port.port() + " cannot be used: "
                        + taken.getMessage());
            }
        }
        return List.copyOf(faults);
    }
}
