export * from "./messageId.js";
export * from "./point.js";
export * from "./topics.js";
