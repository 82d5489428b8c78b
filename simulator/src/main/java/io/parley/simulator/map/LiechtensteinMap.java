package io.parley.simulator.map;

import java.io.IOException;
import java.io.InputStream;

/** The map that comes with the simulator. Show {@link #ATTRIBUTION} wherever anything of it is shown. */
public final class LiechtensteinMap {
    public static final String ATTRIBUTION = "Map data © OpenStreetMap contributors, ODbL 1.0";
    /** Vaduz, where a fleet begins. */
    public static final Place CENTRE = new Place(47.1405, 9.5215);

    private static final String FILE = "/map/liechtenstein-2013-08-03.osm.pbf";

    private LiechtensteinMap() {}

    /** Reads it; takes about a second. */
    public static RoadGraph roads() throws IOException {
        try (InputStream in = LiechtensteinMap.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is missing in this build");
            }
            return OsmReader.read(in);
        }
    }
}
