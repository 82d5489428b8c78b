/** The topic grammar, the same as `io.parley.protocol.Topics`; both are held to `device-sdk/protocol/vectors`. */

export const TOPIC_LENGTH_MAX = 256;
const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const DEVICE = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
const POINT = /^track\/([^/]+)\/point$/;
const OWNTRACKS_PARTS = [
  "event", "waypoint", "waypoints", "info", "status", "step", "steps", "cmd", "dump", "beacon", "request",
];
const CALL = /^[a-z\-/]{1,64}$/;

/** What a client may publish to. */
export type Address =
  | { kind: "chat"; peer: string }
  | { kind: "group"; group: string }
  | { kind: "typing"; conversation: string }
  | { kind: "receipt" }
  | { kind: "track"; track: string }
  | { kind: "owntracks"; user: string; device: string; part: string; name: string }
  | { kind: "api"; call: string };

/** An expected "no", as a value. */
export interface Refusal {
  kind: "refused";
  reason: "bad-topic" | "not-allowed";
}

export function isUserName(text: string): boolean {
  return USER_NAME.test(text);
}

export function parseTopic(topic: string): Address | Refusal {
  if (topic.length > TOPIC_LENGTH_MAX) return { kind: "refused", reason: "bad-topic" };
  if (topic === "receipt") return { kind: "receipt" };
  if (topic.startsWith("chat/") || topic.startsWith("group/")) return parseMessageTopic(topic);
  if (topic.startsWith("typing/")) {
    const conversation = topic.slice("typing/".length);
    const isConversation = conversation.startsWith("chat/") || conversation.startsWith("group/");
    const to = isConversation ? parseMessageTopic(conversation) : undefined;
    return to && to.kind !== "refused" ? { kind: "typing", conversation } : { kind: "refused", reason: "bad-topic" };
  }
  if (topic.startsWith("track/")) {
    const track = POINT.exec(topic)?.[1];
    return track !== undefined && isUserName(track) ? { kind: "track", track } : { kind: "refused", reason: "bad-topic" };
  }
  if (topic.startsWith("owntracks/")) return parseOwnTracks(topic);
  if (topic.startsWith("api/") && CALL.test(topic.slice("api/".length))) {
    return { kind: "api", call: topic.slice("api/".length) };
  }
  return { kind: "refused", reason: "not-allowed" };
}

/** `name` is that of the device's track. */
function parseOwnTracks(topic: string): Address | Refusal {
  const [, user = "", device = "", part, ...more] = topic.split("/");
  const known = part === undefined || OWNTRACKS_PARTS.includes(part);
  if (!known || more.length > 0 || !isUserName(user) || !DEVICE.test(device)) {
    return { kind: "refused", reason: "bad-topic" };
  }
  return { kind: "owntracks", user, device, part: part ?? "", name: `${user}.${device.toLowerCase().replaceAll(".", "-")}` };
}

function parseMessageTopic(topic: string): Address | Refusal {
  const name = topic.slice(topic.indexOf("/") + 1);
  if (!isUserName(name)) return { kind: "refused", reason: "bad-topic" };
  return topic.startsWith("chat/") ? { kind: "chat", peer: name } : { kind: "group", group: name };
}

/** Whether every topic `filter` can match lies in the inbox of `user`. */
export function isOwnInboxFilter(filter: string, user: string): boolean {
  const own = `inbox/${user}/`;
  return filter.startsWith(own) && filter.length > own.length && filter.length <= TOPIC_LENGTH_MAX;
}

export function isOwnResponseTopic(topic: string, user: string): boolean {
  return isOwnInboxFilter(topic, user) && !topic.includes("#") && !topic.includes("+");
}

export function wantsBatchedAcks(responseTopic: string): boolean {
  return responseTopic.endsWith("/acks");
}

/** `presence/{user}`: the user it is about, if `filter` is exactly that. */
export function presenceOf(filter: string): string | undefined {
  const user = filter.startsWith("presence/") ? filter.slice("presence/".length) : "";
  return isUserName(user) ? user : undefined;
}

export function presenceTopic(user: string): string {
  return `presence/${user}`;
}

/** `track/{track}/point`: the track, if `topic` is exactly that. */
export function pointOf(topic: string): string | undefined {
  const track = POINT.exec(topic)?.[1];
  return track !== undefined && isUserName(track) ? track : undefined;
}

/** What a track is published to and subscribed as; with the MQTT 5 user property `need` = `list` it comes seldom. */
export function pointTopic(track: string): string {
  return `track/${track}/point`;
}

/** `inbox/{user}/#`: the one subscription a user needs. */
export function inboxFilter(user: string): string {
  return `inbox/${user}/#`;
}

/** Where messages of a conversation come, named as `user` sees it. */
export function inboxTopic(user: string, conversation: string): string {
  return `inbox/${user}/${conversation}`;
}

/** What the server tells in passing. */
export type EventKind =
  | "receipt"
  | "expired"
  | "unread"
  | "counts"
  | "typing"
  | "membership"
  | "hidden"
  | "conversation"
  | "profile"
  | "scheduled"
  | "track"
  | "rejected";

export function eventTopic(user: string, kind: EventKind): string {
  return `inbox/${user}/event/${kind}`;
}

/**
 * The canonical id of what `viewer` sees as `chat/{peer}` or `group/{group}`, or of the side log of either behind
 * `amend/`; undefined if `seen` is no such thing.
 */
export function conversationId(seen: string, viewer: string): string | undefined {
  if (seen.startsWith("amend/")) {
    const subject = seen.slice("amend/".length);
    const id = subject.startsWith("amend/") ? undefined : conversationId(subject, viewer);
    return id === undefined ? undefined : `amend/${id}`;
  }
  if (seen.startsWith("group/")) return isUserName(seen.slice("group/".length)) ? seen : undefined;
  const peer = seen.startsWith("chat/") ? seen.slice("chat/".length) : "";
  if (!isUserName(peer)) return undefined;
  return viewer <= peer ? `chat/${viewer}:${peer}` : `chat/${peer}:${viewer}`;
}
