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

    private static String coordinates(Place place) {
        return String.format(Locale.ROOT, "\"lat\":%.7f,\"lon\":%.7f", place.lat(), place.lon());
    }

    static String free(String fleet, Place place) {
        return "{\"fleet\":\"" + fleet + "\",\"free\":true," + coordinates(place) + "}";
    }

    static String busy(String fleet) {
        return "{\"fleet\":\"" + fleet + "\",\"free\":false}";
    }

    static String nearest(String fleet, Place place, int count, int metres) {
        return "{\"fleet\":\"" + fleet + "\"," + coordinates(place) + ",\"count\":" + count + ",\"metres\":" + metres
                + "}";
    }

    static String rideStart(String track, String rider, Place pickUp, Place dropOff) {
        return "{\"track\":\"" + track + "\",\"rider\":\"" + rider + "\",\"pickUp\":" + place(pickUp) + ",\"dropOff\":"
                + place(dropOff) + "}";
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

    static String fence(String fence, String track, Place centre, double metres, String conversation) {
        return "{\"fence\":\"" + fence + "\",\"tracks\":[\"" + track + "\"],\"shape\":{\"circle\":{"
                + coordinates(centre) + ",\"metres\":" + metres + "}},\"tell\":\"" + conversation + "\"}";
    }

    static String fence(String fence) {
        return "{\"fence\":\"" + fence + "\"}";
    }
}
