package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.simulator.map.Place;
import java.util.Locale;

/** Bodies of the calls a ride is made of, as docs/protocol.md has them. Names here need no escaping. */
final class TrackCalls {
    private TrackCalls() {}

    private static String place(Place place) {
        return String.format(Locale.ROOT, "{\"lat\":%.7f,\"lon\":%.7f}", place.lat(), place.lon());
    }

    /** For two minutes; said again long before, should a cell have forgotten. */
    static String free(String fleet, Place place) {
        return "{\"fleet\":\"" + fleet + "\",\"free\":true,\"place\":" + place(place) + ",\"seconds\":120}";
    }

    static String busy(String fleet) {
        return "{\"fleet\":\"" + fleet + "\",\"free\":false}";
    }

    static String nearest(String fleet, Place place, int count, int metres) {
        return "{\"fleet\":\"" + fleet + "\",\"place\":" + place(place) + ",\"count\":" + count + ",\"metres\":"
                + metres + "}";
    }

    static String rideStart(String track, String driver, String rider, Place pickUp, Place dropOff) {
        return "{\"track\":\"" + track + "\",\"driver\":\"" + driver + "\",\"rider\":\"" + rider + "\",\"pickUp\":"
                + place(pickUp) + ",\"dropOff\":" + place(dropOff) + "}";
    }

    static String track(String track) {
        return "{\"track\":\"" + track + "\"}";
    }

    static String create(String track, String viewer) {
        return "{\"track\":\"" + track + "\",\"viewers\":[\"" + viewer + "\"]}";
    }

    static String share(String track, String viewer, Precision precision) {
        return "{\"track\":\"" + track + "\",\"viewers\":[\"" + viewer + "\"],\"precision\":\"" + precision.code()
                + "\"}";
    }

    static String unshare(String track, String viewer) {
        return "{\"track\":\"" + track + "\",\"users\":[\"" + viewer + "\"]}";
    }

    static String guest(String track, long from, long until) {
        return "{\"track\":\"" + track + "\",\"from\":" + from + ",\"to\":" + until + ",\"precision\":\"exact\"}";
    }

    static String revoke(String track, String link) {
        return "{\"track\":\"" + track + "\",\"guest\":\"" + link + "\"}";
    }

    static String fence(String fence, String track, Place centre, int metres, String conversation) {
        return "{\"fence\":\"" + fence + "\",\"tracks\":[\"" + track + "\"],\"centre\":" + place(centre)
                + ",\"metres\":" + metres + ",\"tell\":\"" + conversation + "\"}";
    }
}
