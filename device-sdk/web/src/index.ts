export * from "./messageId.js";
export * from "./topics.js";
