package io.parley.sdk.internal.client;

import io.parley.protocol.Topics;
import io.parley.protocol.TrackName;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a track. What nobody has asked for yet is replaced by what is newer, so demand decides how often, never
 * how old. All but {@link #request} and {@link #cancel} runs as ordered user code, one at a time.
 */
final class SightingStream implements Flow.Subscription, TrackWatcher {
    private final TrackName track;
    private final UserCode userCode;
    private final Flow.Subscriber<? super Sighting> subscriber;
    private @Nullable Sighting newest;
    private long demand;
    private volatile boolean done;
    private volatile @Nullable TrackView view;

    private SightingStream(TrackName track, UserCode userCode, Flow.Subscriber<? super Sighting> subscriber) {
        this.track = track;
        this.userCode = userCode;
        this.subscriber = subscriber;
    }

    static Flow.Publisher<Sighting> of(TrackName track, TrackView.Need need, TrackHandles tracks, UserCode userCode) {
        return subscriber -> {
            SightingStream stream = new SightingStream(track, userCode, subscriber);
            userCode.add(() -> subscriber.onSubscribe(stream));
            stream.watch(tracks.look(track, need, stream));
        };
    }

    private void watch(TrackView its) {
        view = its;
        if (done) {
            its.close();
        }
    }

    @Override
    public void request(long count) {
        userCode.add(() -> {
            if (count < 1) {
                fail(new IllegalArgumentException("1 and up may be requested, was " + count));
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                hand();
            }
        });
    }

    @Override
    public void cancel() {
        done = true;
        TrackView its = view;
        if (its != null) {
            its.close();
        }
    }

    @Override
    public void seen(Sighting sighting) {
        newest = sighting;
        hand();
    }

    private void hand() {
        Sighting next = newest;
        if (!done && demand > 0 && next != null) {
            newest = null;
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            subscriber.onNext(next);
        }
    }

    @Override
    public void over(String why) {
        if (done) {
            return;
        }
        if (why.equals("ended") || why.equals(CallFailedException.CLOSED)) {
            done = true;
            subscriber.onComplete();
        } else {
            fail(new CallFailedException(Topics.point(track), why, ""));
        }
    }

    private void fail(Throwable why) {
        if (!done) {
            cancel();
            subscriber.onError(why);
        }
    }
}
