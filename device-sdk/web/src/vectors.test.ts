import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePoint, pointToJson } from "./point.js";
import { isTimeOrdered, messageIdFromText, messageIdToText, unixMillis } from "./messageId.js";
import {
  conversationId,
  inboxTopic,
  isOwnInboxFilter,
  isOwnResponseTopic,
  parseTopic,
  presenceOf,
  wantsBatchedAcks,
} from "./topics.js";

function vectors(file: string) {
  return JSON.parse(readFileSync(new URL(`../../protocol/vectors/${file}`, import.meta.url), "utf8"));
}

function read(topic: string): Record<string, unknown> {
  const address = parseTopic(topic);
  switch (address.kind) {
    case "chat": return { topic, chat: address.peer };
    case "group": return { topic, group: address.group };
    case "typing": return { topic, typing: address.conversation };
    case "track": return { topic, track: address.track };
    case "owntracks": return { topic, owntracks: `${address.user}/${address.device}/${address.part}`, name: address.name };
    case "receipt": return { topic, receipt: true };
    case "api": return { topic, api: address.call };
    case "refused": return { topic, refused: address.reason };
  }
}

describe("golden vectors", () => {
  const topics = vectors("topics.json");

  it("reads every publish topic as agreed", () => {
    for (const vector of topics.publish) expect(read(vector.topic)).toEqual(vector);
  });

  it("allows only own inbox filters", () => {
    for (const { filter, user, allowed } of topics.subscribe) expect(isOwnInboxFilter(filter, user), filter).toBe(allowed);
  });

  it("allows only own response topics", () => {
    for (const { topic, user, allowed, batched } of topics.response) {
      expect(isOwnResponseTopic(topic, user), topic).toBe(allowed);
      expect(wantsBatchedAcks(topic), topic).toBe(batched);
    }
  });

  it("watches one user at a time", () => {
    for (const { filter, user } of topics.presence) expect(presenceOf(filter) ?? null, filter).toBe(user);
  });

  it("names the topic of a conversation in the inbox", () => {
    for (const { user, conversation, topic } of topics.inbox) expect(inboxTopic(user, conversation)).toBe(topic);
  });

  it("gives a chat one id from both sides", () => {
    for (const { seen, viewer, id } of topics.conversation) expect(conversationId(seen, viewer) ?? null).toBe(id);
  });

  it("reads positions as agreed, and what it writes", () => {
    for (const { body, point } of vectors("points.json").good) {
      expect(parsePoint(body), body).toEqual(point);
      expect(parsePoint(pointToJson(point))).toEqual(point);
    }
    for (const body of vectors("points.json").bad) expect(parsePoint(body), body).toBeUndefined();
  });

  it("reads and writes message ids", () => {
    for (const vector of vectors("ids.json")) {
      const bytes = messageIdFromText(vector.text);
      expect(Buffer.from(bytes).toString("hex")).toBe(vector.hex);
      expect(messageIdToText(bytes)).toBe(vector.text);
      expect(isTimeOrdered(bytes)).toBe(vector.timeOrdered);
      if (vector.timeOrdered) expect(unixMillis(bytes)).toBe(vector.unixMillis);
    }
  });
});
