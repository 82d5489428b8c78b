/** The topic grammar, the same as `io.parley.protocol.Topics`; both are held to `device-sdk/protocol/vectors`. */

export const TOPIC_LENGTH_MAX = 256;
const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const CALL = /^[a-z\-/]{1,64}$/;

/** What a client may publish to. */
export type Address =
  | { kind: "chat"; peer: string }
  | { kind: "receipt" }
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
  if (topic.startsWith("chat/")) {
    const peer = topic.slice("chat/".length);
    return isUserName(peer) ? { kind: "chat", peer } : { kind: "refused", reason: "bad-topic" };
  }
  if (topic.startsWith("api/") && CALL.test(topic.slice("api/".length))) {
    return { kind: "api", call: topic.slice("api/".length) };
  }
  return { kind: "refused", reason: "not-allowed" };
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

/** The canonical id of the chat that `viewer` sees as `chat/{peer}`; undefined if `seen` is no such thing. */
export function conversationId(seen: string, viewer: string): string | undefined {
  const peer = seen.startsWith("chat/") ? seen.slice("chat/".length) : "";
  if (!isUserName(peer)) return undefined;
  return viewer <= peer ? `chat/${viewer}:${peer}` : `chat/${peer}:${viewer}`;
}
