package io.parley.simulator.map;

import crosby.binary.BinaryParser;
import crosby.binary.Osmformat;
import crosby.binary.file.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the roads out of an OpenStreetMap extract, .osm.pbf (wiki.openstreetmap.org, PBF Format), by the format's own
 * library. One thread.
 */
final class OsmReader extends BinaryParser {
    /** Of the deltas in which the format writes ids and coordinates. */
    private final Map<Long, Place> nodes = new HashMap<>();

    private final List<Way> ways = new ArrayList<>();

    private record Way(List<Long> nodes, RoadRules.Rule rule) {}

    private OsmReader() {}

    static RoadGraph read(InputStream in) throws IOException {
        OsmReader reader = new OsmReader();
        new BlockInputStream(in, reader).process();
        return reader.graph();
    }

    private RoadGraph graph() {
        RoadGraph.Builder builder = new RoadGraph.Builder();
        for (Way way : ways) {
            for (int i = 1; i < way.nodes.size(); i++) {
                Place begin = nodes.get(way.nodes.get(i - 1));
                Place end = nodes.get(way.nodes.get(i));
                if (begin == null || end == null) {
                    continue; // the extract ends here
                }
                add(
                        builder,
                        new RoadGraph.Corner(way.nodes.get(i - 1), begin),
                        new RoadGraph.Corner(way.nodes.get(i), end),
                        way.rule);
            }
        }
        return builder.build();
    }

    private static void add(
            RoadGraph.Builder builder, RoadGraph.Corner begin, RoadGraph.Corner end, RoadRules.Rule rule) {
        if (rule.direction() != RoadRules.Direction.BACKWARD) {
            builder.piece(begin, end, rule.metresPerSecond(), rule.tunnel());
        }
        if (rule.direction() != RoadRules.Direction.FORWARD) {
            builder.piece(end, begin, rule.metresPerSecond(), rule.tunnel());
        }
    }

    @Override
    protected void parseDense(Osmformat.DenseNodes dense) {
        long id = 0;
        long lat = 0;
        long lon = 0;
        for (int i = 0; i < dense.getIdCount(); i++) {
            id += dense.getId(i);
            lat += dense.getLat(i);
            lon += dense.getLon(i);
            nodes.put(id, new Place(parseLat(lat), parseLon(lon)));
        }
    }

    @Override
    protected void parseNodes(List<Osmformat.Node> some) {
        for (Osmformat.Node node : some) {
            nodes.put(node.getId(), new Place(parseLat(node.getLat()), parseLon(node.getLon())));
        }
    }

    @Override
    protected void parseWays(List<Osmformat.Way> some) {
        for (Osmformat.Way way : some) {
            Map<String, String> tags = new HashMap<>();
            for (int i = 0; i < way.getKeysCount(); i++) {
                tags.put(getStringById(way.getKeys(i)), getStringById(way.getVals(i)));
            }
            Optional<RoadRules.Rule> rule = RoadRules.of(tags);
            if (rule.isPresent()) {
                List<Long> along = new ArrayList<>();
                long id = 0;
                for (long delta : way.getRefsList()) {
                    id += delta;
                    along.add(id);
                }
                ways.add(new Way(along, rule.get()));
            }
        }
    }

    @Override
    protected void parseRelations(List<Osmformat.Relation> some) {
        // Roads are ways.
    }

    @Override
    protected void parse(Osmformat.HeaderBlock header) {
        // Nothing in it that roads need.
    }

    @Override
    public void complete() {
        // The graph is made when all is read.
    }
}
